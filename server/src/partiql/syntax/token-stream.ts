import { PartiqlError, type ErrorCategory } from '../error';
import { tokenize } from './lexer';
import { describeToken, punctuationName, type NameToken, type Punctuation, type Token } from './token';

/** Each level costs the parser a handful of stack frames, and the evaluator as many again. A pair of parentheses is one or two levels. */
export const MAX_NESTING = 400;

/** The tokens of one statement under the parser's hand. Errors point at the next token unless another one is given. */
export class TokenStream {
  private readonly tokens: readonly Token[];
  private index = 0;
  private nesting = 0;
  private parameters = 0;

  constructor(statement: string) {
    this.tokens = tokenize(statement);
  }

  peek(ahead = 0): Token {
    const token = this.tokens[Math.min(this.index + ahead, this.tokens.length - 1)];
    if (token === undefined) {
      throw new RangeError('a token stream has an end token at least');
    }
    return token;
  }

  take(): Token {
    const token = this.peek();
    this.index += 1;
    return token;
  }

  /** The number of the `?` that is read now. */
  nextParameter(): number {
    this.parameters += 1;
    return this.parameters - 1;
  }

  /** Whether the next tokens are these reserved words. */
  atKeywords(...words: readonly string[]): boolean {
    return words.every((word, ahead) => {
      const token = this.peek(ahead);
      return token.kind === 'keyword' && token.text === word;
    });
  }

  atAnyKeyword(words: ReadonlySet<string>): boolean {
    const token = this.peek();
    return token.kind === 'keyword' && words.has(token.text);
  }

  /** Whether a word stands there that is not reserved but means something at this place, in any case. */
  atWord(word: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'name' && !token.quoted && token.text.toLowerCase() === word;
  }

  at(text: Punctuation, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'punctuation' && token.text === text;
  }

  skip(text: Punctuation): boolean {
    return this.at(text) && this.take() !== undefined;
  }

  skipKeyword(word: string): boolean {
    return this.atKeywords(word) && this.take() !== undefined;
  }

  expect(text: Punctuation): Token {
    return this.at(text) ? this.take() : this.fail(`expected token of type ${punctuationName(text)} ('${text}'), found, ${describeToken(this.peek())}`);
  }

  expectKeyword(word: string): Token {
    return this.atKeywords(word) ? this.take() : this.fail(`expected keyword ${word.toUpperCase()}, found, ${describeToken(this.peek())}`);
  }

  expectOperator(text: '='): Token {
    const token = this.peek();
    return token.kind === 'operator' && token.text === text ? this.take() : this.fail(`expected '${text}', found, ${describeToken(token)}`);
  }

  /** @param what completes the error text "expected …" */
  expectName(what: string): NameToken {
    const token = this.peek();
    if (token.kind !== 'name') {
      const hint = token.kind === 'keyword' ? ', which is a reserved word: put it in double quotes' : '';
      return this.fail(`expected ${what}, found, ${describeToken(token)}${hint}`);
    }
    this.index += 1;
    return token;
  }

  /** Runs a rule that may contain itself. */
  nested<T>(rule: () => T): T {
    if (this.nesting >= MAX_NESTING) {
      this.fail(`statement nested deeper than ${MAX_NESTING} levels`, this.peek(), 'Semantic');
    }
    this.nesting += 1;
    try {
      return rule();
    } finally {
      this.nesting -= 1;
    }
  }

  /** `"unexpected … found, KEYWORD : from"`, or that more was expected where the statement ends. */
  unexpected(): never {
    const token = this.peek();
    if (token.kind === 'end') {
      return this.fail('expected expression, found, end of statement');
    }
    const what = token.kind === 'keyword' ? 'keyword' : token.kind === 'operator' ? 'operator' : 'term';
    return this.fail(`unexpected ${what} found, ${describeToken(token)}`);
  }

  fail(text: string, token: Token = this.peek(), category: ErrorCategory = 'Parser'): never {
    throw new PartiqlError(category, text, token.at);
  }
}
