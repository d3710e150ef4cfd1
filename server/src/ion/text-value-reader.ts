import { checkDepth } from './depth';
import { CharacterClass, END, isOf, type TextCursor } from './text-cursor';
import { readLob } from './text-lobs';
import { readInfinity, readNumber } from './text-numbers';
import { isLongQuote, readLongQuoted, readQuoted } from './text-quotes';
import type { TextSymbols } from './text-symbols';
import { FALSE, NULL, TRUE, type Field, type IonType, type Value } from './value';

const enum Char {
  DOUBLE_QUOTE = 34, DOLLAR = 36, SINGLE_QUOTE = 39, OPEN_SEXP = 40, CLOSE_SEXP = 41, PLUS = 43, COMMA = 44, MINUS = 45, DOT = 46, COLON = 58,
  OPEN_LIST = 91, CLOSE_LIST = 93, OPEN = 123, CLOSE = 125,
}

const KEYWORDS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['null', NULL], ['true', TRUE], ['false', FALSE], ['nan', { kind: 'float', value: NaN }],
]);

const NULL_TYPES: ReadonlySet<string> = new Set<IonType>([
  'null', 'bool', 'int', 'float', 'decimal', 'timestamp', 'symbol', 'string', 'clob', 'blob', 'list', 'sexp', 'struct',
]);

const SYMBOL_ID = /^\$\d+$/;

/** Reads values of Ion text, one after the other. */
export class TextValueReader {
  constructor(private readonly cursor: TextCursor, private readonly symbols: TextSymbols) {}

  /**
   * The value that stands behind whitespace and comments.
   *
   * @param depth number of containers around it
   * @param inSexp where operators are symbols
   */
  value(depth: number, inSexp = false): Value {
    const { cursor } = this;
    let annotations: string[] | undefined;
    for (;;) {
      cursor.space();
      const symbol = this.symbolText();
      if (symbol === undefined) break;
      if (!this.atAnnotation()) return annotated({ kind: 'symbol', value: symbol }, annotations);
      (annotations ??= []).push(symbol);
    }
    return annotated(this.plain(depth, inSexp), annotations);
  }

  private plain(depth: number, inSexp: boolean): Value {
    const { cursor } = this;
    const { code } = cursor;
    switch (code) {
      case Char.DOUBLE_QUOTE: return { kind: 'string', value: readQuoted(cursor) };
      case Char.SINGLE_QUOTE: return { kind: 'string', value: readLongQuoted(cursor) };
      case Char.OPEN: return this.braces(depth + 1);
      case Char.OPEN_LIST: return { kind: 'list', elements: this.list(depth + 1) };
      case Char.OPEN_SEXP: return { kind: 'sexp', elements: this.sexp(depth + 1) };
      case Char.PLUS:
      case Char.MINUS: {
        const value = readInfinity(cursor);
        if (value) return value;
        if (code === Char.MINUS && isOf(cursor.codeAt(cursor.at + 1), CharacterClass.DIGIT)) return readNumber(cursor);
        break;
      }
      case END: throw cursor.error('a value is expected, the text ends');
      default:
    }
    if (isOf(code, CharacterClass.DIGIT)) return readNumber(cursor);
    if (isOf(code, CharacterClass.IDENTIFIER_START)) return this.keyword();
    if (inSexp && isOf(code, CharacterClass.OPERATOR)) return this.operator();
    throw cursor.error('a value is expected');
  }

  /** The text of the symbol that stands here, or `undefined` where another value does. */
  private symbolText(): string | undefined {
    const { cursor } = this;
    if (cursor.code === Char.SINGLE_QUOTE) return isLongQuote(cursor) ? undefined : readQuoted(cursor);
    if (!isOf(cursor.code, CharacterClass.IDENTIFIER_START)) return undefined;
    const start = cursor.at;
    const text = this.identifier();
    if (!KEYWORDS.has(text)) return this.resolved(text);
    cursor.at = start;
    return undefined;
  }

  private identifier(): string {
    const { cursor } = this;
    const start = cursor.at;
    cursor.skip(CharacterClass.IDENTIFIER);
    return cursor.text.slice(start, cursor.at);
  }

  /** `$10` is the number of a symbol. */
  private resolved(identifier: string): string {
    if (identifier.charCodeAt(0) !== Char.DOLLAR || !SYMBOL_ID.test(identifier)) return identifier;
    return this.symbols.text(Number(identifier.slice(1)));
  }

  /** Goes behind the colons that make an annotation of the symbol before them. */
  private atAnnotation(): boolean {
    const { cursor } = this;
    const { at } = cursor;
    cursor.space();
    if (cursor.code === Char.COLON && cursor.codeAt(cursor.at + 1) === Char.COLON) {
      cursor.at += 2;
      return true;
    }
    cursor.at = at;
    return false;
  }

  private keyword(): Value {
    const { cursor } = this;
    const value = KEYWORDS.get(this.identifier())!;
    if (value !== NULL || cursor.code !== Char.DOT) return value;
    cursor.at++;
    const type = this.identifier();
    if (!NULL_TYPES.has(type)) throw cursor.error(`a null has the type "${type.slice(0, 60)}", which Ion does not have`);
    return { kind: 'null', type: type as IonType };
  }

  private operator(): Value {
    const { cursor } = this;
    const start = cursor.at;
    cursor.skip(CharacterClass.OPERATOR);
    return { kind: 'symbol', value: cursor.text.slice(start, cursor.at) };
  }

  private braces(depth: number): Value {
    const { cursor } = this;
    cursor.at++;
    if (cursor.code !== Char.OPEN) return { kind: 'struct', fields: this.fields(depth) };
    cursor.at++;
    return readLob(cursor);
  }

  private fields(depth: number): readonly Field[] {
    const { cursor } = this;
    checkDepth(depth);
    const fields: Field[] = [];
    for (cursor.space(); cursor.code !== Char.CLOSE; cursor.space()) {
      const name = this.fieldName();
      cursor.space();
      cursor.expect(':');
      fields.push({ name, value: this.value(depth) });
      if (!this.atComma(Char.CLOSE)) break;
    }
    cursor.at++;
    return fields;
  }

  private fieldName(): string {
    const { cursor } = this;
    if (cursor.code === Char.DOUBLE_QUOTE) return readQuoted(cursor);
    const name = isLongQuote(cursor) ? readLongQuoted(cursor) : this.symbolText();
    if (name === undefined) throw cursor.error('the name of a field is expected');
    return name;
  }

  private list(depth: number): readonly Value[] {
    const { cursor } = this;
    checkDepth(depth);
    const elements: Value[] = [];
    cursor.at++;
    for (cursor.space(); cursor.code !== Char.CLOSE_LIST; cursor.space()) {
      elements.push(this.value(depth));
      if (!this.atComma(Char.CLOSE_LIST)) break;
    }
    cursor.at++;
    return elements;
  }

  /** Goes behind a comma, or stands at the end. A comma may stand before the end. */
  private atComma(end: number): boolean {
    const { cursor } = this;
    cursor.space();
    if (cursor.code === end) return false;
    if (cursor.code !== Char.COMMA) throw cursor.error(`"," or "${String.fromCharCode(end)}" is expected`);
    cursor.at++;
    return true;
  }

  private sexp(depth: number): readonly Value[] {
    const { cursor } = this;
    checkDepth(depth);
    const elements: Value[] = [];
    cursor.at++;
    for (cursor.space(); cursor.code !== Char.CLOSE_SEXP; cursor.space()) elements.push(this.value(depth, true));
    cursor.at++;
    return elements;
  }
}

function annotated(value: Value, annotations: readonly string[] | undefined): Value {
  return annotations ? { ...value, annotations } : value;
}
