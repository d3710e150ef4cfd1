import fc from 'fast-check';
import { anyValue } from './arbitraries';
import { parseText } from '../../src/ion/text';
import type { Value } from '../../src/ion/value';
import { writeJson } from '../../src/ion/write-json';

describe('Ion as JSON', () => {
  test.each([
    ['null', 'null'], ['null.struct', 'null'], ['true', 'true'], ['12345678901234567890123', '12345678901234567890123'], ['-5', '-5'],
    ['1.50', '1.50'], ['5.', '5'], ['-0.', '-0'], ['1d6', '1e6'], ['-12d-9', '-12e-9'], ['12d-3', '0.012'],
    ['1e0', '1e+0'], ['-1.25e-3', '-1.25e-3'], ['nan', 'null'], ['+inf', 'null'], ['-inf', 'null'], ['-0e0', '-0.0'],
    ['2017T', '"2017T"'], ['2017-08-21', '"2017-08-21"'], ['2017-08-21T12:34:56.789+01:30', '"2017-08-21T12:34:56.789+01:30"'],
    ['"a\\n\\"ä😀"', '"a\\n\\"ä😀"'], ['symbol', '"symbol"'], ['\'quoted "symbol"\'', '"quoted \\"symbol\\""'],
    ['{{aGVsbG8=}}', '"aGVsbG8="'], ['{{"cl\\xffob"}}', '"clÿob"'], ['[1, [], {}]', '[1,[],{}]'], ['(a 1)', '["a",1]'],
    ['{a: 1, \'b c\': {d: null}}', '{"a":1,"b c":{"d":null}}'], ['{a: 1, a: 2}', '{"a":1,"a":2}'], ['note::{a: other::1}', '{"a":1}'],
  ])('%s is %s', (ion, json) => {
    expect(writeJson(parseText(ion))).toBe(json);
  });

  test('of any value is JSON on one line, with the values that JSON can have', () => {
    fc.assert(fc.property(anyValue, (value) => {
      const json = writeJson(value);
      expect(json).not.toMatch(/[\n\r]/);
      expect(JSON.parse(json)).toEqual(expected(value));
    }));
  });
});

/** What a reader of JSON sees, computed in another way. */
function expected(value: Value): unknown {
  switch (value.kind) {
    case 'null': return null;
    case 'bool':
    case 'string':
    case 'symbol': return value.value;
    case 'int': return Number(value.value);
    case 'float': return Number.isFinite(value.value) ? value.value : null;
    case 'decimal': return value.value.negativeZero ? -0 : Number(`${value.value.coefficient}e${value.value.exponent}`);
    case 'blob': return Buffer.from(value.value).toString('base64');
    case 'clob': return Array.from(value.value, (byte) => String.fromCharCode(byte)).join('');
    case 'list':
    case 'sexp': return value.elements.map(expected);
    case 'struct': return Object.fromEntries(value.fields.map((field) => [field.name, expected(field.value)]));
    default: return expect.anything();
  }
}
