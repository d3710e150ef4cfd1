import { daysInMonth, instantOf, epochDay } from './instant';
import type { Timestamp, TimestampPrecision } from '../../ion/value';

/**
 * Timestamps in the text of Ion: 2007T, 2007-02T, 2007-02-23, 2007-02-23T12:14Z, 2007-02-23T12:14:33.079-08:00.
 *
 * https://amazon-ion.github.io/ion-docs/docs/spec.html#timestamp
 */
const TEXT = /^(\d{4})(?:T|-(\d{2})(?:T|-(\d{2})(?:T?|T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z|[+-]\d{2}:\d{2}))))$/;

/** `undefined`: not a timestamp, or a day or time that does not exist. */
export function parseTimestampText(text: string): Timestamp | undefined {
  const match = TEXT.exec(text.trim());
  if (match === null) {
    return undefined;
  }
  const [, year, month, day, hour, minute, second, fraction, offset] = match;
  return checkedTimestamp({
    precision: second !== undefined ? 'second' : hour !== undefined ? 'minute' : day !== undefined ? 'day' : month !== undefined ? 'month' : 'year',
    offset: parseOffset(offset),
    year: Number(year),
    month: Number(month ?? 1),
    day: Number(day ?? 1),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    fraction: fraction ?? '',
  });
}

/** -00:00 says that the offset is unknown. */
function parseOffset(text: string | undefined): number | undefined {
  if (text === undefined || text === '-00:00') {
    return undefined;
  }
  if (text === 'Z') {
    return 0;
  }
  const [hours, minutes] = [Number(text.slice(1, 3)), Number(text.slice(4, 6))];
  return minutes > 59 ? Number.NaN : (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

const FIRST_SECOND = epochDay(1, 1, 1) * 86400;
const LAST_SECOND = epochDay(10000, 1, 1) * 86400 - 1;

/** The timestamp, if its fields are in their ranges and the moment lies in the years 1 to 9999 of UTC, as Ion requires. */
export function checkedTimestamp(timestamp: Timestamp): Timestamp | undefined {
  const { year, month, day, hour, minute, second, offset } = timestamp;
  const fieldsFit = year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
    && hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59
    && (offset === undefined || Math.abs(offset) < 24 * 60);
  if (!fieldsFit) {
    return undefined;
  }
  const { seconds } = instantOf(timestamp);
  return seconds >= FIRST_SECOND && seconds <= LAST_SECOND ? timestamp : undefined;
}

export function timestampText(timestamp: Timestamp): string {
  const parts: Record<TimestampPrecision, () => string> = {
    year: () => `${digits(timestamp.year, 4)}T`,
    month: () => `${digits(timestamp.year, 4)}-${digits(timestamp.month, 2)}T`,
    day: () => date(timestamp),
    minute: () => `${date(timestamp)}T${digits(timestamp.hour, 2)}:${digits(timestamp.minute, 2)}${offsetText(timestamp.offset)}`,
    second: () => `${date(timestamp)}T${digits(timestamp.hour, 2)}:${digits(timestamp.minute, 2)}:${digits(timestamp.second, 2)}`
      + `${timestamp.fraction === '' ? '' : `.${timestamp.fraction}`}${offsetText(timestamp.offset)}`,
  };
  return parts[timestamp.precision]();
}

function date(timestamp: Timestamp): string {
  return `${digits(timestamp.year, 4)}-${digits(timestamp.month, 2)}-${digits(timestamp.day, 2)}`;
}

function offsetText(offset: number | undefined): string {
  if (offset === 0) {
    return 'Z';
  }
  const minutes = Math.abs(offset ?? 0);
  return `${offset === undefined || offset < 0 ? '-' : '+'}${digits(Math.floor(minutes / 60), 2)}:${digits(minutes % 60, 2)}`;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
