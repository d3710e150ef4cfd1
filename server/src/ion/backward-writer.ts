/* eslint-disable no-bitwise -- the format is defined in bits */
import { VARUINT_LENGTH } from './binary-reader';

/** Characters. */
const SHORT_TEXT = 64;
const MIN_BYTES = 4096;
/** A buffer that has become larger than that is not kept. */
const MAX_KEPT_BYTES = 1024 * 1024;

/**
 * Writes Ion binary from its end to its beginning.
 *
 * A value begins with its length; written backwards, the length is known when its turn comes, and nothing is ever moved or written twice.
 */
export class BackwardWriter {
  private buffer: Buffer;
  /** Where the written part begins. */
  private at: number;

  constructor(capacity: number) {
    this.buffer = Buffer.allocUnsafeSlow(capacity);
    this.at = capacity;
  }

  /** Bytes written so far. */
  get length(): number {
    return this.buffer.length - this.at;
  }

  /** A copy of what was written. */
  result(): Buffer {
    return Buffer.from(this.view());
  }

  /** What was written, until something else is. */
  view(): Buffer {
    return this.buffer.subarray(this.at);
  }

  /** Forgets what was written. */
  clear(): void {
    if (this.buffer.length > MAX_KEPT_BYTES) this.buffer = Buffer.allocUnsafeSlow(MIN_BYTES);
    this.at = this.buffer.length;
  }

  byte(value: number): void {
    this.reserve(1);
    this.buffer[--this.at] = value;
  }

  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.at -= bytes.length;
    this.buffer.set(bytes, this.at);
  }

  text(text: string): void {
    if (text.length <= SHORT_TEXT && this.shortText(text)) return;
    const length = Buffer.byteLength(text, 'utf8');
    this.reserve(length);
    this.at -= length;
    this.buffer.write(text, this.at, length, 'utf8');
  }

  double(value: number): void {
    this.reserve(8);
    this.at -= 8;
    this.buffer.writeDoubleBE(value, this.at);
  }

  varUInt(value: number): void {
    this.byte((value % 128) | 128);
    for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) this.byte(rest % 128);
  }

  varInt(value: number): void {
    const sign = value < 0 || Object.is(value, -0) ? 64 : 0;
    let rest = Math.abs(value);
    let last = 128;
    while (rest > 63) {
      this.byte((rest % 128) | last);
      rest = Math.floor(rest / 128);
      last = 0;
    }
    this.byte(rest | sign | last);
  }

  /** An unsigned number in as few bytes as it needs: none for 0. */
  magnitude(value: bigint): void {
    if (value <= Number.MAX_SAFE_INTEGER) return this.small(Number(value));
    const hex = value.toString(16);
    this.raw(Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex'));
  }

  /** A number with its sign in the highest bit: no bytes for 0, one for minus zero. */
  signedMagnitude(value: bigint, negativeZero: boolean): void {
    const before = this.length;
    this.magnitude(value < 0n ? -value : value);
    if (this.length > before && this.buffer[this.at]! > 127) this.byte(0);
    if (negativeZero && this.length === before) this.byte(0);
    if (value < 0n || negativeZero) this.buffer[this.at]! |= 128;
  }

  /** The same of a number that is not negative and below 2^53. */
  signedSmall(value: number): void {
    const before = this.length;
    this.small(value);
    if (this.length > before && this.buffer[this.at]! > 127) this.byte(0);
  }

  /** The first byte and the length of a value that begins where `length` bytes ago was the end. */
  header(typeCode: number, length: number): void {
    if (length < VARUINT_LENGTH) return this.byte(typeCode << 4 | length);
    this.varUInt(length);
    this.byte(typeCode << 4 | VARUINT_LENGTH);
  }

  private small(value: number): void {
    for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) this.byte(rest % 256);
  }

  /** Writes a text of ASCII without the calls that are worth it for long ones. @returns whether it is one */
  private shortText(text: string): boolean {
    this.reserve(text.length);
    const start = this.at - text.length;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 127) return false;
      this.buffer[start + i] = code;
    }
    this.at = start;
    return true;
  }

  private reserve(bytes: number): void {
    if (bytes <= this.at) return;
    const written = this.buffer.subarray(this.at);
    const buffer = Buffer.allocUnsafeSlow(Math.max(this.buffer.length * 2, written.length + bytes));
    buffer.set(written, buffer.length - written.length);
    this.at = buffer.length - written.length;
    this.buffer = buffer;
  }
}
