import fc from 'fast-check';
import { value } from './arbitrary-values';
import { parseText, writeText } from '../../../src/ion/text';
import { bag, int, list, MISSING, NULL, type Value } from '../../../src/ion/value';
import type { TypeReference } from '../../../src/partiql/ast';
import { EvaluationError } from '../../../src/partiql/error';
import { cast } from '../../../src/partiql/values/cast';
import { equals } from '../../../src/partiql/values/equality';
import { isType } from '../../../src/partiql/values/is-type';

const NAMES: ReadonlyArray<TypeReference['name']> = [
  'missing', 'null', 'boolean', 'smallint', 'integer', 'float', 'decimal', 'timestamp', 'date', 'time', 'character', 'string', 'symbol',
  'clob', 'blob', 'list', 'sexp', 'struct', 'bag', 'any',
];

const ion = (text: string): Value => parseText(text);
const type = (name: TypeReference['name'], ...parameters: number[]): TypeReference => ({ name, parameters, at: { line: 1, column: 1 } });

describe('CAST', () => {
  // The examples of the developer guide and of the functions of the implementation that QLDB ran, and what lies between them.
  it.each<[string, TypeReference['name'], string]>([
    ['true', 'boolean', 'true'], ['0', 'boolean', 'false'], ['1', 'boolean', 'true'], ['1e0', 'boolean', 'true'], ['-0e0', 'boolean', 'false'],
    ['1d0', 'boolean', 'true'], ['0.00', 'boolean', 'false'], ['nan', 'boolean', 'true'], ['"a"', 'boolean', 'false'], ['"true"', 'boolean', 'true'],
    ['"TRUE"', 'boolean', 'true'], ["'true'", 'boolean', 'true'], ["'false'", 'boolean', 'false'],
    ['true', 'integer', '1'], ['false', 'integer', '0'], ['1d3', 'integer', '1000'], ['1.00', 'integer', '1'], ['1.45', 'integer', '1'],
    ['1.75', 'integer', '1'], ['-1.75', 'integer', '-1'], ['1.9e0', 'integer', '1'], ['"12"', 'integer', '12'], ["'22'", 'integer', '22'],
    ['"-0x1F"', 'integer', '-31'], ['"+0b101"', 'integer', '5'], ['"007"', 'integer', '7'], ['1d-1000000000', 'integer', '0'],
    ['1', 'smallint', '1'],
    ['true', 'float', '1e0'], ['1', 'float', '1e0'], ['1d3', 'float', '1000e0'], ['"12"', 'float', '12e0'], ['"1.5e3"', 'float', '1500e0'],
    ['1d1000000000', 'float', '+inf'], ['-0.', 'float', '-0e0'],
    ['true', 'decimal', '1.'], ['1', 'decimal', '1.'], ['1.00', 'decimal', '1.00'], ['"12"', 'decimal', '12.'], ['"-1.50"', 'decimal', '-1.50'],
    ['"1e3"', 'decimal', '1d3'], ['1.5e0', 'decimal', '1.5'],
    ['2001T', 'timestamp', '2001T'], ['"2001-01-01T"', 'timestamp', '2001-01-01'],
    ["'2010-01-01T00:00:00.000Z'", 'timestamp', '2010-01-01T00:00:00.000Z'],
    ['42', 'string', '"42"'], ['1e0', 'string', '"1.0"'], ['1.25e10', 'string', '"1.25E10"'], ['1e-5', 'string', '"1.0E-5"'],
    ['123456.7e0', 'string', '"123456.7"'],
    ['1d0', 'string', '"1"'], ['1d3', 'string', '"1E+3"'], ['1.50', 'string', '"1.50"'], ['-0.05', 'string', '"-0.05"'],
    ['12d-9', 'string', '"1.2E-8"'],
    ['true', 'string', '"true"'], ['2001T', 'string', '"2001T"'], ['2001-01-01T00:00:00.000Z', 'string', '"2001-01-01T00:00:00.000Z"'],
    ['xx', 'string', '"xx"'], ['"xx"', 'symbol', 'xx'], ['42', 'symbol', "'42'"], ['false', 'symbol', "'false'"],
    ['{{"a"}}', 'blob', '{{ YQ== }}'], ['{{ YQ== }}', 'clob', '{{"a"}}'],
    ['[1, [2]]', 'sexp', '(1 [2])'], ['(1 2)', 'list', '[1, 2]'], ['{a: 1}', 'struct', '{a: 1}'], ['5', 'any', '5'],
  ])('(%s as %s) is %s', (from, to, result) => {
    expect(writeText(cast(ion(from), type(to)))).toBe(writeText(ion(result)));
  });

  it.each<[string, TypeReference['name'], string]>([
    ['[1]', 'integer', 'Cannot convert LIST to INT'], ['{a: 1}', 'list', 'Cannot convert STRUCT to LIST'],
    ['true', 'timestamp', 'Cannot convert BOOL to TIMESTAMP'],
    ['2001', 'timestamp', 'Cannot convert INT to TIMESTAMP'], ['2001T', 'integer', 'Cannot convert TIMESTAMP to INT'],
    ['true', 'struct', 'Cannot convert BOOL to STRUCT'],
    ['1', 'null', 'Cannot convert INT to NULL'], ['true', 'missing', 'Cannot convert BOOL to MISSING'],
    ['"a"', 'blob', 'Cannot convert STRING to BLOB'],
    ['{{"a"}}', 'string', 'Cannot convert CLOB to STRING'], ['[]', 'string', 'Cannot convert LIST to STRING'],
    ['2001T', 'date', 'Cannot convert TIMESTAMP to DATE'],
    ['"aa"', 'integer', 'Cannot convert STRING to INT'], ['"00b10"', 'integer', 'Cannot convert STRING to INT'],
    ['"2e10"', 'integer', 'Cannot convert STRING to INT'],
    ['""', 'integer', 'Cannot convert STRING to INT'], ['"aa"', 'float', 'Cannot convert STRING to FLOAT'],
    ['"1.2.3"', 'decimal', 'Cannot convert STRING to DECIMAL'],
    ['"1e99999999999"', 'decimal', 'Cannot convert STRING to DECIMAL'], ['"2001-02-30"', 'timestamp', 'Cannot convert STRING to TIMESTAMP'],
    ['nan', 'integer', 'Cannot convert FLOAT to INT'], ['+inf', 'decimal', 'Cannot convert FLOAT to DECIMAL'],
    ['1d1000000000', 'integer', 'Int overflow or underflow'], ['1e300', 'integer', 'Int overflow or underflow'],
    ['"9223372036854775808"', 'integer', 'Int overflow or underflow'],
  ])('(%s as %s) is an error', (from, to, message) => {
    expect(() => cast(ion(from), type(to))).toThrow(EvaluationError);
    expect(() => cast(ion(from), type(to))).toThrow(message);
  });

  it('leaves NULL and MISSING what they are, but for a cast to each other', () => {
    for (const name of NAMES) {
      expect(cast(NULL, type(name))).toEqual(name === 'missing' ? MISSING : NULL);
      expect(cast(MISSING, type(name))).toEqual(name === 'null' ? NULL : MISSING);
    }
  });

  it('makes bags of lists and lists of bags', () => {
    expect(cast(list([int(1)]), type('bag'))).toEqual(bag([int(1)]));
    expect(cast(bag([int(1)]), type('list'))).toEqual(list([int(1)]));
  });

  it.each<[string, number[], string]>([
    ['123.456', [5, 2], '123.46'], ['1.5', [5], '2.'], ['2.5', [5], '2.'], ['1', [5, 2], '1.00'], ['0.004', [3, 2], '0.00'],
    ['0.006', [3, 2], '0.01'],
    ['0.005', [3, 2], '0.00'], ['1d-1000000000', [5, 2], '0.00'], ['"1.005"', [3, 2], '1.00'], ['-99.994', [4, 2], '-99.99'],
  ])('rounds %s to DECIMAL(%s): %s', (from, parameters, result) => {
    expect(writeText(cast(ion(from), type('decimal', ...parameters)))).toBe(writeText(ion(result)));
  });

  it('refuses decimals with too many digits, and types that cannot be', () => {
    expect(() => cast(ion('1000.0'), type('decimal', 5, 2))).toThrow('Cannot convert 1000.0 to DECIMAL(5, 2): it has too many digits');
    expect(() => cast(ion('99.999'), type('decimal', 4, 2))).toThrow('too many digits');
    expect(() => cast(ion('1d999999999'), type('decimal', 38))).toThrow('too many digits');
    expect(() => cast(ion('1.'), type('decimal', 1000000000))).toThrow('the precision must be from 1 to 38');
    expect(() => cast(ion('1.'), type('decimal', 5, 6))).toThrow('the scale from 0 to the precision');
  });

  it('cuts text after code points', () => {
    expect(cast(ion('"a\u{1f600}b"'), type('string', 2))).toEqual(ion('"a\u{1f600}"'));
    expect(cast(ion('"ab"'), type('string', 5))).toEqual(ion('"ab"'));
    expect(cast(ion('"a b"'), type('character', 2))).toEqual(ion('"a"'));
    expect(cast(ion('123'), type('string', 2))).toEqual(ion('"12"'));
  });

  it('gives the type asked for, or an EvaluationError', () => {
    fc.assert(fc.property(value, fc.constantFrom(...NAMES), (original, name) => {
      let result: Value;
      try {
        result = cast(original, type(name));
      } catch (error) {
        expect(error).toBeInstanceOf(EvaluationError);
        return;
      }
      const unknown = original.kind === 'null' || original.kind === 'missing';
      expect(unknown || isType(result, type(name))).toBe(true);
    }), { numRuns: 2000 });
  });

  it('brings numbers and timestamps back from text', () => {
    const names: ReadonlyMap<string, TypeReference['name']> = new Map(
      [['bool', 'boolean'], ['decimal', 'decimal'], ['float', 'float'], ['timestamp', 'timestamp']]);
    fc.assert(fc.property(value.filter(({ kind }) => names.has(kind)), (original) => {
      fc.pre(original.kind !== 'decimal' || String(original.value.coefficient).replace('-', '').length <= 38);
      expect(equals(cast(cast(original, type('string')), type(names.get(original.kind) ?? 'any')), original)).toBe(true);
    }), { numRuns: 500 });
  });
});

describe('IS', () => {
  it.each<[string, TypeReference['name'], number[], boolean]>([
    ['null', 'null', [], true], ['null.int', 'null', [], true], ['null.int', 'integer', [], false], ['null', 'missing', [], false],
    ['1', 'integer', [], true], ['1', 'smallint', [], true], ['1', 'decimal', [], false], ['1.', 'decimal', [], true], ['1e0', 'float', [], true],
    ['"a"', 'string', [], true], ['a', 'string', [], false], ['a', 'symbol', [], true], ['2017T', 'timestamp', [], true],
    ['2017T', 'date', [], false],
    ['[]', 'list', [], true], ['()', 'sexp', [], true], ['()', 'list', [], false], ['{}', 'struct', [], true], ['[]', 'bag', [], false],
    ['1', 'any', [], true],
    ['1.0000', 'decimal', [5, 3], false], ['123.456', 'decimal', [6, 3], true], ['123.456', 'decimal', [6, 2], false],
    ['123.456', 'decimal', [6, 4], false],
    ['1.000', 'decimal', [3, 3], false], ['1d2', 'decimal', [3], true], ['1d2', 'decimal', [2], false],
    ['"abc"', 'string', [3], true], ['"abc"', 'string', [2], false], ['"\u{1f600}"', 'character', [1], true], ['"a"', 'character', [2], false],
  ])('%s IS %s %j: %s', (from, name, parameters, expected) => {
    expect(isType(ion(from), type(name, ...parameters))).toBe(expected);
  });

  it('takes MISSING for MISSING and for NULL', () => {
    expect(isType(MISSING, type('missing'))).toBe(true);
    expect(isType(MISSING, type('null'))).toBe(true);
    expect(isType(bag([]), type('bag'))).toBe(true);
  });
});
