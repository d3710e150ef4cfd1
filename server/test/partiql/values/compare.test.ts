import fc from 'fast-check';
import { value } from './arbitrary-values';
import { parseText } from '../../../src/ion/text';
import { NULL, string, type Value } from '../../../src/ion/value';
import { EvaluationError } from '../../../src/partiql/error';
import { compare, compareText } from '../../../src/partiql/values/compare';
import { equals } from '../../../src/partiql/values/equality';

const ion = (text: string): Value => parseText(text);

/** `undefined`: not comparable. */
function order(a: Value, b: Value): number | undefined {
  try {
    return Math.sign(compare(a, b));
  } catch (error) {
    expect(error).toBeInstanceOf(EvaluationError);
    return undefined;
  }
}

describe('compare', () => {
  it.each([
    ['1', '1.5'], ['1.5', '2e0'], ['-inf', '-1d1000000'], ['1d1000000', '+inf'], ['nan', '-inf'], ['9007199254740992e0', '9007199254740993'],
    ['-1d1000000', '-1d999999'], ['1d-1000000', '1d-999999'], ['"a"', 'b'], ['"a"', '"aa"'], ['"B"', '"a"'], ['false', 'true'],
    ['2017T', '2017-01-01T00:00:00.1Z'], ['2017-01-01T00:00+01:00', '2017T'], ['[1, 2]', '[1, 3]'], ['[1]', '[1, 0]'], ['[null]', '[false]'],
    ['{{"a"}}', '{{ YgAA }}'], ['{a: 1}', '{a: 2}'], ['{a: 1}', '{a: 1, b: 1}'],
  ])('%s < %s', (a, b) => {
    expect(order(ion(a), ion(b))).toBe(-1);
    expect(order(ion(b), ion(a))).toBe(1);
  });

  it('orders text by code point, not by UTF-16 unit', () => {
    expect(order(string('\uff5e'), string('\u{1f600}'))).toBe(-1);
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(Math.sign(compareText(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }));
  });

  it.each([['1', '"1"'], ['true', '1'], ['2017T', '2017'], ['[1]', '(1)'], ['{{"a"}}', '"a"']])('does not compare %s with %s', (a, b) => {
    expect(() => compare(ion(a), ion(b))).toThrow(/^Cannot compare values: /);
  });

  it('does not compare with NULL', () => {
    expect(() => compare(NULL, NULL)).toThrow('Cannot compare values: NULL and NULL');
  });

  it('is a total preorder on what compares, with zero where values are equal', () => {
    fc.assert(fc.property(value, value, value, (a, b, c) => {
      const [ab, ba, bc, ac] = [order(a, b), order(b, a), order(b, c), order(a, c)];
      expect(ba).toBe(ab === undefined ? undefined : ab === 0 ? 0 : -ab);
      if (ab !== undefined) {
        expect(ab === 0).toBe(equals(a, b));
      }
      if (ab !== undefined && bc !== undefined && ab <= 0 && bc <= 0) {
        expect(ac).toBeLessThanOrEqual(0);
      }
    }), { numRuns: 3000 });
  });
});
