/* eslint-disable no-bitwise -- the format is defined in bits */
import type { ByteQueue } from './byte-queue';
import { MAX_VALUE_BYTES, tooLarge, type ReadValue } from './read-value';
import { BinaryReader, NULL_LENGTH, TypeCode, VARUINT_LENGTH } from '../../ion/binary-reader';
import { decodeAt, decodeFullyAt } from '../../ion/decode';
import { IonFormatError } from '../../ion/ion-format-error';
import { SymbolTable } from '../../ion/symbol-table';
import { isVersionMarker, readSymbolTable, symbolTableStruct } from '../../ion/top-level';
import type { Value } from '../../ion/value';

/** The longest beginning of a value from which its length can be told: a byte, and a number of seven bits a byte. */
const MAX_HEADER = 10;
const VERSION_MARKER_BYTES = 4;

/** Takes the values of a stream in Ion binary from a queue, one after the other, with the symbols that hold where they stand. */
export class BinaryValues {
  private symbols = SymbolTable.system();

  constructor(private readonly queue: ByteQueue) {}

  /** @returns `undefined` where more bytes are needed, or none are left */
  next(atEnd: boolean): ReadValue | undefined {
    for (;;) {
      const length = itemLength(this.queue.view());
      if (length !== undefined && length > MAX_VALUE_BYTES) return tooLarge(length);
      if (length === undefined || length > this.queue.length) return this.rest(atEnd);
      try {
        const value = this.item(this.queue.take(length));
        if (value) return value;
      } catch (error) {
        if (!(error instanceof IonFormatError)) throw error;
        return { kind: 'unreadable', problem: error.message, ends: false };
      }
    }
  }

  private rest(atEnd: boolean): ReadValue | undefined {
    if (!atEnd || this.queue.length === 0) return undefined;
    return { kind: 'unreadable', problem: 'it ends in the middle of a value', ends: 'truncated' };
  }

  private item(bytes: Buffer): ReadValue | undefined {
    const reader = new BinaryReader(bytes);
    if (bytes.length === VERSION_MARKER_BYTES && isVersionMarker(reader, 0)) {
      this.symbols = SymbolTable.system();
      return undefined;
    }
    reader.header(0, bytes.length);
    if (reader.isPadding) return undefined;
    const table = reader.type === TypeCode.ANNOTATION ? symbolTableStruct(reader, this.symbols) : undefined;
    if (table) {
      this.symbols = readSymbolTable(reader, this.symbols, table.start, table.end);
      return undefined;
    }
    return { kind: 'ion', format: 'ION_BINARY', value: this.decoded(reader, bytes.length) };
  }

  /** All of a block is going to be looked at. Only where something is wrong in it, its parts are left for later, so that it can be named. */
  private decoded(reader: BinaryReader, length: number): Value {
    try {
      return decodeFullyAt(reader, this.symbols, 0, length);
    } catch (error) {
      if (!(error instanceof IonFormatError)) throw error;
      return decodeAt(reader, this.symbols, 0, length);
    }
  }
}

/** Bytes of the version marker or value at the beginning, or `undefined` where too little is there to tell. */
function itemLength(bytes: Buffer): number | undefined {
  if (bytes.length === 0) return undefined;
  const descriptor = bytes[0]!;
  if (descriptor === 0xe0) return VERSION_MARKER_BYTES;
  const type = descriptor >> 4;
  const low = descriptor & 15;
  if (low === NULL_LENGTH || type === TypeCode.BOOL) return 1;
  if (low !== VARUINT_LENGTH && !(type === TypeCode.STRUCT && low === 1)) return 1 + low;
  let length = 0;
  for (let at = 1; at < Math.min(bytes.length, MAX_HEADER); at++) {
    length = length * 128 + (bytes[at]! & 127);
    if (bytes[at]! & 128) return 1 + at + length;
  }
  return bytes.length < MAX_HEADER ? undefined : Number.MAX_SAFE_INTEGER;
}
