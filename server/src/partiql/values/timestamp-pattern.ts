import { EvaluationError } from '../error';

/**
 * The format patterns of TO_STRING and TO_TIMESTAMP, those of Java's `DateTimeFormatter` that QLDB knew.
 *
 * https://docs.aws.amazon.com/qldb/latest/developerguide/ql-functions.timestamp-format.html
 */
export type PatternItem =
  | { readonly kind: 'text'; readonly text: string }
  /** `width`: 0 for the shortest form, 1, 2 or 3 letters say how the number or name looks. */
  | { readonly kind: 'field'; readonly symbol: PatternSymbol; readonly width: number };

export type PatternSymbol = 'y' | 'M' | 'd' | 'a' | 'h' | 'H' | 'm' | 's' | 'S' | 'n' | 'X' | 'x';

export type TimestampPattern = readonly PatternItem[];

/** The most letters that each symbol may have in a row. A fraction has nine digits at most, as nanoseconds do. */
const LONGEST: Readonly<Record<PatternSymbol, number>> = {
  y: 4, M: 5, d: 2, a: 1, h: 2, H: 2, m: 2, s: 2, S: 9, n: 1, X: 5, x: 5,
};

/** What may stand without quotes. */
const SEPARATORS = ' /-,:.';

/** @throws {EvaluationError} a letter that is no symbol, too many of one, a quote without end */
export function parsePattern(pattern: string): TimestampPattern {
  const items: PatternItem[] = [];
  let rest = pattern;
  while (rest !== '') {
    const item = quotedText(rest, pattern) ?? separators(rest) ?? field(rest, pattern);
    items.push(item.item);
    rest = rest.slice(item.length);
  }
  return items;
}

interface Found {
  readonly item: PatternItem;
  readonly length: number;
}

/** `'T'`; two quotes are one quote, inside and outside of quoted text. */
function quotedText(rest: string, pattern: string): Found | undefined {
  if (!rest.startsWith('\'')) {
    return undefined;
  }
  const match = /^'((?:[^']|'')*)'/.exec(rest);
  if (match === null) {
    throw new EvaluationError(`Unterminated token in timestamp format pattern: ${pattern}`);
  }
  const [whole, text = ''] = match;
  return { item: { kind: 'text', text: text === '' ? '\'' : text.replaceAll('\'\'', '\'') }, length: whole.length };
}

function separators(rest: string): Found | undefined {
  let length = 0;
  while (length < rest.length && SEPARATORS.includes(rest.charAt(length))) {
    length++;
  }
  return length === 0 ? undefined : { item: { kind: 'text', text: rest.slice(0, length) }, length };
}

function field(rest: string, pattern: string): Found {
  const symbol = rest.charAt(0);
  if (!isSymbol(symbol)) {
    throw new EvaluationError(
      `Invalid token in timestamp format pattern: ${String.fromCodePoint(rest.codePointAt(0) ?? 0)} in ${pattern}; put text between single quotes`);
  }
  let width = 1;
  while (rest.charAt(width) === symbol) {
    width++;
  }
  if (width > LONGEST[symbol]) {
    throw new EvaluationError(
      `Invalid symbol in timestamp format pattern: ${rest.slice(0, Math.min(width, 20))}; ${symbol} stands ${LONGEST[symbol]} times at most`);
  }
  return { item: { kind: 'field', symbol, width }, length: width };
}

function isSymbol(character: string): character is PatternSymbol {
  return character in LONGEST;
}

export const MONTHS = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December',
] as const;
