/* eslint-disable no-bitwise -- the format is defined in bits */
import { type BinaryReader, TypeCode } from './binary-reader';
import { checkFields, MAX_FRACTION_DIGITS } from './timestamp-check';
import { shiftFields } from './timestamp-offset';
import type { Decimal, Timestamp } from './value';

/** Of decimals: what 32 bits hold, as in the implementations of AWS. */
export const MAX_EXPONENT = 2 ** 31 - 1;

/** The value of the integer whose header was just read. */
export function readInt(reader: BinaryReader): bigint {
  const magnitude = reader.magnitude(reader.start, reader.end);
  if (reader.type === TypeCode.POSITIVE_INT) return magnitude;
  if (magnitude === 0n) throw reader.broken(reader.start, 'an integer is minus zero');
  return -magnitude;
}

/** The value of the float whose header was just read. */
export function readFloat(reader: BinaryReader): number {
  const { bytes, start, end } = reader;
  if (end === start) return 0;
  return end - start === 4 ? bytes.readFloatBE(start) : bytes.readDoubleBE(start);
}

/** The value of the decimal whose header was just read. */
export function readDecimal(reader: BinaryReader): Decimal {
  const { bytes, start, end } = reader;
  if (start === end) return { coefficient: 0n, exponent: 0 };
  const exponent = readExponent(reader, start, end);
  const coefficientStart = reader.position;
  const magnitude = readMagnitude(reader, coefficientStart, end);
  if (!isNegative(bytes, coefficientStart, end)) return { coefficient: magnitude, exponent };
  return magnitude === 0n ? { coefficient: 0n, exponent, negativeZero: true } : { coefficient: -magnitude, exponent };
}

/**
 * The value of the timestamp whose header was just read. Ion binary holds its fields in UTC.
 *
 * An offset is dropped where the precision ends at the day: such a timestamp is in no time zone.
 */
export function readTimestamp(reader: BinaryReader): Timestamp {
  const { start, end } = reader;
  const minutes = reader.varInt(start, end);
  const fieldsStart = reader.position;
  const year = reader.varUInt(fieldsStart, end);
  const month = nextField(reader, end);
  const day = nextField(reader, end);
  const hour = nextField(reader, end);
  const minute = nextField(reader, end);
  const second = nextField(reader, end);
  if (hour !== undefined && minute === undefined) throw reader.broken(fieldsStart, 'a timestamp has an hour but no minute');
  const precision = second !== undefined ? 'second' : minute !== undefined ? 'minute' : day !== undefined ? 'day' : month !== undefined ? 'month' : 'year';
  const utc: Timestamp = {
    precision,
    offset: minute !== undefined && !Object.is(minutes, -0) ? minutes : undefined,
    year, month: month ?? 1, day: day ?? 1, hour: hour ?? 0, minute: minute ?? 0, second: second ?? 0,
    fraction: reader.position < end ? readFraction(reader, reader.position, end) : '',
  };
  checkFields(utc);
  if (!utc.offset) return utc;
  const local = shiftFields(utc, utc.offset);
  checkFields(local);
  return local;
}

function nextField(reader: BinaryReader, end: number): number | undefined {
  return reader.position < end ? reader.varUInt(reader.position, end) : undefined;
}

/** Digits of coefficient × 10^exponent, which is below one second. */
function readFraction(reader: BinaryReader, start: number, end: number): string {
  const exponent = readExponent(reader, start, end);
  const coefficientStart = reader.position;
  // Milliseconds, as nearly all have.
  if (exponent === -3 && end - coefficientStart <= 2 && !isNegative(reader.bytes, coefficientStart, end)) {
    const milliseconds = end === coefficientStart ? 0 : reader.bytes.readUIntBE(coefficientStart, end - coefficientStart);
    if (milliseconds < 1000) return String(milliseconds).padStart(3, '0');
  }
  const magnitude = readMagnitude(reader, coefficientStart, end);
  if (isNegative(reader.bytes, coefficientStart, end)) throw reader.broken(start, 'the fraction of a second is negative');
  if (exponent >= 0 && magnitude === 0n) return '';
  if (-exponent > MAX_FRACTION_DIGITS) throw reader.broken(start, `the fraction of a second has more than ${MAX_FRACTION_DIGITS} digits`);
  if (exponent >= 0 || magnitude >= 10n ** BigInt(-exponent)) throw reader.broken(start, 'the fraction of a second is a second or more');
  return magnitude.toString().padStart(-exponent, '0');
}

function readExponent(reader: BinaryReader, start: number, end: number): number {
  const exponent = reader.varInt(start, end) + 0;
  if (Math.abs(exponent) > MAX_EXPONENT) throw reader.broken(start, 'an exponent is too large');
  return exponent;
}

/** Of a number with its sign in the highest bit. */
function readMagnitude(reader: BinaryReader, start: number, end: number): bigint {
  if (!isNegative(reader.bytes, start, end)) return reader.magnitude(start, end);
  const rest = reader.magnitude(start + 1, end);
  return BigInt(reader.bytes[start]! & 127) * 256n ** BigInt(end - start - 1) + rest;
}

function isNegative(bytes: Buffer, start: number, end: number): boolean {
  return start < end && (bytes[start]! & 128) !== 0;
}
