import type { Decimal } from '../../ion/value';
import { EvaluationError } from '../error';

/**
 * Exact decimals on `bigint`.
 *
 * Results are rounded to 38 digits, half even, as the PartiQL implementation QLDB ran did. Operands may have any number of digits and any
 * exponent that Ion holds, so nothing here raises ten to an exponent without a bound: `10n ** 1073741823n` takes minutes and then throws.
 */
export const MAXIMUM_DIGITS = 38;

export const ZERO: Decimal = { coefficient: 0n, exponent: 0 };

const powers: bigint[] = [1n];

/** Ten to a power that the caller has bounded by the size of its operands. */
export function powerOfTen(exponent: number): bigint {
  if (exponent > 1024) {
    return 10n ** BigInt(exponent);
  }
  for (let known = powers.length; known <= exponent; known++) {
    powers.push((powers[known - 1] ?? 1n) * 10n);
  }
  return powers[exponent] ?? 1n;
}

export function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** How many decimal digits a whole number has; 1 for zero. */
export function digitsOf(value: bigint): number {
  const magnitude = absolute(value);
  if (magnitude < 1_000_000_000_000_000n) {
    return String(Number(magnitude)).length;
  }
  // Hexadecimal text takes linear time, decimal text does not. The estimate is never too high, and too low by one at most.
  const hexadecimal = magnitude.toString(16);
  const bits = hexadecimal.length * 4 - Math.clz32(parseInt(hexadecimal.charAt(0), 16)) + 28;
  const atLeast = Math.floor((bits - 1) * Math.LOG10E * Math.LN2) + 1;
  return magnitude >= powerOfTen(atLeast) ? atLeast + 1 : atLeast;
}

/** The exponent of the first digit: 2 for 123, whatever the exponent it is written with. Zero has none. */
function magnitudeOf(value: Decimal): number {
  return digitsOf(value.coefficient) + value.exponent - 1;
}

export function decimalOfInt(value: bigint): Decimal {
  return { coefficient: value, exponent: 0 };
}

const HIDDEN_BIT = 2n ** 52n;

/** The value that a finite float has exactly: 0.1e0 is not 0.1. */
export function decimalOfFloat(value: number): Decimal {
  if (Number.isInteger(value)) {
    return { coefficient: BigInt(value), exponent: 0, ...(Object.is(value, -0) && { negativeZero: true }) };
  }
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number(BigInt.asUintN(11, bits / HIDDEN_BIT));
  let mantissa = BigInt.asUintN(52, bits);
  let exponent = -1074;
  if (biased !== 0) {
    mantissa += HIDDEN_BIT;
    exponent = biased - 1075;
  }
  for (; mantissa % 2n === 0n; mantissa /= 2n) {
    exponent++;
  }
  // m × 2^-n = m × 5^n × 10^-n
  const coefficient = mantissa * 5n ** BigInt(-exponent);
  return { coefficient: value < 0 ? -coefficient : coefficient, exponent };
}

/** The nearest float; infinite where there is none near. */
export function floatOfDecimal(value: Decimal): number {
  if (value.coefficient === 0n) {
    return value.negativeZero === true ? -0 : 0;
  }
  return Number(`${value.coefficient}e${value.exponent}`);
}

/** Without zeros at the end of the coefficient: equal values become the same. */
export function stripZeros(value: Decimal): Decimal {
  if (value.coefficient === 0n) {
    return ZERO;
  }
  return stripZerosTo(value, Number.POSITIVE_INFINITY);
}

/** Takes zeros off the end of the coefficient while the exponent stays at or below `highest`. */
function stripZerosTo(value: Decimal, highest: number): Decimal {
  let { coefficient, exponent } = value;
  // As many steps as the count of zeros has bits: a large integer may end in 100,000 of them.
  let step = 1;
  while (coefficient % 2n === 0n && exponent + step <= highest && coefficient % powerOfTen(step) === 0n) {
    coefficient /= powerOfTen(step);
    exponent += step;
    step *= 2;
  }
  for (; step >= 1; step = Math.floor(step / 2)) {
    if (coefficient % 2n === 0n && exponent + step <= highest && coefficient % powerOfTen(step) === 0n) {
      coefficient /= powerOfTen(step);
      exponent += step;
    }
  }
  return { coefficient, exponent };
}

/** Up to here it is cheaper to write out zeros than to count digits. */
const SMALL_GAP = 40;

export function compareDecimals(a: Decimal, b: Decimal): number {
  const sign = signOf(a.coefficient);
  if (sign !== signOf(b.coefficient)) {
    return sign < signOf(b.coefficient) ? -1 : 1;
  }
  if (sign === 0) {
    return 0;
  }
  const gap = a.exponent - b.exponent;
  if (gap === 0) {
    return signOf(a.coefficient - b.coefficient);
  }
  if (Math.abs(gap) > SMALL_GAP) {
    const difference = magnitudeOf(a) - magnitudeOf(b);
    if (difference !== 0) {
      return difference < 0 ? -sign : sign;
    }
    // The same magnitude: the exponents differ by no more than the digits do.
  }
  return gap > 0
    ? signOf(a.coefficient * powerOfTen(gap) - b.coefficient)
    : signOf(a.coefficient - b.coefficient * powerOfTen(-gap));
}

function signOf(value: bigint): -1 | 0 | 1 {
  return value === 0n ? 0 : value < 0n ? -1 : 1;
}

/** Rounded to 38 digits, half even. `inexact`: a little more than `value` in magnitude was meant. */
export function roundDecimal(value: Decimal, digits: number = MAXIMUM_DIGITS, inexact = false): Decimal {
  if (absolute(value.coefficient) < powerOfTen(digits)) {
    return value;
  }
  const excess = digitsOf(value.coefficient) - digits;
  const rounded = {
    coefficient: divideHalfEven(value.coefficient, powerOfTen(excess), inexact),
    exponent: value.exponent + excess,
  };
  // 99.9… becomes 100: one digit too many, and a zero.
  return digitsOf(rounded.coefficient) > digits
    ? { coefficient: rounded.coefficient / 10n, exponent: rounded.exponent + 1 }
    : rounded;
}

/** The whole number nearest to a quotient. */
export function divideHalfEven(dividend: bigint, divisor: bigint, inexact = false): bigint {
  const quotient = dividend / divisor;
  const twice = absolute(dividend % divisor) * 2n;
  const half = absolute(divisor);
  const away = twice > half || (twice === half && (inexact || quotient % 2n !== 0n));
  if (!away) {
    return quotient;
  }
  return (dividend < 0n) === (divisor < 0n) ? quotient + 1n : quotient - 1n;
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const [high, low] = a.exponent >= b.exponent ? [a, b] : [b, a];
  const gap = high.exponent - low.exponent;
  if (high.coefficient === 0n && gap > 0) {
    return roundDecimal({ coefficient: low.coefficient, exponent: low.exponent });
  }
  // Digits of `high` alone settle the result when `low` lies far below the last of them; a 1 there stands for all of `low`.
  const room = MAXIMUM_DIGITS + 3;
  if (gap > room && (low.coefficient === 0n || magnitudeOf(low) < high.exponent - room)) {
    return roundDecimal({
      coefficient: high.coefficient * powerOfTen(room) + BigInt(signOf(low.coefficient)),
      exponent: high.exponent - room,
    });
  }
  return roundDecimal({ coefficient: high.coefficient * powerOfTen(gap) + low.coefficient, exponent: low.exponent });
}

export function negateDecimal(value: Decimal): Decimal {
  if (value.coefficient === 0n) {
    return { coefficient: 0n, exponent: value.exponent, ...(value.negativeZero !== true && { negativeZero: true }) };
  }
  return { coefficient: -value.coefficient, exponent: value.exponent };
}

export function subtractDecimals(a: Decimal, b: Decimal): Decimal {
  return addDecimals(a, { coefficient: -b.coefficient, exponent: b.exponent });
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  return roundDecimal({ coefficient: a.coefficient * b.coefficient, exponent: a.exponent + b.exponent });
}

/** The exponent of an exact quotient is the difference of the exponents where that can be: 5.0 / 2 is 2.5, 4.0 / 2 is 2.0. */
export function divideDecimals(a: Decimal, b: Decimal): Decimal {
  const preferred = a.exponent - b.exponent;
  if (a.coefficient === 0n) {
    return { coefficient: 0n, exponent: preferred };
  }
  const shift = Math.max(0, MAXIMUM_DIGITS + 3 + digitsOf(b.coefficient) - digitsOf(a.coefficient));
  const dividend = a.coefficient * powerOfTen(shift);
  const quotient = dividend / b.coefficient;
  const exact = dividend % b.coefficient === 0n;
  const rounded = roundDecimal({ coefficient: quotient, exponent: preferred - shift }, MAXIMUM_DIGITS, !exact);
  return stripZerosTo(rounded, preferred);
}

/** What is left after the whole quotient, with the sign of `a`. */
export function remainderOfDecimals(a: Decimal, b: Decimal): Decimal {
  if (a.coefficient === 0n || magnitudeOf(a) < magnitudeOf(b)) {
    return roundDecimal(a);
  }
  if (magnitudeOf(a) - magnitudeOf(b) > MAXIMUM_DIGITS) {
    throw new EvaluationError(`the whole quotient has more than ${MAXIMUM_DIGITS} digits: use operands of more similar size with %`);
  }
  const exponent = Math.min(a.exponent, b.exponent);
  return roundDecimal({
    coefficient: (a.coefficient * powerOfTen(a.exponent - exponent)) % (b.coefficient * powerOfTen(b.exponent - exponent)),
    exponent,
  });
}

/** The whole part, or `undefined` where it has more than `digits` digits. */
export function truncateDecimal(value: Decimal, digits: number): bigint | undefined {
  if (value.coefficient === 0n || magnitudeOf(value) < 0) {
    return 0n;
  }
  if (magnitudeOf(value) >= digits) {
    return undefined;
  }
  return value.exponent >= 0 ? value.coefficient * powerOfTen(value.exponent) : value.coefficient / powerOfTen(-value.exponent);
}
