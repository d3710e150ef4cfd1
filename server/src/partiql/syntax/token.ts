import type { Position } from '../error';

export type Punctuation = '(' | ')' | '[' | ']' | '{' | '}' | '<<' | '>>' | ',' | ':' | ';' | '.' | '?' | '*' | '@';

export type OperatorText = '+' | '-' | '/' | '%' | '||' | '=' | '<>' | '<' | '<=' | '>' | '>=';

interface TokenBase {
  readonly at: Position;
  /** As it is spelled in the statement; a keyword in lower case, a quoted name or a string without its quotes. */
  readonly text: string;
}

/** A reserved word. */
export interface KeywordToken extends TokenBase {
  readonly kind: 'keyword';
  /** In the case in which it was written. */
  readonly spelling: string;
}

export interface NameToken extends TokenBase {
  readonly kind: 'name';
  readonly quoted: boolean;
}

export interface StringToken extends TokenBase {
  readonly kind: 'string';
}

/** An unsigned number: digits, a point and an exponent. */
export interface NumberToken extends TokenBase {
  readonly kind: 'number';
}

/** What stands between backticks. */
export interface IonToken extends TokenBase {
  readonly kind: 'ion';
}

export interface OperatorToken extends TokenBase {
  readonly kind: 'operator';
  readonly text: OperatorText;
}

export interface PunctuationToken extends TokenBase {
  readonly kind: 'punctuation';
  readonly text: Punctuation;
}

export interface EndToken extends TokenBase {
  readonly kind: 'end';
}

export type Token = KeywordToken | NameToken | StringToken | NumberToken | IonToken | OperatorToken | PunctuationToken | EndToken;

const PUNCTUATION_NAMES: Readonly<Record<Punctuation, string>> = {
  '(': 'LEFT_PAREN',
  ')': 'RIGHT_PAREN',
  '[': 'LEFT_BRACKET',
  ']': 'RIGHT_BRACKET',
  '{': 'LEFT_CURLY',
  '}': 'RIGHT_CURLY',
  '<<': 'LEFT_DOUBLE_ANGLE_BRACKET',
  '>>': 'RIGHT_DOUBLE_ANGLE_BRACKET',
  ',': 'COMMA',
  ':': 'COLON',
  ';': 'SEMICOLON',
  '.': 'DOT',
  '?': 'QUESTION_MARK',
  '*': 'STAR',
  '@': 'OPERATOR',
};

/** The name that error texts give to a kind of token, as the Kotlin implementation of PartiQL has them. */
export function tokenTypeName(token: Token): string {
  switch (token.kind) {
    case 'keyword': return 'KEYWORD';
    case 'name': return token.quoted ? 'QUOTED_IDENTIFIER' : 'IDENTIFIER';
    case 'string':
    case 'number': return 'LITERAL';
    case 'ion': return 'ION_LITERAL';
    case 'operator': return 'OPERATOR';
    case 'punctuation': return PUNCTUATION_NAMES[token.text];
    case 'end': return 'EOF';
  }
}

export const punctuationName = (text: Punctuation): string => PUNCTUATION_NAMES[text];

const SHOWN = 40;

/** A token in an error text: `KEYWORD : from`. */
export function describeToken(token: Token): string {
  const text = token.text.length > SHOWN ? `${token.text.slice(0, SHOWN)}…` : token.text;
  return token.kind === 'end' ? 'end of statement' : `${tokenTypeName(token)} : ${text}`;
}
