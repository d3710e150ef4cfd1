import type { Timestamp } from '../ion/value';
import { instantOf } from '../partiql/values/instant';

/** Whole milliseconds since the epoch, rounded down: block times have no finer parts, so comparing them with it loses nothing. */
export function milliseconds(timestamp: Timestamp): number {
  const { seconds, fraction } = instantOf(timestamp);
  return seconds * 1_000 + Number(fraction.slice(0, 3).padEnd(3, '0'));
}

/** In UTC, to the millisecond. */
export function timestampOf(millisecondsSinceEpoch: number): Timestamp {
  const date = new Date(millisecondsSinceEpoch);
  return {
    precision: 'second',
    offset: 0,
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    fraction: String(date.getUTCMilliseconds()).padStart(3, '0'),
  };
}
