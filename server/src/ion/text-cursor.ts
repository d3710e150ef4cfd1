/* eslint-disable no-bitwise -- a character may be of several classes */
import { IonFormatError } from './ion-format-error';

/** Behind the last character. */
export const END = -1;

/** What characters of Ion text can be, of those that ASCII has. */
export const CharacterClass = {
  SPACE: 1, DIGIT: 2, HEX_DIGIT: 4, IDENTIFIER_START: 8, IDENTIFIER: 16,
  /** Ends a number or timestamp; nothing else may stand behind one. */
  STOP: 32,
  OPERATOR: 64, BASE64: 128,
} as const;

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '0123456789';
const WHITESPACE = ' \t\n\r\v\f';

const MEMBERS: ReadonlyArray<readonly [number, string]> = [
  [CharacterClass.SPACE, WHITESPACE],
  [CharacterClass.DIGIT, DIGITS],
  [CharacterClass.HEX_DIGIT, `${DIGITS}abcdefABCDEF`],
  [CharacterClass.IDENTIFIER_START, `${LETTERS}_$`],
  [CharacterClass.IDENTIFIER, `${LETTERS}${DIGITS}_$`],
  [CharacterClass.STOP, `{}[](),"'${WHITESPACE}`],
  [CharacterClass.OPERATOR, '!#%&*+-./;<=>?@^`|~'],
  [CharacterClass.BASE64, `${LETTERS}${DIGITS}+/`],
];

const CLASSES = new Uint8Array(128);
for (const [bit, characters] of MEMBERS) for (const character of characters) CLASSES[character.charCodeAt(0)]! |= bit;

export function isOf(code: number, characterClass: number): boolean {
  return code >= 0 && code < 128 && (CLASSES[code]! & characterClass) !== 0;
}

const enum Char { NEWLINE = 10, RETURN = 13, STAR = 42, SLASH = 47 }

/** A place in a text that is being read. */
export class TextCursor {
  at = 0;

  constructor(readonly text: string) {}

  /** Of the character at this place, or `END`. */
  get code(): number {
    return this.codeAt(this.at);
  }

  codeAt(at: number): number {
    return at < this.text.length ? this.text.charCodeAt(at) : END;
  }

  /** Goes behind whitespace. */
  blanks(): void {
    this.skip(CharacterClass.SPACE);
  }

  /** Goes behind whitespace and comments. */
  space(): void {
    for (;;) {
      this.blanks();
      if (this.code !== Char.SLASH) return;
      const next = this.codeAt(this.at + 1);
      if (next === Char.SLASH) this.lineComment();
      else if (next === Char.STAR) this.blockComment();
      else return;
    }
  }

  /** Goes behind the next character, which must be this one. */
  expect(character: string): void {
    if (this.text[this.at] !== character) throw this.error(`"${character}" is expected`);
    this.at++;
  }

  /** Goes behind the characters of a class. */
  skip(characterClass: number): void {
    const { text } = this;
    let { at } = this;
    while (at < text.length && isOf(text.charCodeAt(at), characterClass)) at++;
    this.at = at;
  }

  error(what: string, at = this.at): IonFormatError {
    return new IonFormatError(`not valid Ion text: ${what} (${at < this.text.length ? `character ${at}` : 'at its end'})`);
  }

  private lineComment(): void {
    while (this.code !== END && this.code !== Char.NEWLINE && this.code !== Char.RETURN) this.at++;
  }

  private blockComment(): void {
    const end = this.text.indexOf('*/', this.at + 2);
    if (end < 0) throw this.error('a comment has no end');
    this.at = end + 2;
  }
}
