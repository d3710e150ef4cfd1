import { checkDepth } from './depth';
import { timestampText } from './timestamp-text';
import type { Decimal, Value } from './value';

/**
 * Writes a value as Ion text: compact, on one line, as AWS shows `IonText`. Equal values give equal texts.
 *
 * What only queries have is written as `encode` encodes it.
 *
 * @throws IonFormatError where the value is nested more than 200 levels deep
 */
export function writeText(value: Value): string {
  return text(value, 0);
}

function text(value: Value, depth: number): string {
  const plain = plainText(value, depth);
  return value.annotations?.length ? `${value.annotations.map((name) => `${symbolText(name)}::`).join('')}${plain}` : plain;
}

function plainText(value: Value, depth: number): string {
  switch (value.kind) {
    case 'null': return value.type === 'null' ? 'null' : `null.${value.type}`;
    case 'missing': return 'null';
    case 'bool': return String(value.value);
    case 'int': return value.value.toString();
    case 'float': return floatText(value.value);
    case 'decimal': return decimalText(value.value);
    case 'timestamp': return timestampText(value.value);
    case 'symbol': return symbolText(value.value);
    case 'string': return `"${escapeText(value.value, '"')}"`;
    case 'clob': return `{{"${clobText(value.value)}"}}`;
    case 'blob': return `{{${Buffer.from(value.value).toString('base64')}}}`;
    case 'list':
    case 'bag': return `[${elementTexts(value.elements, depth).join(',')}]`;
    case 'sexp': return `(${elementTexts(value.elements, depth).join(' ')})`;
    case 'struct': return structText(value.fields, depth + 1);
  }
}

function elementTexts(elements: readonly Value[], depth: number): string[] {
  checkDepth(depth + 1);
  return elements.map((element) => text(element, depth + 1));
}

function structText(fields: ReadonlyArray<{ readonly name: string; readonly value: Value }>, depth: number): string {
  checkDepth(depth);
  const texts = fields.filter((field) => field.value.kind !== 'missing').map((field) => `${symbolText(field.name)}:${text(field.value, depth)}`);
  return `{${texts.join(',')}}`;
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (value === Infinity) return '+inf';
  if (value === -Infinity) return '-inf';
  if (Object.is(value, -0)) return '-0e0';
  return value.toExponential().replace('e+', 'e');
}

/** With a point where that is short, else with an exponent: the rule of Java's `BigDecimal.toString`, on which AWS's own texts rest. */
function decimalText({ coefficient, exponent, negativeZero }: Decimal): string {
  const digits = (coefficient < 0n ? -coefficient : coefficient).toString();
  const sign = coefficient < 0n || negativeZero ? '-' : '';
  if (exponent === 0) return `${sign}${digits}.`;
  const wholeDigits = digits.length + exponent;
  if (exponent > 0 || wholeDigits < -5) return `${sign}${digits}d${exponent}`;
  if (wholeDigits > 0) return `${sign}${digits.slice(0, wholeDigits)}.${digits.slice(wholeDigits)}`;
  return `${sign}0.${'0'.repeat(-wholeDigits)}${digits}`;
}

/** `$` and a digit is left to symbol ids. */
const IDENTIFIER = /^(?!(?:null|true|false|nan)$|\$\d)[A-Za-z_$][\w$]*$/;

function symbolText(value: string): string {
  return IDENTIFIER.test(value) ? value : `'${escapeText(value, "'")}'`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\', '"': '\\"', "'": "\\'" };
// eslint-disable-next-line no-control-regex -- control characters are what must be escaped
const SPECIAL = /[\u0000-\u001f\u007f-\u009f\\"']/g;

function escapeText(value: string, quote: string): string {
  return value.replace(SPECIAL, (character) => {
    if ((character === '"' || character === "'") && character !== quote) return character;
    return ESCAPES[character] ?? hexEscape(character.charCodeAt(0));
  });
}

/** Bytes of a clob stand as ASCII characters. */
function clobText(bytes: Uint8Array): string {
  const characters = Buffer.from(bytes).toString('latin1');
  return escapeText(characters, '"').replace(/[\u0080-\uffff]/g, (character) => hexEscape(character.charCodeAt(0)));
}

function hexEscape(code: number): string {
  return `\\x${code.toString(16).padStart(2, '0')}`;
}
