import { digitsOf, powerOfTen, roundDecimal } from './decimal';
import type { Decimal } from '../../ion/value';

/**
 * Numbers as text, both ways, as CAST needs them. The forms are those of Java's `BigDecimal` and `Double`, in which QLDB's results came.
 */

const INTEGER = /^([+-]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|([0-9]+))$/;
const NUMBER = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;

/** Decimal, or with 0x or 0b; leading zeros are allowed. `undefined`: not a whole number. */
export function parseInteger(text: string): bigint | undefined {
  const match = INTEGER.exec(text.trim());
  if (match === null) {
    return undefined;
  }
  const [, sign, hexadecimal, binary, decimal] = match;
  const magnitude = hexadecimal !== undefined ? BigInt(`0x${hexadecimal}`) : binary !== undefined ? BigInt(`0b${binary}`) : BigInt(decimal ?? '');
  return sign === '-' ? -magnitude : magnitude;
}

/** Decimal or e-notation, rounded to 38 digits. `undefined`: not a number, or an exponent beyond 32 bits. */
export function parseDecimal(text: string): Decimal | undefined {
  const trimmed = text.trim();
  if (!NUMBER.test(trimmed)) {
    return undefined;
  }
  const [mantissa = '', written = '0'] = trimmed.split(/[eE]/);
  const point = mantissa.indexOf('.');
  const fractionDigits = point < 0 ? 0 : mantissa.length - point - 1;
  const exponent = Number(written) - fractionDigits;
  if (Math.abs(exponent) > 0x7fffffff) {
    return undefined;
  }
  const digits = mantissa.replace('.', '').replace('+', '');
  const coefficient = digits.startsWith('-') ? -BigInt(digits.slice(1)) : BigInt(digits);
  return roundDecimal({ coefficient, exponent });
}

/** Decimal or e-notation, `NaN`, `Infinity`. `undefined`: not a number. */
export function parseFloatText(text: string): number | undefined {
  const trimmed = text.trim();
  return NUMBER.test(trimmed) || /^(?:[+-]?Infinity|NaN)$/.test(trimmed) ? Number(trimmed) : undefined;
}

/** Plain where the exponent is between -6 and 0, else with one digit before the point: 123.45, 1E+3, 1.2E-7. */
export function decimalText(value: Decimal): string {
  const sign = value.coefficient < 0n || (value.coefficient === 0n && value.negativeZero === true) ? '-' : '';
  const digits = String(value.coefficient < 0n ? -value.coefficient : value.coefficient);
  const leading = digits.length - 1 + value.exponent;
  if (value.exponent <= 0 && leading >= -6) {
    const scale = -value.exponent;
    const padded = digits.padStart(scale + 1, '0');
    return sign + (scale === 0 ? padded : `${padded.slice(0, -scale)}.${padded.slice(-scale)}`);
  }
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
  return `${sign}${digits.charAt(0)}${fraction}E${leading < 0 ? '' : '+'}${leading}`;
}

/** At least one digit after the point; e-notation from 10⁷ up and below 10⁻³: 1.0, 1.0E10. */
export function floatText(value: number): string {
  if (!Number.isFinite(value)) {
    return String(value);
  }
  if (value === 0) {
    return Object.is(value, -0) ? '-0.0' : '0.0';
  }
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-3 && magnitude < 1e7) {
    const plain = String(value);
    return plain.includes('.') ? plain : `${plain}.0`;
  }
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
}

/**
 * A decimal with `scale` digits after the point, half even, or `undefined` where more than `precision` digits are needed: `DECIMAL(5, 2)`.
 */
export function constrainDecimal(value: Decimal, precision: number, scale: number): Decimal | undefined {
  const magnitude = digitsOf(value.coefficient) + value.exponent;
  if (value.coefficient === 0n || magnitude < -scale) {
    return { coefficient: 0n, exponent: scale === 0 ? 0 : -scale };
  }
  if (magnitude > precision) {
    return undefined;
  }
  const excess = -scale - value.exponent;
  const scaled = excess > 0
    ? roundToExponent(value, -scale)
    : { coefficient: value.coefficient * powerOfTen(-excess), exponent: scale === 0 ? 0 : -scale };
  return digitsOf(scaled.coefficient) > precision ? undefined : scaled;
}

function roundToExponent(value: Decimal, exponent: number): Decimal {
  const kept = digitsOf(value.coefficient) - (exponent - value.exponent);
  if (kept >= 1) {
    const rounded = roundDecimal(value, kept);
    return { coefficient: rounded.coefficient * powerOfTen(Math.max(0, rounded.exponent - exponent)), exponent };
  }
  // Less than one unit of the last place: 0 or 1.
  const half = 5n * powerOfTen(exponent - value.exponent - 1);
  const magnitude = value.coefficient < 0n ? -value.coefficient : value.coefficient;
  const unit = magnitude > half ? 1n : 0n;
  return { coefficient: value.coefficient < 0n ? -unit : unit, exponent };
}
