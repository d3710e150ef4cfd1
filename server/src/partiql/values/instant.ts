import type { Timestamp } from '../../ion/value';

/** A point in time: whole seconds since 1970-01-01T00:00:00Z, and the digits after the point, without zeros at their end. */
export interface Instant {
  readonly seconds: number;
  readonly fraction: string;
}

/** An unknown offset counts as UTC, fields finer than the precision have their least value. */
export function instantOf(timestamp: Timestamp): Instant {
  const minutes = (epochDay(timestamp.year, timestamp.month, timestamp.day) * 24 + timestamp.hour) * 60 + timestamp.minute
    - (timestamp.offset ?? 0);
  return { seconds: minutes * 60 + timestamp.second, fraction: withoutZerosAtEnd(timestamp.fraction) };
}

export function compareInstants(a: Instant, b: Instant): number {
  if (a.seconds !== b.seconds) {
    return a.seconds < b.seconds ? -1 : 1;
  }
  return a.fraction === b.fraction ? 0 : a.fraction < b.fraction ? -1 : 1;
}

/** Not a regular expression: `/0+$/` takes quadratic time on zeros that are not at the end. */
function withoutZerosAtEnd(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 48) {
    end--;
  }
  return digits.slice(0, end);
}

const DAYS_PER_ERA = 146097;

/**
 * Days from 1970-01-01 to a day of the proleptic Gregorian calendar. `Date.UTC` would do but for its years 0 to 99.
 *
 * https://howardhinnant.github.io/date_algorithms.html#days_from_civil
 */
export function epochDay(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return era * DAYS_PER_ERA + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468;
}

/** The calendar day of a number of days from 1970-01-01. */
export function civilDay(epoch: number): { year: number; month: number; day: number } {
  const shifted = epoch + 719468;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}
