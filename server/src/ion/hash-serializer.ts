/* eslint-disable no-bitwise -- the format is defined in bits */
import { hash } from 'node:crypto';
import { type BinaryReader, NULL_LENGTH, TypeCode } from './binary-reader';
import { checkDepth } from './depth';
import { floatRepresentation, hasCanonicalDecimal, hasCanonicalTimestamp, rewriteDecimal, rewriteTimestamp } from './hash-representation';
import { IonFormatError } from './ion-format-error';
import type { SymbolTable } from './symbol-table';
import { symbolId } from './top-level';

const BEGIN = 0x0b;
const ESCAPE = 0x0c;
const END = 0x0e;

/**
 * Bytes hashed for one document, at most. A long symbol that is used again and again is one byte each time in the document but all of its
 * text in the hash: 100 KB could ask for gigabytes. Other documents come to at most a few times their size.
 */
const MAX_HASHED_BYTES = 128 * 1024 * 1024;

/**
 * The serialization s(value) of Ion Hash 1.0, made directly from Ion binary. https://amazon-ion.github.io/ion-hash/docs/spec.html
 *
 * All of it grows in one buffer. A field of a struct is serialized at its end, hashed, and taken off again; only the hash is kept.
 */
export class HashSerializer {
  private out = Buffer.allocUnsafe(2048);
  private at = 0;
  /** Bytes of fields that were hashed and taken off. */
  private hashed = 0;

  constructor(private readonly reader: BinaryReader, private readonly symbols: SymbolTable) {}

  digest(): Buffer {
    return hash('sha256', this.out.subarray(0, this.at), 'buffer');
  }

  /** What the digest is made of. */
  serialization(): Buffer {
    return Buffer.from(this.out.subarray(0, this.at));
  }

  /** The value whose header was just read. `depth` is the number of containers around it. */
  value(depth: number): void {
    const { reader } = this;
    if (reader.isNull) return this.leaf((reader.type === TypeCode.NEGATIVE_INT ? TypeCode.POSITIVE_INT : reader.type) << 4 | NULL_LENGTH);
    switch (reader.type) {
      case TypeCode.BOOL: return this.leaf(TypeCode.BOOL << 4 | reader.low);
      case TypeCode.POSITIVE_INT:
      case TypeCode.NEGATIVE_INT: return this.integer();
      case TypeCode.FLOAT: return this.representation(TypeCode.FLOAT, floatRepresentation(reader));
      case TypeCode.DECIMAL: return this.scalar(hasCanonicalDecimal(reader) ? undefined : rewriteDecimal(reader));
      case TypeCode.TIMESTAMP: return this.scalar(hasCanonicalTimestamp(reader) ? undefined : rewriteTimestamp(reader));
      case TypeCode.SYMBOL: return this.symbol(symbolId(reader));
      case TypeCode.STRING:
      case TypeCode.CLOB:
      case TypeCode.BLOB: return this.scalar(undefined);
      case TypeCode.LIST:
      case TypeCode.SEXP: return this.elements(reader.type, reader.start, reader.end, depth + 1);
      case TypeCode.STRUCT: return this.struct(reader.start, reader.end, depth + 1);
      case TypeCode.ANNOTATION: return this.annotated(depth);
      default: throw reader.broken(reader.start, 'padding stands where a value is expected');
    }
  }

  private integer(): void {
    const { bytes, start, end, type } = this.reader;
    let first = start;
    while (first < end && bytes[first] === 0) first++;
    if (first === end && type === TypeCode.NEGATIVE_INT) throw this.reader.broken(start, 'an integer is minus zero');
    this.begin(type << 4);
    this.escaped(bytes, first, end);
    this.byte(END);
  }

  private elements(type: number, start: number, end: number, depth: number): void {
    checkDepth(depth);
    const { reader } = this;
    this.begin(type << 4);
    for (let position = start; position < end;) {
      reader.header(position, end);
      position = reader.end;
      if (!reader.isPadding) this.value(depth);
    }
    this.byte(END);
  }

  private struct(start: number, end: number, depth: number): void {
    checkDepth(depth);
    const { reader } = this;
    const digests: Buffer[] = [];
    const mark = this.at;
    for (let position = start; position < end;) {
      const name = reader.varUInt(position, end);
      reader.header(reader.position, end);
      position = reader.end;
      if (reader.isPadding) continue;
      this.symbol(name);
      this.value(depth);
      digests.push(hash('sha256', this.out.subarray(mark, this.at), 'buffer'));
      this.hashed += this.at - mark;
      this.at = mark;
    }
    digests.sort(Buffer.compare);
    this.begin(TypeCode.STRUCT << 4);
    for (const digest of digests) this.escaped(digest, 0, digest.length);
    this.byte(END);
  }

  private annotated(depth: number): void {
    this.begin(TypeCode.ANNOTATION << 4);
    this.reader.annotations((id) => this.symbol(id));
    this.value(depth);
    this.byte(END);
  }

  private symbol(id: number): void {
    const { bytes, start, end } = this.symbols.utf8(id);
    this.begin(TypeCode.SYMBOL << 4);
    this.escaped(bytes, start, end);
    this.byte(END);
  }

  /** The scalar whose header was just read, with its bytes as they stand or others in their place. */
  private scalar(representation: Uint8Array | undefined): void {
    const { type, bytes, start, end } = this.reader;
    if (representation) return this.representation(type, representation);
    this.begin(type << 4);
    this.escaped(bytes, start, end);
    this.byte(END);
  }

  private representation(type: number, bytes: Uint8Array): void {
    this.begin(type << 4);
    this.escaped(bytes, 0, bytes.length);
    this.byte(END);
  }

  private leaf(qualifier: number): void {
    this.begin(qualifier);
    this.byte(END);
  }

  private begin(qualifier: number): void {
    this.reserve(2);
    this.out[this.at++] = BEGIN;
    this.out[this.at++] = qualifier;
  }

  private byte(value: number): void {
    this.reserve(1);
    this.out[this.at++] = value;
  }

  private escaped(bytes: Uint8Array, start: number, end: number): void {
    this.reserve((end - start) * 2);
    const { out } = this;
    let { at } = this;
    for (let i = start; i < end; i++) {
      const byte = bytes[i]!;
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
    const larger = Buffer.allocUnsafe(Math.max(this.out.length * 2, needed));
    this.out.copy(larger, 0, 0, this.at);
    this.out = larger;
  }
}
