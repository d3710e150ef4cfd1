/* eslint-disable no-bitwise -- the hash is defined in bits */

/** Texts kept. A new one takes the place of another one that has the same place. */
const PLACES = 1024;
const MAX_LENGTH = 40;
const texts = new Array<string>(PLACES).fill('');

/**
 * The text that bytes of ASCII are, where it is short; else `undefined`.
 *
 * Documents repeat the names of their fields, each with a symbol table of its own. To make another string of the same bytes costs several times of
 * what it takes to see that they are those of one that there is.
 */
export function recentText(bytes: Buffer, start: number, end: number): string | undefined {
  if (end - start > MAX_LENGTH) return undefined;
  // FNV-1a. http://www.isthe.com/chongo/tech/comp/fnv/
  let hash = 0x811c9dc5;
  let all = 0;
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    all |= byte;
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  if (all > 127) return undefined;
  const place = (hash ^ hash >>> 16) & (PLACES - 1);
  const known = texts[place]!;
  if (isText(known, bytes, start, end)) return known;
  return texts[place] = bytes.toString('latin1', start, end);
}

function isText(text: string, bytes: Buffer, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}
