import { timestampText } from './timestamp-text';
import type { Decimal, Field, Value } from './value';

/**
 * Writes a value as JSON on one line, with the loss of types that Ion's rules for that have: annotations are dropped, nulls lose their
 * type, symbols, timestamps and clobs become strings, blobs strings of Base64, s-expressions arrays, and floats that are no numbers null.
 * Digits of numbers are kept, trailing zeros of decimals too.
 *
 * https://amazon-ion.github.io/ion-docs/guides/cookbook.html#down-converting-to-json
 */
export function writeJson(value: Value): string {
  switch (value.kind) {
    case 'null':
    case 'missing': return 'null';
    case 'bool': return String(value.value);
    case 'int': return value.value.toString();
    case 'float': return floatText(value.value);
    case 'decimal': return decimalText(value.value);
    // JSON has no text for a moment without its day or time zone; the text is Ion's.
    case 'timestamp': return JSON.stringify(timestampText(value.value));
    case 'symbol':
    case 'string': return JSON.stringify(value.value);
    // Each byte is the character of that number.
    case 'clob': return JSON.stringify(Buffer.from(value.value).toString('latin1'));
    case 'blob': return `"${Buffer.from(value.value).toString('base64')}"`;
    case 'list':
    case 'bag':
    case 'sexp': return `[${value.elements.map(writeJson).join(',')}]`;
    case 'struct': return structText(value.fields);
  }
}

/** A name that stands more than once stays so: JSON allows it, and nothing is lost. */
function structText(fields: readonly Field[]): string {
  return `{${fields.filter(({ value }) => value.kind !== 'missing').map(({ name, value }) => `${JSON.stringify(name)}:${writeJson(value)}`).join(',')}}`;
}

function floatText(value: number): string {
  return !Number.isFinite(value) ? 'null' : Object.is(value, -0) ? '-0.0' : value.toExponential();
}

/** With a point where that is short, else with an exponent, as Java's `BigDecimal.toString`. Always a number of JSON. */
function decimalText({ coefficient, exponent, negativeZero }: Decimal): string {
  const digits = (coefficient < 0n ? -coefficient : coefficient).toString();
  const sign = coefficient < 0n || negativeZero ? '-' : '';
  if (exponent === 0) return `${sign}${digits}`;
  const wholeDigits = digits.length + exponent;
  if (exponent > 0 || wholeDigits < -5) return `${sign}${digits}e${exponent}`;
  if (wholeDigits > 0) return `${sign}${digits.slice(0, wholeDigits)}.${digits.slice(wholeDigits)}`;
  return `${sign}0.${'0'.repeat(-wholeDigits)}${digits}`;
}
