import fc from 'fast-check';
import { decimal as d, timestamp as t, value, disguised } from './arbitrary-values';
import { decode } from '../../../src/ion/decode';
import { encode } from '../../../src/ion/encode';
import { parseText } from '../../../src/ion/text';
import { bag, list, MISSING, NULL, struct, type Value } from '../../../src/ion/value';
import { canonicalBytes, equals } from '../../../src/partiql/values/equality';

const ion = (text: string): Value => parseText(text);

describe('equals', () => {
  it.each([
    ['1', '1.0'], ['1', '1e0'], ['1.0', '1.00'], ['0', '-0.0'], ['-0e0', '0.'], ['0.5e0', '0.5'], ['nan', 'nan'], ['1d3', '1000'],
    ['"a"', 'a'], ['{{"a"}}', '{{ YQ== }}'], ['null', 'null.int'], ['x::1', '1'],
    ['2017T', '2017-01-01'], ['2017T', '2017-01-01T00:00Z'], ['2017-01-01T00:00Z', '2017-01-01T01:00:00.000+01:00'],
    ['2017-01-01T00:00-00:00', '2017-01-01T00:00Z'], ['2017-01-01T00:00:00.50Z', '2017-01-01T00:00:00.5Z'],
    ['[1, a]', '[1.0, "a"]'], ['{a: 1, b: 2}', '{b: 2.0, a: 1e0}'], ['{a: 1, a: 2}', '{a: 2, a: 1}'],
  ])('%s = %s', (a, b) => {
    expect(equals(ion(a), ion(b))).toBe(true);
    expect(canonicalBytes(ion(a))).toEqual(canonicalBytes(ion(b)));
  });

  it.each([
    ['1', '2'], ['1', '"1"'], ['0.1e0', '0.1'], ['9007199254740993', '9007199254740992e0'], ['+inf', '-inf'], ['"a"', '"A"'], ['true', '1'],
    ['[1, 2]', '[2, 1]'], ['[1]', '(1)'], ['[1]', '[1, 1]'], ['{a: 1}', '{a: 1, a: 1}'], ['{a: 1}', '{b: 1}'], ['{a: 1}', '{a: null}'],
    ['2017T', '2017-01-01T00:00:00.001Z'], ['[[1], 2]', '[[1, 2]]'], ['["ab"]', '["a", "b"]'], ['null', '0'], ['""', '{{}}'],
  ])('%s <> %s', (a, b) => {
    expect(equals(ion(a), ion(b))).toBe(false);
    expect(canonicalBytes(ion(a))).not.toEqual(canonicalBytes(ion(b)));
  });

  it('takes bags as multisets', () => {
    expect(equals(bag([ion('1'), ion('2'), ion('2')]), bag([ion('2.0'), ion('1'), ion('2')]))).toBe(true);
    expect(equals(bag([ion('1'), ion('2')]), bag([ion('1'), ion('1')]))).toBe(false);
    expect(equals(bag([ion('1')]), list([ion('1')]))).toBe(false);
  });

  it('does not tell NULL from MISSING inside containers, but leaves fields that are MISSING out', () => {
    expect(equals(list([NULL]), list([MISSING]))).toBe(true);
    expect(equals(struct([{ name: 'a', value: MISSING }]), struct([]))).toBe(true);
    expect(equals(struct([{ name: 'a', value: MISSING }]), struct([{ name: 'a', value: NULL }]))).toBe(false);
  });

  it('agrees with the canonical bytes on random values', () => {
    fc.assert(fc.property(value, value, (a, b) => {
      expect(equals(a, b)).toBe(canonicalBytes(a).equals(canonicalBytes(b)));
    }), { numRuns: 3000 });
  });

  it('agrees with the canonical bytes on decimals and timestamps, which are often equal', () => {
    fc.assert(fc.property(d, d, (a, b) => {
      const [left, right]: Value[] = [{ kind: 'decimal', value: a }, { kind: 'decimal', value: b }];
      expect(left && right && equals(left, right)).toBe(left && right && canonicalBytes(left).equals(canonicalBytes(right)));
    }), { numRuns: 1000 });
    fc.assert(fc.property(t, t, (a, b) => {
      const [left, right]: Value[] = [{ kind: 'timestamp', value: a }, { kind: 'timestamp', value: b }];
      expect(left && right && equals(left, right)).toBe(left && right && canonicalBytes(left).equals(canonicalBytes(right)));
    }), { numRuns: 1000 });
  });

  it('sees through every way to write the same value', () => {
    fc.assert(fc.property(value, fc.nat({ max: 20 }), (original, salt) => {
      const other = disguised(original, salt);
      expect(equals(original, other)).toBe(true);
      expect(canonicalBytes(other)).toEqual(canonicalBytes(original));
    }), { numRuns: 1000 });
  });

  it('sees no difference after storage', () => {
    fc.assert(fc.property(value.filter(isStorable), (original) => {
      expect(canonicalBytes(decode(encode(original)))).toEqual(canonicalBytes(original));
    }), { numRuns: 300 });
  });

  it('has short bytes for huge exponents, at once', () => {
    const huge: Value = { kind: 'decimal', value: { coefficient: 1n, exponent: 2147483647 } };
    expect(canonicalBytes(huge).length).toBeLessThan(32);
    expect(equals(huge, { kind: 'decimal', value: { coefficient: 10n, exponent: 2147483646 } })).toBe(true);
    expect(equals(huge, { kind: 'decimal', value: { coefficient: 1n, exponent: -2147483647 } })).toBe(false);
    expect(equals(huge, ion('1'))).toBe(false);
  });

  it('works on integers with a hundred thousand zeros', () => {
    const zeros = 10n ** 100000n;
    expect(canonicalBytes({ kind: 'int', value: zeros }).length).toBeLessThan(32);
    expect(equals({ kind: 'int', value: zeros }, { kind: 'decimal', value: { coefficient: 1n, exponent: 100000 } })).toBe(true);
    expect(equals({ kind: 'int', value: zeros + 1n }, { kind: 'decimal', value: { coefficient: 1n, exponent: 100000 } })).toBe(false);
  });
});

/** Bags become lists in storage, MISSING is left out; lone surrogates have no UTF-8. */
function isStorable(candidate: Value): boolean {
  switch (candidate.kind) {
    case 'bag': case 'missing':
      return false;
    case 'string': case 'symbol':
      return !/^[\ud800-\udfff]$/.test(candidate.value);
    case 'list': case 'sexp':
      return candidate.elements.every(isStorable);
    case 'struct':
      return candidate.fields.every((field) => field.value.kind === 'missing' || isStorable(field.value));
    default:
      return true;
  }
}
