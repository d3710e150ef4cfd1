import type { Timestamp } from './value';

/** The same moment with the fields of another time zone, `minutes` east of those it has. The `offset` stays as it is. */
export function shiftFields(timestamp: Timestamp, minutes: number): Timestamp {
  if (minutes === 0) return timestamp;
  const total = timestamp.hour * 60 + timestamp.minute + minutes;
  const days = Math.floor(total / 1440);
  const rest = total - days * 1440;
  return { ...addDays(timestamp, days), hour: Math.floor(rest / 60), minute: rest % 60 };
}

/** Days of a month of the Gregorian calendar, which Ion extends back to year 1. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** `days` is -1, 0 or 1: no offset reaches further. */
function addDays(timestamp: Timestamp, days: number): Timestamp {
  const { year, month } = timestamp;
  const day = timestamp.day + days;
  if (day < 1) {
    return month === 1
      ? { ...timestamp, year: year - 1, month: 12, day: 31 }
      : { ...timestamp, month: month - 1, day: daysInMonth(year, month - 1) };
  }
  if (day > daysInMonth(year, month)) {
    return month === 12 ? { ...timestamp, year: year + 1, month: 1, day: 1 } : { ...timestamp, month: month + 1, day: 1 };
  }
  return { ...timestamp, day };
}
