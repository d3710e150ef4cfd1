/* eslint-disable no-bitwise -- the format is defined in bits */
import { BackwardWriter } from './backward-writer';
import type { BinaryReader } from './binary-reader';
import { readDecimal, readFloat, readTimestamp } from './decode-scalar';
import { writeDecimalBody, writeTimestampBody } from './encode-scalar';

/**
 * What of a scalar is hashed: its binary without type and length, in the shortest form. Writers need not use that form, but nearly all do, so
 * it is recognised first, and a value is decoded and written again only where it has another.
 *
 * https://amazon-ion.github.io/ion-hash/docs/spec.html
 */
const NOTHING = Buffer.alloc(0);
const NAN = Buffer.from('7ff8000000000000', 'hex');
/** The offset of a timestamp without time zone. */
const UNKNOWN_OFFSET = 0xc0;

export function floatRepresentation(reader: BinaryReader): Buffer {
  const value = readFloat(reader);
  if (Object.is(value, 0)) return NOTHING;
  if (Number.isNaN(value)) return NAN;
  if (reader.end - reader.start === 8) return reader.bytes.subarray(reader.start, reader.end);
  const double = Buffer.allocUnsafe(8);
  double.writeDoubleBE(value);
  return double;
}

export function hasCanonicalDecimal({ bytes, start, end }: BinaryReader): boolean {
  if (start === end) return true;
  const coefficient = endOfCanonicalVarInt(bytes, start, end);
  if (coefficient === 0 || !isCanonicalInt(bytes, coefficient, end)) return false;
  return coefficient < end || bytes[start] !== 0x80;
}

export function rewriteDecimal(reader: BinaryReader): Buffer {
  const writer = new BackwardWriter(64);
  writeDecimalBody(writer, readDecimal(reader));
  return writer.result();
}

export function hasCanonicalTimestamp({ bytes, start, end }: BinaryReader): boolean {
  const hasNoOffset = bytes[start] === UNKNOWN_OFFSET;
  let position = hasNoOffset ? start + 1 : endOfCanonicalVarInt(bytes, start, end);
  if (position === 0) return false;
  let fields = 0;
  for (; fields < 6 && position < end; fields++) {
    if (bytes[position] === 0) return false;
    while (position < end && bytes[position]! < 128) position++;
    position++;
  }
  // An offset goes where there is no time, and an hour without minutes is an error that decoding reports.
  if (fields === 4 || (fields < 4 && !hasNoOffset)) return false;
  return position === end || (position < end && isCanonicalFraction(bytes, position, end));
}

export function rewriteTimestamp(reader: BinaryReader): Buffer {
  const writer = new BackwardWriter(64);
  writeTimestampBody(writer, readTimestamp(reader));
  return writer.result();
}

function isCanonicalFraction(bytes: Uint8Array, start: number, end: number): boolean {
  const coefficient = endOfCanonicalVarInt(bytes, start, end);
  const hasNegativeExponent = (bytes[start]! & 64) !== 0;
  return coefficient > 0 && hasNegativeExponent && (coefficient === end || (bytes[coefficient]! < 128 && isCanonicalInt(bytes, coefficient, end)));
}

/** 0 where the number is longer than it need be, is minus zero, or has no end. */
function endOfCanonicalVarInt(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start]!;
  if (first === 0xc0 || (first & 0xbf) === 0) return 0;
  let position = start;
  while (position < end && bytes[position]! < 128) position++;
  return position < end ? position + 1 : 0;
}

/** Whether a number with its sign in the highest bit has no byte too many. Minus zero is one byte, zero none. */
function isCanonicalInt(bytes: Uint8Array, start: number, end: number): boolean {
  if (start === end || (bytes[start]! & 127) !== 0) return true;
  return end - start === 1 ? bytes[start] === 128 : bytes[start + 1]! > 127;
}
