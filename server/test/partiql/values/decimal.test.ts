import fc from 'fast-check';
import type { Decimal } from '../../../src/ion/value';
import {
  addDecimals, compareDecimals, decimalOfFloat, digitsOf, divideDecimals, floatOfDecimal, multiplyDecimals, remainderOfDecimals, roundDecimal,
  stripZeros, subtractDecimals, truncateDecimal,
} from '../../../src/partiql/values/decimal';

/** A fraction of two whole numbers: the reference. */
interface Rational {
  readonly top: bigint;
  readonly bottom: bigint;
}

const rational = ({ coefficient, exponent }: Decimal): Rational => exponent >= 0
  ? { top: coefficient * 10n ** BigInt(exponent), bottom: 1n }
  : { top: coefficient, bottom: 10n ** BigInt(-exponent) };

const magnitude = (value: bigint): bigint => value < 0n ? -value : value;

/** The naive way: scale until the quotient has 38 digits, then look at what is left over. */
function roundedTo38({ top, bottom }: Rational): Rational {
  if (top === 0n) {
    return { top, bottom };
  }
  let scale = 0;
  const scaled = (): Rational => scale >= 0 ? { top: top * 10n ** BigInt(scale), bottom } : { top, bottom: bottom * 10n ** BigInt(-scale) };
  while (magnitude(scaled().top / scaled().bottom) < 10n ** 37n) {
    scale++;
  }
  while (magnitude(scaled().top / scaled().bottom) >= 10n ** 38n) {
    scale--;
  }
  const exact = scaled();
  let quotient = exact.top / exact.bottom;
  const rest = magnitude(exact.top % exact.bottom) * 2n;
  if (rest > magnitude(exact.bottom) || (rest === magnitude(exact.bottom) && quotient % 2n !== 0n)) {
    quotient += (exact.top < 0n) === (exact.bottom < 0n) ? 1n : -1n;
  }
  return rational({ coefficient: quotient, exponent: -scale });
}

const same = (a: Rational, b: Rational): boolean => a.top * b.bottom === b.top * a.bottom;

const decimal: fc.Arbitrary<Decimal> = fc.record({
  coefficient: fc.oneof(
    fc.bigInt({ min: -999n, max: 999n }),
    fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }),
    fc.constantFrom(5n * 10n ** 37n, 10n ** 38n - 1n, 10n ** 38n + 5n, 1n - 10n ** 39n),
  ),
  exponent: fc.integer({ min: -50, max: 50 }),
});

describe('decimals', () => {
  it('add, subtract, multiply and divide as fractions do, rounded to 38 digits half even', () => {
    fc.assert(fc.property(decimal, decimal, (a, b) => {
      const [x, y] = [rational(a), rational(b)];
      const bottom = x.bottom * y.bottom;
      expect(same(rational(addDecimals(a, b)), roundedTo38({ top: x.top * y.bottom + y.top * x.bottom, bottom }))).toBe(true);
      expect(same(rational(subtractDecimals(a, b)), roundedTo38({ top: x.top * y.bottom - y.top * x.bottom, bottom }))).toBe(true);
      expect(same(rational(multiplyDecimals(a, b)), roundedTo38({ top: x.top * y.top, bottom: x.bottom * y.bottom }))).toBe(true);
      if (b.coefficient !== 0n) {
        expect(same(rational(divideDecimals(a, b)), roundedTo38({ top: x.top * y.bottom, bottom: x.bottom * y.top }))).toBe(true);
      }
    }), { numRuns: 2000 });
  });

  it('never give more than 38 digits', () => {
    fc.assert(fc.property(decimal, decimal, (a, b) => {
      for (const result of [addDecimals(a, b), subtractDecimals(a, b), multiplyDecimals(a, b)]) {
        expect(digitsOf(result.coefficient)).toBeLessThanOrEqual(38);
      }
    }));
  });

  it('have a remainder that completes the whole quotient', () => {
    const [dividend, divisor] = [fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }), fc.bigInt({ min: 1n, max: 10n ** 6n })];
    fc.assert(fc.property(dividend, divisor, fc.nat(6), fc.nat(6), (a, b, x, y) => {
      const remainder = remainderOfDecimals({ coefficient: a, exponent: -x }, { coefficient: b, exponent: -y });
      const scale = 10n ** 6n;
      const at = (value: Decimal): bigint => value.coefficient * scale / 10n ** BigInt(-value.exponent);
      expect(at(remainder)).toBe(at({ coefficient: a, exponent: -x }) % at({ coefficient: b, exponent: -y }));
    }));
  });

  it('compare as fractions do', () => {
    fc.assert(fc.property(decimal, decimal, (a, b) => {
      const difference = rational(a).top * rational(b).bottom - rational(b).top * rational(a).bottom;
      expect(compareDecimals(a, b)).toBe(difference === 0n ? 0 : difference < 0n ? -1 : 1);
    }));
  });

  it('count digits', () => {
    fc.assert(fc.property(fc.oneof(fc.bigInt({ min: -(10n ** 80n), max: 10n ** 80n }), fc.nat(200).map((zeros) => 10n ** BigInt(zeros)),
      fc.nat(200).map((nines) => 10n ** BigInt(nines) - 1n), fc.nat(600).map((bits) => 2n ** BigInt(bits))), (whole) => {
      expect(digitsOf(whole)).toBe(String(magnitude(whole)).length);
    }), { numRuns: 1000 });
  });

  it('keep the exponent of an exact quotient where they can', () => {
    const divided = (coefficient: bigint, exponent: number, divisor: bigint) =>
      divideDecimals({ coefficient, exponent }, { coefficient: divisor, exponent: 0 });
    expect(divided(20n, -1, 2n)).toEqual({ coefficient: 10n, exponent: -1 });
    expect(divided(5n, 0, 2n)).toEqual({ coefficient: 25n, exponent: -1 });
    expect(divided(6n, 0, 3n)).toEqual({ coefficient: 2n, exponent: 0 });
  });

  it('strip all zeros and nothing else', () => {
    fc.assert(fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).filter((whole) => whole % 10n !== 0n), fc.nat(300), (whole, zeros) => {
      expect(stripZeros({ coefficient: whole * 10n ** BigInt(zeros), exponent: -3 })).toEqual({ coefficient: whole, exponent: zeros - 3 });
    }));
  });

  it('hold floats exactly, and give the nearest float back', () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (float) => {
      const exact = decimalOfFloat(float);
      expect(floatOfDecimal(exact)).toBe(float);
      // A whole number of the smallest unit, with no more than 53 significant bits: a float has it exactly, so it is this one.
      const { top, bottom } = rational(exact);
      expect(top * 2n ** 1074n % bottom).toBe(0n);
      let bits = top * 2n ** 1074n / bottom;
      while (bits !== 0n && bits % 2n === 0n) {
        bits /= 2n;
      }
      expect(magnitude(bits)).toBeLessThan(2n ** 53n);
    }));
    expect(decimalOfFloat(0.1)).toEqual({ coefficient: 1000000000000000055511151231257827021181583404541015625n, exponent: -55 });
  });

  it('do not raise ten to huge exponents', () => {
    const [huge, tiny]: Decimal[] = [{ coefficient: 7n, exponent: 2147483647 }, { coefficient: -7n, exponent: -2147483647 }];
    if (huge === undefined || tiny === undefined) {
      throw new Error('unreachable');
    }
    expect(addDecimals(huge, tiny)).toEqual({ coefficient: 7n * 10n ** 37n, exponent: 2147483610 });
    expect(subtractDecimals(tiny, huge).coefficient).toBe(-7n * 10n ** 37n);
    expect(addDecimals({ coefficient: 0n, exponent: 2147483647 }, tiny)).toEqual(tiny);
    expect(addDecimals({ coefficient: 1n, exponent: 0 }, { coefficient: 0n, exponent: -2147483647 }))
      .toEqual({ coefficient: 10n ** 37n, exponent: -37 });
    expect(compareDecimals(huge, tiny)).toBe(1);
    expect(() => remainderOfDecimals(huge, tiny)).toThrow('more than 38 digits');
    expect(remainderOfDecimals(tiny, huge)).toEqual(tiny);
    expect(divideDecimals(huge, { coefficient: 3n, exponent: 0 }).exponent).toBe(2147483647 - 37);
    expect(truncateDecimal(huge, 20)).toBeUndefined();
    expect(truncateDecimal(tiny, 20)).toBe(0n);
  });

  it('round a tie with something below it upwards', () => {
    expect(roundDecimal({ coefficient: 25n, exponent: 0 }, 1)).toEqual({ coefficient: 2n, exponent: 1 });
    expect(roundDecimal({ coefficient: 25n, exponent: 0 }, 1, true)).toEqual({ coefficient: 3n, exponent: 1 });
    expect(roundDecimal({ coefficient: -35n, exponent: 0 }, 1)).toEqual({ coefficient: -4n, exponent: 1 });
    expect(roundDecimal({ coefficient: 995n, exponent: 0 }, 2)).toEqual({ coefficient: 10n, exponent: 2 });
  });
});
