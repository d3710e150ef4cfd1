import { CharacterClass, isOf, type TextCursor } from './text-cursor';
import { isLongQuote, readLongQuoted, readQuoted } from './text-quotes';
import type { Value } from './value';

const enum Char { DOUBLE_QUOTE = 34, SINGLE_QUOTE = 39, EQUALS = 61 }

/** A blob or clob. The cursor stands behind its two braces. */
export function readLob(cursor: TextCursor): Value {
  cursor.blanks();
  const isClob = cursor.code === Char.DOUBLE_QUOTE || cursor.code === Char.SINGLE_QUOTE;
  const value = isClob ? readClob(cursor) : readBlob(cursor);
  cursor.blanks();
  cursor.expect('}');
  cursor.expect('}');
  return value;
}

/** Each character is the byte of its number. */
function readClob(cursor: TextCursor): Value {
  if (cursor.code === Char.SINGLE_QUOTE && !isLongQuote(cursor)) throw cursor.error('a clob stands in double quotes, or in three single quotes');
  const text = cursor.code === Char.SINGLE_QUOTE ? readLongQuoted(cursor, 'clob') : readQuoted(cursor, 'clob');
  return { kind: 'clob', value: Buffer.from(text, 'latin1') };
}

function readBlob(cursor: TextCursor): Value {
  const start = cursor.at;
  cursor.skip(CharacterClass.BASE64);
  const end = cursor.at;
  const padding = readPadding(cursor);
  // Whitespace in between is allowed, and rare.
  const digits = isOf(cursor.code, CharacterClass.BASE64) && padding === 0 ? readSpacedDigits(cursor, start) : cursor.text.slice(start, end);
  const paddingLength = padding || readPadding(cursor);
  if (paddingLength > 2 || (digits.length + paddingLength) % 4 !== 0) throw cursor.error('a blob is not Base64 to its end', start);
  return { kind: 'blob', value: Buffer.from(digits, 'base64') };
}

function readSpacedDigits(cursor: TextCursor, start: number): string {
  while (isOf(cursor.code, CharacterClass.BASE64)) {
    cursor.skip(CharacterClass.BASE64);
    cursor.blanks();
  }
  return cursor.text.slice(start, cursor.at).replace(/\s+/g, '');
}

/** Equal signs, which may have whitespace around them. */
function readPadding(cursor: TextCursor): number {
  let count = 0;
  cursor.blanks();
  for (; cursor.code === Char.EQUALS; count++) {
    cursor.at++;
    cursor.blanks();
  }
  return count;
}
