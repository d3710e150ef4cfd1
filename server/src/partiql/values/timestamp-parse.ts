import { EvaluationError } from '../error';
import { existing } from './timestamp-checks';
import { MONTHS, parsePattern, type PatternItem, type PatternSymbol, type TimestampPattern } from './timestamp-pattern';
import { checkPatternForParsing } from './timestamp-pattern-check';
import type { Timestamp, TimestampPrecision } from '../../ion/value';

/**
 * TO_TIMESTAMP with a pattern. The finest field of the pattern is the precision of the result; an offset that the pattern does not ask for
 * is unknown.
 *
 * Numbers in one letter may have zeros in front, in two letters they have two digits; a year `yy` is one from 1970 to 2069. Names and AM or
 * PM may be in any case.
 *
 * https://docs.aws.amazon.com/qldb/latest/developerguide/ql-functions.to_timestamp.html
 *
 * @throws {EvaluationError} a pattern that no timestamp can come from, text that does not follow it, a day or time that does not exist
 */
export function parseTimestamp(text: string, pattern: string): Timestamp {
  const items = parsePattern(pattern);
  checkPatternForParsing(items, pattern);
  const read: Partial<Record<PatternSymbol, Read>> = {};
  let rest = text;
  for (const [index, item] of items.entries()) {
    const found = item.kind === 'text' ? readText(rest, item.text) : readField(rest, item, digitsReserved(items, index));
    if (found === undefined) {
      fail(text, pattern);
    }
    if (item.kind === 'field') {
      read[item.symbol] = found;
    }
    rest = rest.slice(found.length);
  }
  const timestamp = rest === '' ? existing(assemble(read)) : undefined;
  return timestamp ?? fail(text, pattern);
}

function fail(text: string, pattern: string): never {
  throw new EvaluationError(`Failed to parse '${text}' as a timestamp with the format pattern '${pattern}'`);
}

interface Read {
  /** In the unit of the symbol; of a fraction, the digits. */
  readonly value: number;
  readonly digits: string;
  readonly length: number;
}

function readText(rest: string, text: string): Read | undefined {
  return rest.slice(0, text.length).toLowerCase() === text.toLowerCase() ? { value: 0, digits: '', length: text.length } : undefined;
}

type FieldItem = Extract<PatternItem, { kind: 'field' }>;

function readField(rest: string, { symbol, width }: FieldItem, reserved: number): Read | undefined {
  switch (symbol) {
    case 'M':
      return width <= 2 ? readNumber(rest, symbol, width, reserved) : readMonthName(rest, width);
    case 'a': {
      const indicator = rest.slice(0, 2).toUpperCase();
      return indicator === 'AM' || indicator === 'PM' ? { value: indicator === 'AM' ? 0 : 12, digits: '', length: 2 } : undefined;
    }
    case 'X': case 'x':
      return readOffset(rest, symbol, width);
    default:
      return readNumber(rest, symbol, width, reserved);
  }
}

/** Java reads up to 19 digits for one letter, and leaves those that two-digit fields right behind it need. */
function readNumber(rest: string, symbol: PatternSymbol, width: number, reserved: number): Read | undefined {
  const fixed = isFixed(symbol, width);
  const available = leadingDigits(rest, fixed ? width : 19);
  const digits = fixed ? available : available.slice(0, Math.max(1, leadingDigits(rest, 19 + reserved).length - reserved));
  const tooLong = symbol === 'y' && width === 4 && digits.length > width;
  if (digits.length < width || tooLong || !withinRange(symbol, Number(digits))) {
    return undefined;
  }
  const value = symbol === 'y' && width === 2 ? twoDigitYear(Number(digits)) : Number(digits);
  return { value, digits, length: digits.length };
}

function isFixed(symbol: PatternSymbol, width: number): boolean {
  return symbol === 'S' || (width === 2 && symbol !== 'X' && symbol !== 'x');
}

function leadingDigits(text: string, most: number): string {
  return /^[0-9]*/.exec(text.slice(0, most))?.[0] ?? '';
}

/** Digits of the fields of fixed width that follow without anything between. */
function digitsReserved(items: TimestampPattern, index: number): number {
  let digits = 0;
  for (const item of items.slice(index + 1)) {
    if (item.kind !== 'field' || !isFixed(item.symbol, item.width)) {
      break;
    }
    digits += item.width;
  }
  return digits;
}

const RANGES: Readonly<Partial<Record<PatternSymbol, readonly [number, number]>>> = {
  M: [1, 12], d: [1, 31], h: [1, 12], H: [0, 23], m: [0, 59], s: [0, 59], n: [0, 999_999_999],
};

function withinRange(symbol: PatternSymbol, value: number): boolean {
  const [least, most] = RANGES[symbol] ?? [0, Number.POSITIVE_INFINITY];
  return value >= least && value <= most;
}

const PIVOT = 70;

function twoDigitYear(value: number): number {
  return value < PIVOT ? 2000 + value : 1900 + value;
}

function readMonthName(rest: string, width: number): Read | undefined {
  const names = width === 3 ? MONTHS.map((name) => name.slice(0, 3)) : MONTHS;
  const index = names.findIndex((name) => rest.slice(0, name.length).toLowerCase() === name.toLowerCase());
  const name = names[index];
  return name === undefined ? undefined : { value: index + 1, digits: '', length: name.length };
}

/** Java knows no offset beyond 18 hours. */
const MOST_OFFSET = 18 * 60;

/** Z is for `X` only. One letter: minutes may be left out. */
function readOffset(rest: string, symbol: 'X' | 'x', width: number): Read | undefined {
  if (symbol === 'X' && /^z/i.test(rest)) {
    return { value: 0, digits: '', length: 1 };
  }
  const shape = width === 1 ? /^([+-])(\d{2})(\d{2})?/ : width % 2 === 0 ? /^([+-])(\d{2})(\d{2})/ : /^([+-])(\d{2}):(\d{2})/;
  const match = shape.exec(rest);
  if (match === null) {
    return undefined;
  }
  const [whole, sign, hours, minutes = '0'] = match;
  const value = Number(hours) * 60 + Number(minutes);
  return Number(minutes) > 59 || value > MOST_OFFSET
    ? undefined
    : { value: sign === '-' && value !== 0 ? -value : value, digits: '', length: whole.length };
}

function assemble(read: Partial<Record<PatternSymbol, Read>>): Timestamp {
  const hour = read.h === undefined ? read.H?.value ?? 0 : read.h.value % 12 + (read.a?.value ?? 0);
  return {
    precision: precisionOf(read),
    offset: (read.X ?? read.x)?.value,
    year: read.y?.value ?? Number.NaN,
    month: read.M?.value ?? 1,
    day: read.d?.value ?? 1,
    hour,
    minute: read.m?.value ?? 0,
    second: read.s?.value ?? 0,
    fraction: withoutZeros(read.S?.digits ?? read.n?.digits.slice(-9).padStart(9, '0') ?? ''),
  };
}

/** Ion has no precision of hours. */
function precisionOf(read: Partial<Record<PatternSymbol, Read>>): TimestampPrecision {
  if (read.s !== undefined) {
    return 'second';
  }
  if (read.H !== undefined || read.h !== undefined) {
    return 'minute';
  }
  return read.d !== undefined ? 'day' : read.M !== undefined ? 'month' : 'year';
}

function withoutZeros(digits: string): string {
  return digits.replace(/0+$/, '');
}
