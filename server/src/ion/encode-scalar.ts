import type { BackwardWriter } from './backward-writer';
import { TypeCode } from './binary-reader';
import { MAX_EXPONENT } from './decode-scalar';
import { IonFormatError } from './ion-format-error';
import { checkTimestamp } from './timestamp-check';
import { shiftFields } from './timestamp-offset';
import type { Decimal, Timestamp, TimestampPrecision } from './value';

export function writeInt(writer: BackwardWriter, value: bigint): void {
  const before = writer.length;
  writer.magnitude(value < 0n ? -value : value);
  writer.header(value < 0n ? TypeCode.NEGATIVE_INT : TypeCode.POSITIVE_INT, writer.length - before);
}

export function writeDecimal(writer: BackwardWriter, value: Decimal): void {
  const before = writer.length;
  writeDecimalBody(writer, value);
  writer.header(TypeCode.DECIMAL, writer.length - before);
}

/** A decimal without type and length, in the shortest form. */
export function writeDecimalBody(writer: BackwardWriter, { coefficient, exponent, negativeZero = false }: Decimal): void {
  if (!Number.isInteger(exponent) || Math.abs(exponent) > MAX_EXPONENT) {
    throw new IonFormatError(`a decimal has the exponent ${exponent}: it must be from -${MAX_EXPONENT} to ${MAX_EXPONENT}`);
  }
  const before = writer.length;
  writer.signedMagnitude(coefficient, negativeZero && coefficient === 0n);
  if (exponent !== 0 || writer.length > before) writer.varInt(exponent + 0);
}

/** Digits that a number of JavaScript holds exactly. */
const EXACT_DIGITS = 15;

const FIELD_COUNT: Readonly<Record<TimestampPrecision, number>> = { year: 1, month: 2, day: 3, minute: 5, second: 6 };

export function writeTimestamp(writer: BackwardWriter, timestamp: Timestamp): void {
  const before = writer.length;
  writeTimestampBody(writer, timestamp);
  writer.header(TypeCode.TIMESTAMP, writer.length - before);
}

/** A timestamp without type and length, in the shortest form. Its fields stand in UTC. */
export function writeTimestampBody(writer: BackwardWriter, timestamp: Timestamp): void {
  checkTimestamp(timestamp);
  const { precision, fraction } = timestamp;
  if (fraction !== '') {
    if (fraction.length <= EXACT_DIGITS) writer.signedSmall(Number(fraction));
    else writer.signedMagnitude(BigInt(fraction), false);
    writer.varInt(-fraction.length);
  }
  const hasTime = precision === 'minute' || precision === 'second';
  const offset = hasTime ? timestamp.offset : undefined;
  const { year, month, day, hour, minute, second } = shiftFields(timestamp, -(offset ?? 0));
  const count = FIELD_COUNT[precision];
  if (count > 5) writer.varUInt(second);
  if (count > 4) {
    writer.varUInt(minute);
    writer.varUInt(hour);
  }
  if (count > 2) writer.varUInt(day);
  if (count > 1) writer.varUInt(month);
  writer.varUInt(year);
  writer.varInt(offset ?? -0);
}
