import { IonFormatError } from './ion-format-error';
import { daysInMonth, shiftFields } from './timestamp-offset';
import type { Timestamp } from './value';

/** Digits of a second's fraction. Ion sets no bound; without one, a few bytes could ask for a text of any length. */
export const MAX_FRACTION_DIGITS = 1000;

/**
 * Checks that a timestamp exists: years 1 to 9999 in its own time zone and in UTC, months with their days, no leap seconds, offsets below a
 * day. https://amazon-ion.github.io/ion-docs/docs/spec.html#timestamp
 *
 * @throws IonFormatError naming the field
 */
export function checkTimestamp(timestamp: Timestamp): void {
  checkFields(timestamp);
  if (timestamp.offset) checkRange('year in UTC', shiftFields(timestamp, -timestamp.offset).year, 1, 9999);
}

/** The same, of the fields as they stand. */
export function checkFields(timestamp: Timestamp): void {
  const { year, month, day, hour, minute, second, offset, fraction, precision } = timestamp;
  checkRange('year', year, 1, 9999);
  checkRange('month', month, 1, 12);
  checkRange('day', day, 1, daysInMonth(year, month));
  checkRange('hour', hour, 0, 23);
  checkRange('minute', minute, 0, 59);
  checkRange('second', second, 0, 59);
  if (offset !== undefined) checkRange('offset', offset, -1439, 1439);
  if (fraction === '') return;
  if (precision !== 'second') throw new IonFormatError('a timestamp has a fraction of a second but no second');
  if (fraction.length > MAX_FRACTION_DIGITS) {
    throw new IonFormatError(`a timestamp has ${fraction.length} digits after the second: at most ${MAX_FRACTION_DIGITS} are supported`);
  }
  if (!isDigits(fraction)) throw new IonFormatError(`a timestamp has the fraction "${fraction}": digits are expected`);
}

function checkRange(name: string, value: number, least: number, greatest: number): void {
  if (!Number.isInteger(value) || value < least || value > greatest) {
    throw new IonFormatError(`a timestamp has the ${name} ${value}: it must be from ${least} to ${greatest}`);
  }
}

function isDigits(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 48 || code > 57) return false;
  }
  return true;
}
