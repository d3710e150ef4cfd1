import { checkTimestamp } from './timestamp-check';
import type { Timestamp } from './value';

/** A moment in UTC with three digits after the second: the timestamps of journals. */
export function timestampOf(milliseconds: number): Timestamp {
  const date = new Date(milliseconds);
  const timestamp: Timestamp = {
    precision: 'second',
    offset: 0,
    year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(),
    hour: date.getUTCHours(), minute: date.getUTCMinutes(), second: date.getUTCSeconds(),
    fraction: String(date.getUTCMilliseconds()).padStart(3, '0'),
  };
  checkTimestamp(timestamp);
  return timestamp;
}

/** Milliseconds since the epoch; what is finer is cut off. A timestamp without time zone counts as UTC. */
export function millisecondsOf({ year, month, day, hour, minute, second, fraction, offset = 0 }: Timestamp): number {
  return startOfDay(year, month, day) + ((hour * 60 + minute - offset) * 60 + second) * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'));
}

function startOfDay(year: number, month: number, day: number): number {
  if (year > 99) return Date.UTC(year, month - 1, day);
  // Date.UTC takes the years 0 to 99 for 1900 to 1999.
  const date = new Date(0);
  return date.setUTCFullYear(year, month - 1, day);
}
