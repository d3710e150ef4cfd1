import type { Decimal } from '../ion/value';
import { writeJson } from '../ion/write-json';

/** What `numeric` holds. https://www.postgresql.org/docs/current/datatype-numeric.html */
const MAX_WHOLE_DIGITS = 131_072;
const MAX_SCALE = 16_383;

/** Whether `numeric` holds it as it is, digits after the point included. */
export function fitsNumeric({ coefficient, exponent }: Decimal): boolean {
  if (coefficient === 0n) return exponent >= -MAX_SCALE;
  return exponent >= -MAX_SCALE && exponent <= MAX_WHOLE_DIGITS && digitsOf(coefficient) + exponent <= MAX_WHOLE_DIGITS;
}

/** As a number of SQL and of JSON. Zeros at the end are kept, as far as they are behind the point. */
export function numericText(decimal: Decimal): string {
  return decimal.coefficient === 0n && decimal.exponent > 0 ? '0' : writeJson({ kind: 'decimal', value: decimal });
}

function digitsOf(value: bigint): number {
  return (value < 0n ? -value : value).toString().length;
}
