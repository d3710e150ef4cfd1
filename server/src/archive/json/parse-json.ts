import type { JsonField, JsonValue } from './json-value';
import { MAX_DEPTH } from '../../ion/depth';

/** A text is not JSON. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
}

/**
 * Reads one JSON value (RFC 8259). `JSON.parse` would do, but for two things that hashes depend on: it rounds numbers, and it keeps only the last
 * of fields with the same name.
 *
 * @throws JsonError
 */
export function parseJson(text: string): JsonValue {
  const parser = new Parser(text);
  return parser.document();
}

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// eslint-disable-next-line no-control-regex -- RFC 8259 forbids control characters in strings
const STRING = /"([^"\\\u0000-\u001f]*)(?:"|((?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})|[^"\\\u0000-\u001f])*)")/y;
const WORDS: ReadonlyArray<readonly [string, JsonValue]> = [
  ['null', { kind: 'null' }], ['true', { kind: 'bool', value: true }], ['false', { kind: 'bool', value: false }],
];

class Parser {
  private at = 0;

  constructor(private readonly text: string) {}

  document(): JsonValue {
    const value = this.value(0);
    this.space();
    if (this.at < this.text.length) throw this.error('one value is expected, something follows it');
    return value;
  }

  private value(depth: number): JsonValue {
    this.space();
    const character = this.text[this.at];
    switch (character) {
      case '{': return { kind: 'object', fields: this.items('}', depth, () => this.field(depth + 1)) };
      case '[': return { kind: 'array', elements: this.items(']', depth, () => this.value(depth + 1)) };
      case '"': return { kind: 'string', value: this.string() };
      case undefined: throw this.error('a value is expected, the text ends');
      default: return this.wordOrNumber();
    }
  }

  private items<Item>(end: string, depth: number, read: () => Item): readonly Item[] {
    if (depth >= MAX_DEPTH) throw this.error(`a value is nested more than ${MAX_DEPTH} levels deep`);
    const items: Item[] = [];
    this.at++;
    this.space();
    if (this.text[this.at] === end) {
      this.at++;
      return items;
    }
    for (;;) {
      items.push(read());
      this.space();
      const character = this.text[this.at];
      if (character !== ',' && character !== end) throw this.error(`"," or "${end}" is expected`);
      this.at++;
      if (character === end) return items;
    }
  }

  private field(depth: number): JsonField {
    this.space();
    const name = this.string();
    this.space();
    if (this.text[this.at] !== ':') throw this.error('":" is expected');
    this.at++;
    return { name, value: this.value(depth) };
  }

  private string(): string {
    STRING.lastIndex = this.at;
    const match = STRING.exec(this.text);
    if (!match) throw this.error('a string is expected, or one has no end');
    this.at = STRING.lastIndex;
    return match[2] === undefined ? match[1]! : JSON.parse(match[0]) as string;
  }

  private wordOrNumber(): JsonValue {
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    NUMBER.lastIndex = this.at;
    const match = NUMBER.exec(this.text);
    if (!match) throw this.error('a value is expected');
    this.at = NUMBER.lastIndex;
    return { kind: 'number', text: match[0] };
  }

  private space(): void {
    SPACE.lastIndex = this.at;
    SPACE.test(this.text);
    this.at = SPACE.lastIndex;
  }

  private error(what: string): JsonError {
    return new JsonError(`not valid JSON: ${what} (character ${this.at})`);
  }
}
