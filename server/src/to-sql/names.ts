/** Bytes of an identifier: PostgreSQL cuts off what is beyond, and two that are cut to the same would be one. */
export const MAX_NAME_BYTES = 63;

// eslint-disable-next-line no-control-regex -- control characters are what has no place in a name
const UNFIT = /[\u0000-\u001f\u007f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Names for things of SQL, each once. Upper and lower case differ, as they do in QLDB. */
export class Names {
  private readonly taken = new Set<string>();

  /** @param reserved what has another meaning: an underscore is put behind a name that is one of them */
  constructor(private readonly reserved: ReadonlySet<string> = new Set()) {}

  /**
   * Names for all of `wanted`, in their order. Those that can be kept as they are keep it, whatever the others are; the others are cut to
   * 63 bytes and numbered.
   */
  take(wanted: readonly string[]): readonly string[] {
    const kept = wanted.map((name) => this.isFree(name) && usable(name) === name && this.claim(name));
    return wanted.map((name, n) => kept[n] === true ? name : this.similar(name));
  }

  private similar(name: string): string {
    const base = usable(name);
    const own = this.reserved.has(base) ? withEnd(base, '_') : base;
    for (let number = 1; ; number += 1) {
      const candidate = number === 1 ? own : withEnd(own, `_${number}`);
      if (this.isFree(candidate)) {
        this.claim(candidate);
        return candidate;
      }
    }
  }

  private isFree(name: string): boolean {
    return !this.taken.has(name) && !this.reserved.has(name);
  }

  private claim(name: string): boolean {
    this.taken.add(name);
    return true;
  }
}

/** The name with `_` for what has no place in one, and no longer than one may be. */
function usable(name: string): string {
  return cut(name.slice(0, MAX_NAME_BYTES + 1).replace(UNFIT, '_') || '_', MAX_NAME_BYTES);
}

function withEnd(name: string, end: string): string {
  return `${cut(name, MAX_NAME_BYTES - end.length)}${end}`;
}

/** Between two characters. */
function cut(name: string, bytes: number): string {
  let length = 0;
  let result = '';
  for (const character of name) {
    length += Buffer.byteLength(character);
    if (length > bytes) break;
    result += character;
  }
  return result;
}
