import { IonFormatError } from './ion-format-error';
import { checkTimestamp } from './timestamp-check';
import type { Timestamp } from './value';

const PATTERN = /^(\d{4})(?:T|-(\d\d)(?:T|-(\d\d)(?:T?|T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d))))$/;

/**
 * Reads a timestamp as Ion text writes it. https://amazon-ion.github.io/ion-docs/docs/spec.html#timestamp
 *
 * @throws IonFormatError where the text is not one, or no such moment exists
 */
export function parseTimestamp(text: string): Timestamp {
  const match = PATTERN.exec(text);
  if (!match) throw new IonFormatError(`"${text.slice(0, 60)}" is not an Ion timestamp: write for example 2019-09-16T19:37:05.360Z or 2017-08-21`);
  const [, year, month, day, hour, minute, second, fraction = '', offset] = match;
  const timestamp: Timestamp = {
    precision: second !== undefined ? 'second' : minute !== undefined ? 'minute' : day !== undefined ? 'day' : month !== undefined ? 'month' : 'year',
    offset: parseOffset(offset),
    year: Number(year), month: Number(month ?? 1), day: Number(day ?? 1),
    hour: Number(hour ?? 0), minute: Number(minute ?? 0), second: Number(second ?? 0),
    fraction,
  };
  checkTimestamp(timestamp);
  return timestamp;
}

/** As AWS writes it: a timestamp that ends at the day has no `T` behind it. */
export function timestampText(timestamp: Timestamp): string {
  const { precision, fraction } = timestamp;
  const year = digits(timestamp.year, 4);
  if (precision === 'year') return `${year}T`;
  const month = `${year}-${digits(timestamp.month, 2)}`;
  if (precision === 'month') return `${month}T`;
  const day = `${month}-${digits(timestamp.day, 2)}`;
  if (precision === 'day') return day;
  const minute = `${day}T${digits(timestamp.hour, 2)}:${digits(timestamp.minute, 2)}`;
  const seconds = precision === 'second' ? `:${digits(timestamp.second, 2)}${fraction && `.${fraction}`}` : '';
  return `${minute}${seconds}${offsetText(timestamp.offset)}`;
}

function parseOffset(text: string | undefined): number | undefined {
  if (text === undefined || text === '-00:00') return undefined;
  if (text === 'Z') return 0;
  const minutes = Number(text.slice(4));
  if (minutes > 59) throw new IonFormatError(`a timestamp has the offset ${text}: its minutes must be from 00 to 59`);
  return (text.startsWith('-') ? -1 : 1) * (Number(text.slice(1, 3)) * 60 + minutes);
}

function offsetText(offset: number | undefined): string {
  if (offset === undefined) return '-00:00';
  if (offset === 0) return 'Z';
  const minutes = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${digits(Math.floor(minutes / 60), 2)}:${digits(minutes % 60, 2)}`;
}

function digits(value: number, count: number): string {
  return String(value).padStart(count, '0');
}
