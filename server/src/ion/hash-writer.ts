/* eslint-disable no-bitwise -- the format is defined in bits */
import { TypeCode } from './binary-reader';
import { IonFormatError } from './ion-format-error';
import { sha256, sha256Characters } from './sha256';
import { halfSurrogateError, hasHalfSurrogate } from './surrogates';

const BEGIN = 0x0b;
const ESCAPE = 0x0c;
const END = 0x0e;

/**
 * Bytes hashed for one document, at most. A long symbol that is used again and again is one byte each time in the document but all of its
 * text in the hash: 100 KB could ask for gigabytes. Other documents come to at most a few times their size.
 */
const MAX_HASHED_BYTES = 128 * 1024 * 1024;

/** A buffer that has become larger than that is not kept for the next document. */
const MAX_KEPT_BYTES = 1024 * 1024;

/**
 * Writes the serialization s(value) of Ion Hash 1.0. https://amazon-ion.github.io/ion-hash/docs/spec.html
 *
 * All of it grows in one buffer. A field of a struct is serialized at its end, hashed, and taken off again; only the hash is kept.
 */
export class HashWriter {
  private out = Buffer.allocUnsafeSlow(4096);
  private at = 0;
  /** Bytes of fields that were hashed and taken off. */
  private hashed = 0;

  /** Forgets what was written. */
  start(): void {
    if (this.out.length > MAX_KEPT_BYTES) this.out = Buffer.allocUnsafeSlow(4096);
    this.at = 0;
    this.hashed = 0;
  }

  digest(): Buffer {
    return sha256(this.view(0));
  }

  /** What the digest is made of. */
  serialization(): Buffer {
    return Buffer.from(this.out.subarray(0, this.at));
  }

  /** Where the next field begins. */
  mark(): number {
    return this.at;
  }

  /** The hash of what was written behind the mark, which is taken off. */
  field(mark: number): string {
    const digest = sha256Characters(this.view(mark));
    this.hashed += this.at - mark;
    this.at = mark;
    return digest;
  }

  /** A struct of fields that have these hashes, in any order. */
  struct(digests: string[]): void {
    sort(digests);
    this.begin(TypeCode.STRUCT << 4);
    for (const digest of digests) this.ascii(digest);
    this.end();
  }

  /** A value that its qualifier says alone. */
  leaf(qualifier: number): void {
    this.begin(qualifier);
    this.end();
  }

  /** A value with these bytes, a part of those given. */
  bytes(qualifier: number, bytes: Uint8Array, start: number, end: number): void {
    this.begin(qualifier);
    this.reserve((end - start) * 2);
    const { out } = this;
    let { at } = this;
    for (let i = start; i < end; i++) {
      const byte = bytes[i]!;
      if (byte === BEGIN || byte === ESCAPE || byte === END) out[at++] = ESCAPE;
      out[at++] = byte;
    }
    this.at = at;
    this.end();
  }

  /** A value with the UTF-8 of a text. @throws IonFormatError where the text has none */
  text(qualifier: number, text: string): void {
    if (hasOtherThanAscii(text)) {
      if (hasHalfSurrogate(text)) throw halfSurrogateError();
      const bytes = Buffer.from(text);
      this.bytes(qualifier, bytes, 0, bytes.length);
      return;
    }
    this.begin(qualifier);
    this.ascii(text);
    this.end();
  }

  begin(qualifier: number): void {
    this.reserve(2);
    this.out[this.at++] = BEGIN;
    this.out[this.at++] = qualifier;
  }

  end(): void {
    this.reserve(1);
    this.out[this.at++] = END;
  }

  /** What was written from there on. Not a Buffer: that takes longer to make. */
  private view(start: number): Uint8Array {
    return new Uint8Array(this.out.buffer, this.out.byteOffset + start, this.at - start);
  }

  /** Characters as the bytes of their numbers. */
  private ascii(text: string): void {
    const { length } = text;
    this.reserve(length * 2);
    const { out } = this;
    let { at } = this;
    for (let i = 0; i < length; i++) {
      const byte = text.charCodeAt(i);
      if (byte === BEGIN || byte === ESCAPE || byte === END) out[at++] = ESCAPE;
      out[at++] = byte;
    }
    this.at = at;
  }

  private reserve(count: number): void {
    const needed = this.at + count;
    if (this.hashed + needed > MAX_HASHED_BYTES) {
      throw new IonFormatError('a value repeats long symbols too often to be hashed: use strings, or shorter symbols');
    }
    if (needed <= this.out.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.out.length * 2, needed));
    this.out.copy(larger, 0, 0, this.at);
    this.out = larger;
  }
}

function hasOtherThanAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return true;
  return false;
}

/** Most structs have few fields, for which calling a sort takes longer than sorting. */
function sort(digests: string[]): void {
  if (digests.length > 16) {
    digests.sort();
    return;
  }
  for (let i = 1; i < digests.length; i++) {
    const digest = digests[i]!;
    let at = i;
    for (; at > 0 && digests[at - 1]! > digest; at--) digests[at] = digests[at - 1]!;
    digests[at] = digest;
  }
}
