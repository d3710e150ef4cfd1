import { EvaluationError } from '../error';
import { civilDay, compareInstants, epochDay, instantOf, type Instant } from './instant';
import { existing } from './timestamp-checks';
import { daysInMonth } from '../../ion/timestamp-offset';
import { timestampText } from '../../ion/timestamp-text';
import type { Timestamp, TimestampPrecision } from '../../ion/value';

export type DatePart = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';
export type ExtractPart = DatePart | 'timezone_hour' | 'timezone_minute';

export const DATE_PARTS: readonly DatePart[] = ['year', 'month', 'day', 'hour', 'minute', 'second'];
export const EXTRACT_PARTS: readonly ExtractPart[] = [...DATE_PARTS, 'timezone_hour', 'timezone_minute'];

const PRECISIONS: readonly TimestampPrecision[] = ['year', 'month', 'day', 'minute', 'second'];

const SECONDS: Readonly<Record<'day' | 'hour' | 'minute' | 'second', number>> = { day: 86400, hour: 3600, minute: 60, second: 1 };

/**
 * A timestamp moved by a number of units. The precision grows where the unit asks for it: 2010T and a month are 2010-02T. Where the month
 * of the result has no such day, it is the last one: 31 January and a month are 28 February.
 *
 * https://docs.aws.amazon.com/qldb/latest/developerguide/ql-functions.date_add.html
 *
 * @throws {EvaluationError} a result outside of the years 1 to 9999
 */
export function dateAdd(part: DatePart, quantity: bigint, timestamp: Timestamp): Timestamp {
  const precise = { ...timestamp, precision: finer(timestamp.precision, part === 'hour' ? 'minute' : part) };
  // More than that leaves the years of Ion whatever the unit is.
  const amount = quantity > 10n ** 12n || quantity < -(10n ** 12n) ? Number.NaN : Number(quantity);
  const moved = part === 'year' || part === 'month'
    ? addMonths(precise, part === 'year' ? amount * 12 : amount)
    : addSeconds(precise, amount * SECONDS[part]);
  const result = Number.isNaN(amount) ? undefined : existing(moved);
  if (result === undefined) {
    throw new EvaluationError(`timestamp out of bounds: ${timestampText(timestamp)} and ${quantity} ${part}s lie outside of the years 1 to 9999`);
  }
  return result;
}

function finer(a: TimestampPrecision, b: TimestampPrecision): TimestampPrecision {
  return PRECISIONS.indexOf(a) >= PRECISIONS.indexOf(b) ? a : b;
}

function addMonths(timestamp: Timestamp, months: number): Timestamp {
  const total = timestamp.year * 12 + timestamp.month - 1 + months;
  const [year, month] = [Math.floor(total / 12), total - Math.floor(total / 12) * 12 + 1];
  return { ...timestamp, year, month, day: Math.min(timestamp.day, daysInMonth(year, month)) };
}

function addSeconds(timestamp: Timestamp, seconds: number): Timestamp {
  return { ...timestamp, ...localFields(localSeconds(timestamp) + seconds) };
}

/** Seconds from 1970-01-01T00:00:00 on the clock of the timestamp's own offset. */
function localSeconds(timestamp: Timestamp): number {
  return ((epochDay(timestamp.year, timestamp.month, timestamp.day) * 24 + timestamp.hour) * 60 + timestamp.minute) * 60 + timestamp.second;
}

type LocalFields = Pick<Timestamp, 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'>;

function localFields(seconds: number): LocalFields {
  const day = Math.floor(seconds / 86400);
  const rest = seconds - day * 86400;
  return { ...civilDay(day), hour: Math.floor(rest / 3600), minute: Math.floor(rest / 60) % 60, second: rest % 60 };
}

/**
 * Whole units that have passed between two moments, negative when `to` comes first: year(2010-12T, 2011-01T) is 0. Months and years are
 * counted on the calendar of `from`'s offset.
 *
 * https://docs.aws.amazon.com/qldb/latest/developerguide/ql-functions.date_diff.html
 */
export function dateDiff(part: DatePart, from: Timestamp, to: Timestamp): bigint {
  const [start, end] = [instantOf(from), instantOf(to)];
  const count = part === 'year' || part === 'month'
    ? Math.trunc(monthsBetween(start, end, from.offset ?? 0) / (part === 'year' ? 12 : 1))
    : Math.trunc(wholeSecondsBetween(start, end) / SECONDS[part]);
  return BigInt(count);
}

/** Towards zero. */
function wholeSecondsBetween(start: Instant, end: Instant): number {
  const seconds = end.seconds - start.seconds;
  if (seconds > 0 && end.fraction < start.fraction) {
    return seconds - 1;
  }
  return seconds < 0 && end.fraction > start.fraction ? seconds + 1 : seconds;
}

function monthsBetween(start: Instant, end: Instant, offset: number): number {
  const [a, b] = [localFields(start.seconds + offset * 60), localFields(end.seconds + offset * 60)];
  const months = (b.year - a.year) * 12 + b.month - a.month;
  const rest = compareInstants(inMonth(b, end.fraction), inMonth(a, start.fraction));
  if (months > 0 && rest < 0) {
    return months - 1;
  }
  return months < 0 && rest > 0 ? months + 1 : months;
}

/** How far into its month a moment is. */
function inMonth(fields: LocalFields, fraction: string): Instant {
  return { seconds: ((fields.day * 24 + fields.hour) * 60 + fields.minute) * 60 + fields.second, fraction };
}

/**
 * A field of a timestamp in its own offset, whole: the fraction of a second is left out.
 *
 * https://docs.aws.amazon.com/qldb/latest/developerguide/ql-functions.extract.html
 */
export function extract(part: ExtractPart, timestamp: Timestamp): number {
  const offset = timestamp.offset ?? 0;
  switch (part) {
    case 'timezone_hour':
      return Math.trunc(offset / 60);
    case 'timezone_minute':
      return offset % 60;
    default:
      return timestamp[part];
  }
}
