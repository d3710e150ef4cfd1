import { PartiqlError } from '../error';
import { readIonLiteral, readQuoted } from './quoted-text';
import { RESERVED_WORDS } from './reserved-words';
import { SourceReader } from './source-reader';
import type { OperatorText, Punctuation, Token } from './token';

/** The limit of the API. https://docs.aws.amazon.com/qldb/latest/developerguide/limits.html */
export const MAX_STATEMENT_LENGTH = 100_000;

const OPERATORS: ReadonlyArray<readonly [spelling: string, operator: OperatorText]> = [
  ['||', '||'], ['<=', '<='], ['>=', '>='], ['<>', '<>'], ['!=', '<>'], ['=', '='], ['<', '<'], ['>', '>'],
  ['+', '+'], ['-', '-'], ['/', '/'], ['%', '%'],
];

const PUNCTUATION: readonly Punctuation[] = ['<<', '>>', '(', ')', '[', ']', '{', '}', ',', ':', ';', '.', '?', '*', '@'];

/**
 * The tokens of a statement, the last one being `end`.
 *
 * @throws PartiqlError (`Lexer`) where the text is none
 */
export function tokenize(statement: string): readonly Token[] {
  if (statement.length > MAX_STATEMENT_LENGTH) {
    throw new PartiqlError('Lexer', `statement of ${statement.length} characters: at most ${MAX_STATEMENT_LENGTH} are allowed`, { line: 1, column: 1 });
  }
  const reader = new SourceReader(statement);
  const tokens: Token[] = [];
  for (;;) {
    skipBlanks(reader);
    if (reader.done) {
      tokens.push({ kind: 'end', text: '', at: reader.position() });
      return tokens;
    }
    tokens.push(readToken(reader));
  }
}

function skipBlanks(reader: SourceReader): void {
  for (;;) {
    reader.match(/[\t\n\v\f\r ]+/y);
    if (reader.startsWith('--')) {
      reader.match(/[^\r\n]*/y);
    } else if (reader.startsWith('/*')) {
      skipBlockComment(reader);
    } else {
      return;
    }
  }
}

function skipBlockComment(reader: SourceReader): void {
  const start = reader.position();
  reader.advance(2);
  while (!reader.startsWith('*/')) {
    if (reader.done) {
      reader.fail('comment without end: the closing */ is missing', start);
    }
    reader.advance();
    reader.match(/[^*]*/y);
  }
  reader.advance(2);
}

function readToken(reader: SourceReader): Token {
  const at = reader.position();
  switch (reader.peek()) {
    case '\'': return { kind: 'string', text: readQuoted(reader, '\''), at };
    case '"': return { kind: 'name', quoted: true, text: readQuoted(reader, '"'), at };
    case '`': return { kind: 'ion', text: readIonLiteral(reader), at };
  }
  const word = reader.match(/[A-Za-z_$][A-Za-z0-9_$]*/y);
  if (word !== '') {
    const keyword = word.toLowerCase();
    return RESERVED_WORDS.has(keyword) ? { kind: 'keyword', text: keyword, spelling: word, at } : { kind: 'name', quoted: false, text: word, at };
  }
  const number = reader.match(/(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/y);
  if (number !== '') {
    if (/[A-Za-z0-9_$.]/.test(reader.peek())) {
      reader.fail(`invalid character at, '${reader.character()}' in the number ${number.slice(0, 40)}`);
    }
    return { kind: 'number', text: number, at };
  }
  return readSymbol(reader);
}

function readSymbol(reader: SourceReader): Token {
  const at = reader.position();
  const punctuation = PUNCTUATION.find((text) => reader.startsWith(text));
  if (punctuation !== undefined) {
    reader.advance(punctuation.length);
    return { kind: 'punctuation', text: punctuation, at };
  }
  const operator = OPERATORS.find(([spelling]) => reader.startsWith(spelling));
  if (operator !== undefined) {
    reader.advance(operator[0].length);
    return { kind: 'operator', text: operator[1], at };
  }
  return reader.fail(`invalid character at, '${reader.character()}'`);
}
