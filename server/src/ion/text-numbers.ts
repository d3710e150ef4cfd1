import { MAX_EXPONENT } from './decode-scalar';
import { IonFormatError } from './ion-format-error';
import { CharacterClass, END, isOf, type TextCursor } from './text-cursor';
import { parseTimestamp } from './timestamp-text';
import type { Value } from './value';

const enum Char { PLUS = 43, MINUS = 45, DOT = 46, ZERO = 48, COLON = 58, T = 84, Z = 90, UNDERSCORE = 95 }

/** Digits that a number of JavaScript holds exactly. */
const EXACT_DIGITS = 15;
const BINARY_OR_HEXADECIMAL = /0(?:[xX][0-9a-fA-F](?:_?[0-9a-fA-F])*|[bB][01](?:_?[01])*)/y;
const EXPONENT = /[eEdD][+-]?[0-9]+/y;

/** A number or timestamp. The cursor stands at its first digit, or at the minus before it. */
export function readNumber(cursor: TextCursor): Value {
  const start = cursor.at;
  const isNegative = cursor.code === Char.MINUS;
  if (isNegative) cursor.at++;
  const first = cursor.at;
  let whole = 0;
  while (isOf(cursor.code, CharacterClass.DIGIT)) whole = whole * 10 + cursor.text.charCodeAt(cursor.at++) - Char.ZERO;
  const length = cursor.at - first;
  if (!isStop(cursor)) return isTimestamp(cursor, length, isNegative) ? readTimestamp(cursor, start) : readLonger(cursor, start, first);
  checkZeros(cursor, first);
  const value = length <= EXACT_DIGITS ? BigInt(whole) : BigInt(cursor.text.slice(first, cursor.at));
  return { kind: 'int', value: isNegative ? -value : value };
}

/** `+inf` or `-inf`, where that is what stands here. */
export function readInfinity(cursor: TextCursor): Value | undefined {
  const { text, at } = cursor;
  if (!text.startsWith('inf', at + 1) || !isStop(cursor, at + 4)) return undefined;
  cursor.at += 4;
  return { kind: 'float', value: text.charCodeAt(at) === Char.MINUS ? -Infinity : Infinity };
}

/** A number that is more than digits. */
function readLonger(cursor: TextCursor, start: number, first: number): Value {
  BINARY_OR_HEXADECIMAL.lastIndex = first;
  const radix = BINARY_OR_HEXADECIMAL.exec(cursor.text);
  if (radix) {
    cursor.at = BINARY_OR_HEXADECIMAL.lastIndex;
    checkStop(cursor);
    const value = BigInt(radix[0].replaceAll('_', ''));
    return { kind: 'int', value: first > start ? -value : value };
  }
  cursor.at = first;
  readDigits(cursor);
  checkZeros(cursor, first);
  const point = cursor.code === Char.DOT ? cursor.at++ : undefined;
  if (point !== undefined && isOf(cursor.code, CharacterClass.DIGIT)) readDigits(cursor);
  const digits = cursor.text.slice(start, cursor.at).replaceAll('_', '');
  EXPONENT.lastIndex = cursor.at;
  const exponent = EXPONENT.exec(cursor.text)?.[0];
  cursor.at += exponent?.length ?? 0;
  checkStop(cursor);
  if (exponent !== undefined && /^[eE]/.test(exponent)) return { kind: 'float', value: Number(digits + exponent) };
  if (point === undefined && exponent === undefined) return { kind: 'int', value: BigInt(digits) };
  return decimal(cursor, start, digits, exponent === undefined ? 0 : Number(exponent.slice(1)));
}

function decimal(cursor: TextCursor, start: number, digits: string, written: number): Value {
  const point = digits.indexOf('.');
  const exponent = written - (point < 0 ? 0 : digits.length - 1 - point);
  if (Math.abs(exponent) > MAX_EXPONENT) {
    throw cursor.error(`a decimal has the exponent ${exponent}: it must be from -${MAX_EXPONENT} to ${MAX_EXPONENT}`, start);
  }
  const coefficient = BigInt(point < 0 ? digits : digits.slice(0, point) + digits.slice(point + 1));
  const isNegativeZero = coefficient === 0n && digits.charCodeAt(0) === Char.MINUS;
  // `+ 0`: an exponent is never minus zero.
  return { kind: 'decimal', value: isNegativeZero ? { coefficient, exponent: exponent + 0, negativeZero: true } : { coefficient, exponent: exponent + 0 } };
}

/** Digits with single underscores between them. */
function readDigits(cursor: TextCursor): void {
  for (;;) {
    if (!isOf(cursor.code, CharacterClass.DIGIT)) throw cursor.error('a digit is expected');
    cursor.skip(CharacterClass.DIGIT);
    if (cursor.code !== Char.UNDERSCORE) return;
    cursor.at++;
  }
}

/** Four digits and what can only follow a year. */
function isTimestamp({ code }: TextCursor, digits: number, isNegative: boolean): boolean {
  return digits === 4 && !isNegative && (code === Char.MINUS || code === Char.T);
}

function readTimestamp(cursor: TextCursor, start: number): Value {
  while (isOf(cursor.code, CharacterClass.DIGIT) || isMark(cursor.code)) cursor.at++;
  checkStop(cursor);
  try {
    return { kind: 'timestamp', value: parseTimestamp(cursor.text.slice(start, cursor.at)) };
  } catch (error) {
    if (!(error instanceof IonFormatError)) throw error;
    throw cursor.error(error.message, start);
  }
}

function isMark(code: number): boolean {
  return code === Char.MINUS || code === Char.PLUS || code === Char.COLON || code === Char.DOT || code === Char.T || code === Char.Z;
}

function isStop(cursor: TextCursor, at = cursor.at): boolean {
  const code = cursor.codeAt(at);
  return code === END || isOf(code, CharacterClass.STOP);
}

function checkStop(cursor: TextCursor): void {
  if (!isStop(cursor)) throw cursor.error('a number or timestamp goes on with a character that is none of it');
}

function checkZeros(cursor: TextCursor, first: number): void {
  if (cursor.text.charCodeAt(first) === Char.ZERO && first + 1 < cursor.at) throw cursor.error('a number begins with a zero too many', first);
}
