import { CharacterClass, isOf, END, type TextCursor } from './text-cursor';

const enum Char {
  TAB = 9, NEWLINE = 10, VERTICAL_TAB = 11, FORM_FEED = 12, RETURN = 13, SPACE = 32, QUOTE = 39, BACKSLASH = 92, SURROGATES = 0xd800,
}

/** Characters behind a backslash that stand for one other. https://amazon-ion.github.io/ion-docs/docs/spec.html#escapes */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['0', '\0'], ['a', '\x07'], ['b', '\b'], ['t', '\t'], ['n', '\n'], ['f', '\f'], ['r', '\r'], ['v', '\v'], ['"', '"'], ["'", "'"], ['?', '?'],
  ['\\', '\\'], ['/', '/'], ['\n', ''],
]);
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };
const MAX_CODE_POINT = 0x10ffff;

/** What may stand between quotes: `clob` is ASCII, and escapes of it are bytes. */
export type QuotedKind = 'text' | 'clob';

/** Whether a long string, or one of its parts, begins here. */
export function isLongQuote({ text, at }: TextCursor): boolean {
  return text.charCodeAt(at) === Char.QUOTE && text.startsWith("'''", at);
}

/** The text between two quotes that stand on one line. The cursor stands at the first of them. */
export function readQuoted(cursor: TextCursor, kind: QuotedKind = 'text'): string {
  const { text } = cursor;
  const quote = text.charCodeAt(cursor.at);
  const start = cursor.at + 1;
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      cursor.at = at + 1;
      return text.slice(start, at);
    }
    // Nearly all texts end before such a character.
    if (code === Char.BACKSLASH || code < Char.SPACE || code >= Char.SURROGATES || (code > 127 && kind === 'clob')) break;
  }
  cursor.at = at;
  const rest = readCharacters(cursor, kind, false, (code) => code === quote);
  cursor.at++;
  return wellFormed(text.slice(start, at) + rest, cursor, start);
}

/** The parts of a long string together. The cursor stands at the first of three quotes. */
export function readLongQuoted(cursor: TextCursor, kind: QuotedKind = 'text'): string {
  const start = cursor.at;
  let result = '';
  let end: number;
  do {
    cursor.at += 3;
    result += readCharacters(cursor, kind, true, (code) => code === Char.QUOTE && isLongQuote(cursor));
    cursor.at += 3;
    end = cursor.at;
    // Comments stand between parts of strings, not between those of clobs.
    if (kind === 'text') cursor.space();
    else cursor.blanks();
  } while (isLongQuote(cursor));
  cursor.at = end;
  return wellFormed(result, cursor, start);
}

/** Characters up to where `isEnd` says. */
function readCharacters(cursor: TextCursor, kind: QuotedKind, isLong: boolean, isEnd: (code: number) => boolean): string {
  const { text } = cursor;
  let result = '';
  let start = cursor.at;
  for (;;) {
    const code = cursor.code;
    if (isEnd(code)) return result + text.slice(start, cursor.at);
    if (code === Char.BACKSLASH) {
      result += text.slice(start, cursor.at) + readEscape(cursor, kind);
      start = cursor.at;
    } else if (isLong && code === Char.RETURN && cursor.codeAt(cursor.at + 1) === Char.NEWLINE && kind === 'text') {
      // Both together are one end of a line.
      result += text.slice(start, cursor.at);
      start = ++cursor.at;
    } else {
      checkCharacter(code, cursor, kind, isLong);
      cursor.at++;
    }
  }
}

function checkCharacter(code: number, cursor: TextCursor, kind: QuotedKind, isLong: boolean): void {
  if (code === END) throw cursor.error('a text in quotes has no end');
  if (kind === 'clob' && code > 127) throw cursor.error('a clob has ASCII characters only: write other bytes as \\xHH');
  if (code >= Char.SPACE || code === Char.TAB || code === Char.VERTICAL_TAB || code === Char.FORM_FEED) return;
  const isNewline = code === Char.NEWLINE || code === Char.RETURN;
  if (isLong && isNewline) return;
  throw cursor.error(isNewline ? 'a text in quotes ends on its line: write \\n, or three quotes' : 'a text in quotes has a control character: escape it');
}

/** What a backslash and the characters behind it stand for. */
function readEscape(cursor: TextCursor, kind: QuotedKind): string {
  const start = cursor.at;
  const name = cursor.text[start + 1] ?? '';
  cursor.at += 2;
  const character = ESCAPES.get(name);
  if (character !== undefined) return character;
  if (name === '\r') {
    if (cursor.code === Char.NEWLINE) cursor.at++;
    return '';
  }
  const count = Object.hasOwn(HEX_DIGITS, name) ? HEX_DIGITS[name]! : 0;
  if (count === 0 || (kind === 'clob' && count > 2)) throw cursor.error(`there is no escape "\\${name}" in a ${kind}`, start);
  const digitsStart = cursor.at;
  for (; cursor.at < digitsStart + count; cursor.at++) {
    if (!isOf(cursor.code, CharacterClass.HEX_DIGIT)) throw cursor.error(`"\\${name}" has ${count} hexadecimal digits behind it`, start);
  }
  const codePoint = parseInt(cursor.text.slice(digitsStart, cursor.at), 16);
  if (codePoint > MAX_CODE_POINT) throw cursor.error('there is no such character in Unicode', start);
  return String.fromCodePoint(codePoint);
}

/** Halves of surrogate pairs may be escaped one by one, but there must be both. */
function wellFormed(text: string, cursor: TextCursor, start: number): string {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) < Char.SURROGATES) continue;
    if (/[\ud800-\udfff]/u.test(text)) throw cursor.error('a text holds half of a surrogate pair', start);
    break;
  }
  return text;
}
