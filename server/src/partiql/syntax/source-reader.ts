import { PartiqlError, type Position } from '../error';

/**
 * Walks over the text of a statement and counts lines and columns on the way.
 *
 * A column is a character (code point); CR, LF and CR LF end a line.
 */
export class SourceReader {
  private offset = 0;
  private line = 1;
  private lineStart = 0;
  /** UTF-16 units that the line holds over its number of characters. */
  private surplus = 0;

  constructor(private readonly source: string) {}

  get done(): boolean {
    return this.offset >= this.source.length;
  }

  get index(): number {
    return this.offset;
  }

  position(): Position {
    return { line: this.line, column: this.offset - this.lineStart - this.surplus + 1 };
  }

  /** The UTF-16 unit `ahead` of here; empty behind the end. */
  peek(ahead = 0): string {
    return this.source.charAt(this.offset + ahead);
  }

  startsWith(text: string): boolean {
    return this.source.startsWith(text, this.offset);
  }

  /** What stands between an earlier index and here. */
  since(start: number): string {
    return this.source.slice(start, this.offset);
  }

  /** The whole character at this place, for error texts. */
  character(): string {
    return String.fromCodePoint(this.source.codePointAt(this.offset) ?? 0xFFFD);
  }

  advance(count = 1): void {
    for (let index = 0; index < count; index += 1) {
      const unit = this.source.charCodeAt(this.offset);
      this.offset += 1;
      if (unit === 0x0A || (unit === 0x0D && this.source.charCodeAt(this.offset) !== 0x0A)) {
        this.line += 1;
        this.lineStart = this.offset;
        this.surplus = 0;
      } else if (unit >= 0xDC00 && unit <= 0xDFFF && isHighSurrogate(this.source.charCodeAt(this.offset - 2))) {
        this.surplus += 1;
      }
    }
  }

  /** Steps over what matches at this place. `pattern` must be sticky. */
  match(pattern: RegExp): string {
    pattern.lastIndex = this.offset;
    const text = pattern.exec(this.source)?.[0] ?? '';
    this.advance(text.length);
    return text;
  }

  fail(text: string, at: Position = this.position()): never {
    throw new PartiqlError('Lexer', text, at);
  }
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xD800 && unit <= 0xDBFF;
