/* eslint-disable no-bitwise -- the format is defined in bits */
import { IonFormatError } from './ion-format-error';

/** Type codes of Ion binary: the high four bits of a value's first byte. https://amazon-ion.github.io/ion-docs/docs/binary.html */
export const TypeCode = {
  NULL: 0, BOOL: 1, POSITIVE_INT: 2, NEGATIVE_INT: 3, FLOAT: 4, DECIMAL: 5, TIMESTAMP: 6, SYMBOL: 7, STRING: 8, CLOB: 9, BLOB: 10,
  LIST: 11, SEXP: 12, STRUCT: 13, ANNOTATION: 14, RESERVED: 15,
} as const;

/** Low four bits of a typed null. */
export const NULL_LENGTH = 15;
/** Low four bits where the length follows as a number of its own. */
export const VARUINT_LENGTH = 14;
const ORDERED_STRUCT = 1;
/** Bytes up to which a look for others than ASCII takes less than decoding UTF-8. */
const SHORT_TEXT = 64;

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads the pieces that Ion binary consists of, never outside its bytes.
 *
 * One reader serves a whole value: `header` and the numbers leave what they found in its fields, so that reading allocates nothing.
 */
export class BinaryReader {
  readonly bytes: Buffer;
  /** Of the value whose header was read last. */
  type = 0;
  /** Low four bits of its first byte. */
  low = 0;
  start = 0;
  end = 0;
  /** Behind the number that was read last. */
  position = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isNull(): boolean {
    return this.low === NULL_LENGTH;
  }

  /** Bytes that say nothing. They may stand wherever a value may. */
  get isPadding(): boolean {
    return this.type === TypeCode.NULL && this.low !== NULL_LENGTH;
  }

  /** Reads the type and length of the value at `position`, which must end at or before `limit`. */
  header(position: number, limit: number): void {
    if (position >= limit) throw this.broken(position, 'a value is expected, the data ends');
    const descriptor = this.bytes[position]!;
    const type = descriptor >> 4;
    const low = descriptor & 15;
    let start = position + 1;
    let length = low;
    if (low === NULL_LENGTH || type === TypeCode.BOOL) {
      length = 0;
    } else if (low === VARUINT_LENGTH || (type === TypeCode.STRUCT && low === ORDERED_STRUCT)) {
      length = this.varUInt(start, limit);
      start = this.position;
    }
    this.checkDescriptor(position, type, low, length);
    if (length > limit - start) throw this.broken(position, `a value of ${length} bytes goes beyond its end`);
    this.type = type;
    this.low = low;
    this.start = start;
    this.end = start + length;
  }

  /** Reads the annotations whose header was just read, and the header of the value that they stand before. */
  annotations(visit: (symbolId: number) => void): void {
    const { start, end } = this;
    const length = this.varUInt(start, end);
    const annotationsEnd = this.position + length;
    if (length === 0 || annotationsEnd >= end) throw this.broken(start, 'an annotated value has no annotations, or no value');
    while (this.position < annotationsEnd) visit(this.varUInt(this.position, annotationsEnd));
    this.header(annotationsEnd, end);
    if (this.end !== end) throw this.broken(annotationsEnd, 'an annotated value does not end where its annotations say');
    if (this.type === TypeCode.ANNOTATION) throw this.broken(annotationsEnd, 'annotations stand inside annotations');
    if (this.isPadding) throw this.broken(annotationsEnd, 'padding has annotations');
  }

  /** An unsigned number of seven bits a byte. */
  varUInt(position: number, limit: number): number {
    let value = 0;
    for (let at = position; at < limit; at++) {
      const byte = this.bytes[at]!;
      value = value * 128 + (byte & 127);
      if (value > Number.MAX_SAFE_INTEGER) throw this.broken(position, 'a number is too large');
      if (byte & 128) {
        this.position = at + 1;
        return value;
      }
    }
    throw this.broken(position, 'a number has no end');
  }

  /** A signed number of seven bits a byte, six in the first. Minus zero is -0. */
  varInt(position: number, limit: number): number {
    if (position >= limit) throw this.broken(position, 'a number is expected, the value ends');
    const first = this.bytes[position]!;
    let value = first & 63;
    let at = position;
    while (!(this.bytes[at]! & 128)) {
      at++;
      if (at >= limit) throw this.broken(position, 'a number has no end');
      value = value * 128 + (this.bytes[at]! & 127);
      if (value > Number.MAX_SAFE_INTEGER) throw this.broken(position, 'a number is too large');
    }
    this.position = at + 1;
    return first & 64 ? -value : value;
  }

  /** An unsigned number of any size, most significant byte first. */
  magnitude(start: number, end: number): bigint {
    if (end - start <= 6) return BigInt(end === start ? 0 : this.bytes.readUIntBE(start, end - start));
    return BigInt(`0x${this.bytes.toString('hex', start, end)}`);
  }

  /** @throws IonFormatError where the bytes are not UTF-8 */
  text(start: number, end: number): string {
    if (end - start <= SHORT_TEXT && this.isAscii(start, end)) return this.bytes.toString('latin1', start, end);
    const text = this.bytes.toString('utf8', start, end);
    // Node writes the replacement character for what is not UTF-8; the slow look is only for texts that have one.
    if (text.includes('\ufffd')) {
      try {
        strictUtf8.decode(this.bytes.subarray(start, end));
      } catch {
        throw this.broken(start, 'a text is not UTF-8');
      }
    }
    return text;
  }

  broken(position: number, what: string): IonFormatError {
    return new IonFormatError(`not valid Ion binary: ${what} (byte ${position})`);
  }

  private isAscii(start: number, end: number): boolean {
    let all = 0;
    for (let i = start; i < end; i++) all |= this.bytes[i]!;
    return all < 128;
  }

  private checkDescriptor(position: number, type: number, low: number, length: number): void {
    const illegal = (type === TypeCode.BOOL && low > 1 && low !== NULL_LENGTH)
      || (type === TypeCode.FLOAT && low !== 0 && low !== 4 && low !== 8 && low !== NULL_LENGTH)
      || (type === TypeCode.STRUCT && low === ORDERED_STRUCT && length === 0)
      || (type === TypeCode.ANNOTATION && (low < 3 || low === NULL_LENGTH))
      || type === TypeCode.RESERVED;
    if (illegal) {
      const byte = (type * 16 + low).toString(16).padStart(2, '0');
      throw this.broken(position, `no value begins with byte 0x${byte}`);
    }
  }
}
