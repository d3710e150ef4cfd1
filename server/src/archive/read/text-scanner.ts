/** Characters with a meaning in Ion text, of which each is one byte. https://amazon-ion.github.io/ion-docs/docs/spec.html */
const enum Byte {
  TAB = 9, NEWLINE = 10, RETURN = 13, SPACE = 32, DOUBLE_QUOTE = 34, SINGLE_QUOTE = 39, OPEN_SEXP = 40, CLOSE_SEXP = 41, STAR = 42, SLASH = 47,
  OPEN_LIST = 91, BACKSLASH = 92, CLOSE_LIST = 93, OPEN = 123, CLOSE = 125,
}

type State = 'plain' | 'string' | 'symbol' | 'long string' | 'line comment' | 'block comment' | 'lob';

/**
 * Finds the end of one struct in Ion text, byte by byte, as bytes arrive: looks at nothing twice, and inside of quotes, comments and lobs sees
 * no braces. Whether what it found is valid Ion, it does not say.
 */
export class TextScanner {
  private state: State = 'plain';
  private depth = 0;
  /** Where strings of clobs return to. */
  private inLob = false;
  private at = 0;

  /** @returns bytes up to the end of the struct that `bytes` begins with, or `undefined` where it goes on beyond what is there */
  find(bytes: Buffer, atEnd: boolean): number | undefined {
    // Two bytes more than the one that is looked at decide what it means.
    const limit = atEnd ? bytes.length : bytes.length - 2;
    while (this.at < limit) {
      this.skip(bytes, limit);
      if (this.at >= limit) break;
      this.at += this.step(bytes, this.at);
      if (this.depth === 0 && this.state === 'plain' && this.at > 0) return this.at;
    }
    return undefined;
  }

  /** What means nothing inside of quotes and lobs, which is most of a block. */
  private skip(bytes: Buffer, limit: number): void {
    let { at } = this;
    switch (this.state) {
      case 'string':
        while (at < limit && bytes[at] !== Byte.DOUBLE_QUOTE && bytes[at] !== Byte.BACKSLASH) at++;
        break;
      case 'lob':
        while (at < limit && bytes[at] !== Byte.CLOSE && bytes[at] !== Byte.DOUBLE_QUOTE && bytes[at] !== Byte.SINGLE_QUOTE) at++;
        break;
      default:
    }
    this.at = at;
  }

  /** @returns how many bytes it took */
  private step(bytes: Buffer, at: number): number {
    const byte = bytes[at]!;
    switch (this.state) {
      case 'plain': return this.plain(byte, bytes, at);
      case 'string': return this.quoted(byte, Byte.DOUBLE_QUOTE);
      case 'symbol': return this.quoted(byte, Byte.SINGLE_QUOTE);
      case 'long string': {
        if (byte === Byte.BACKSLASH) return 2;
        if (!isTriple(bytes, at)) return 1;
        this.leaveQuotes();
        return 3;
      }
      case 'line comment': {
        if (byte === Byte.NEWLINE || byte === Byte.RETURN) this.state = 'plain';
        return 1;
      }
      case 'block comment': {
        if (byte !== Byte.STAR || bytes[at + 1] !== Byte.SLASH) return 1;
        this.state = 'plain';
        return 2;
      }
      case 'lob': return this.lob(byte, bytes, at);
    }
  }

  private plain(byte: number, bytes: Buffer, at: number): number {
    switch (byte) {
      case Byte.DOUBLE_QUOTE: this.state = 'string'; return 1;
      case Byte.SINGLE_QUOTE: {
        const long = isTriple(bytes, at);
        this.state = long ? 'long string' : 'symbol';
        return long ? 3 : 1;
      }
      case Byte.SLASH: {
        const next = bytes[at + 1];
        if (next !== Byte.SLASH && next !== Byte.STAR) return 1;
        this.state = next === Byte.SLASH ? 'line comment' : 'block comment';
        return 2;
      }
      case Byte.OPEN: {
        if (bytes[at + 1] === Byte.OPEN) {
          this.state = 'lob';
          this.inLob = true;
          return 2;
        }
        this.depth++;
        return 1;
      }
      case Byte.OPEN_LIST:
      case Byte.OPEN_SEXP: this.depth++; return 1;
      case Byte.CLOSE:
      case Byte.CLOSE_LIST:
      case Byte.CLOSE_SEXP: this.depth--; return 1;
      default: return 1;
    }
  }

  private quoted(byte: number, quote: Byte): number {
    if (byte === Byte.BACKSLASH) return 2;
    if (byte === quote) this.leaveQuotes();
    return 1;
  }

  /** Base64, of which slashes are a part, or the quotes of a clob. */
  private lob(byte: number, bytes: Buffer, at: number): number {
    if (byte === Byte.CLOSE && bytes[at + 1] === Byte.CLOSE) {
      this.state = 'plain';
      this.inLob = false;
      return 2;
    }
    if (byte === Byte.DOUBLE_QUOTE) this.state = 'string';
    if (!isTriple(bytes, at)) return 1;
    this.state = 'long string';
    return 3;
  }

  private leaveQuotes(): void {
    this.state = this.inLob ? 'lob' : 'plain';
  }
}

function isTriple(bytes: Buffer, at: number): boolean {
  return bytes[at] === Byte.SINGLE_QUOTE && bytes[at + 1] === Byte.SINGLE_QUOTE && bytes[at + 2] === Byte.SINGLE_QUOTE;
}

/** Bytes of whitespace, comments and Ion version markers at the beginning. `undefined` where more has to be seen to tell. */
export function blankLength(bytes: Buffer, atEnd: boolean): number | undefined {
  let at = 0;
  for (;;) {
    while (at < bytes.length && isSpace(bytes[at]!)) at++;
    const rest = bytes.toString('latin1', at, at + VERSION_MARKER.length + 1);
    if (at === bytes.length) return at;
    if (rest.startsWith(VERSION_MARKER) && (atEnd || rest.length > VERSION_MARKER.length)) {
      at += VERSION_MARKER.length;
    } else if (rest.startsWith('//') || rest.startsWith('/*')) {
      const end = commentEnd(bytes, at, atEnd);
      if (end === undefined) return undefined;
      at = end;
    } else {
      const undecided = !atEnd && (rest === '/' || (rest.length <= VERSION_MARKER.length && VERSION_MARKER.startsWith(rest)));
      return undecided ? undefined : at;
    }
  }
}

const VERSION_MARKER = '$ion_1_0';

function commentEnd(bytes: Buffer, at: number, atEnd: boolean): number | undefined {
  const isLine = bytes[at + 1] === Byte.SLASH;
  const end = bytes.indexOf(isLine ? '\n' : '*/', at + 2);
  if (end < 0) return atEnd && isLine ? bytes.length : undefined;
  return end + (isLine ? 1 : 2);
}

function isSpace(byte: number): boolean {
  return byte === Byte.SPACE || (byte >= Byte.TAB && byte <= Byte.RETURN);
}
