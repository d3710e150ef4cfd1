import fc from 'fast-check';
import { ofPrecision } from './arbitrary-values';
import { checkTimestamp } from '../../../src/ion/timestamp-check';
import { parseTimestamp, timestampText } from '../../../src/ion/timestamp-text';
import type { Timestamp } from '../../../src/ion/value';
import { EvaluationError } from '../../../src/partiql/error';
import { dateAdd, dateDiff, DATE_PARTS, extract, EXTRACT_PARTS, type DatePart, type ExtractPart } from '../../../src/partiql/values/datetime';
import { civilDay, epochDay } from '../../../src/partiql/values/instant';

const added = (part: DatePart, quantity: number | bigint, text: string): string =>
  timestampText(dateAdd(part, BigInt(quantity), parseTimestamp(text)));
const difference = (part: DatePart, from: string, to: string): number => Number(dateDiff(part, parseTimestamp(from), parseTimestamp(to)));

/** Anywhere in the years of Ion, far enough from their ends to move. */
const anyTimestamp: fc.Arbitrary<Timestamp> = fc.record({
  precision: fc.constantFrom('year', 'month', 'day', 'minute', 'second'),
  offset: fc.oneof(fc.constant(undefined), fc.integer({ min: -1439, max: 1439 })),
  year: fc.integer({ min: 1000, max: 9000 }),
  month: fc.integer({ min: 1, max: 12 }),
  day: fc.integer({ min: 1, max: 28 }),
  hour: fc.integer({ min: 0, max: 23 }),
  minute: fc.integer({ min: 0, max: 59 }),
  second: fc.integer({ min: 0, max: 59 }),
  fraction: fc.constantFrom('', '0', '5', '999', '000000001'),
}).map((fields) => ofPrecision(fields as Timestamp));

describe('the calendar', () => {
  it('counts days as Date does', () => {
    fc.assert(fc.property(fc.integer({ min: -719162, max: 2932896 }), (day) => {
      const date = new Date(day * 86400_000);
      const fields = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
      expect(civilDay(day)).toEqual(fields);
      expect(epochDay(fields.year, fields.month, fields.day)).toBe(day);
    }), { numRuns: 3000 });
  });
});

describe('DATE_ADD', () => {
  // The examples of the developer guide first.
  it.each<[DatePart, number, string, string]>([
    ['year', 5, '2010-01-01T', '2015-01-01'], ['month', 1, '2010T', '2010-02T'], ['month', 13, '2010T', '2011-02T'],
    ['hour', 1, '2017T', '2017-01-01T01:00-00:00'],
    ['hour', 1, '2017-01-02T03:04Z', '2017-01-02T04:04Z'], ['minute', 1, '2017-01-02T03:04:05.006Z', '2017-01-02T03:05:05.006Z'],
    ['second', 1, '2017-01-02T03:04:05.006Z', '2017-01-02T03:04:06.006Z'],
    ['month', 1, '2021-01-31T', '2021-02-28'], ['month', 1, '2020-01-31T', '2020-02-29'], ['month', -1, '2021-03-31T', '2021-02-28'],
    ['year', 1, '2020-02-29T', '2021-02-28'],
    ['year', 100, '2000-02-29T', '2100-02-28'], ['month', 12, '2020-02-29T10:00+01:00', '2021-02-28T10:00+01:00'],
    ['day', 1, '2020-02-28T', '2020-02-29'],
    ['day', 1, '1900-02-28T', '1900-03-01'], ['minute', 1, '2016-12-31T23:59Z', '2017-01-01T00:00Z'],
    ['second', -1, '2017-01-01T00:00:00-08:00', '2016-12-31T23:59:59-08:00'],
    ['month', 0, '2017T', '2017-01T'], ['day', 0, '2017-01-02T03:04Z', '2017-01-02T03:04Z'], ['year', 9998, '0001T', '9999T'],
    ['day', 3652058, '0001-01-01T', '9999-12-31'],
  ])('(%s, %d, %s) is %s', (part, quantity, text, result) => {
    expect(added(part, quantity, text)).toBe(result);
  });

  it.each<[DatePart, number | bigint, string]>([
    ['year', 1, '9999T'], ['year', -1, '0001T'], ['month', -1, '0001-01T'], ['second', 1, '9999-12-31T23:59:59Z'],
    ['minute', -1, '0001-01-01T00:00Z'],
    ['hour', -1, '0001-01-01T02:00+02:00'], ['year', 2n ** 63n - 1n, '2017T'], ['second', -(2n ** 63n), '2017T'], ['day', 10n ** 12n, '2017T'],
  ])('(%s, %d, %s) lies outside of the years of Ion', (part, quantity, text) => {
    expect(() => added(part, quantity, text)).toThrow(EvaluationError);
    expect(() => added(part, quantity, text)).toThrow(/^timestamp out of bounds: .* outside of the years 1 to 9999$/);
  });

  it('gives timestamps that exist, and DATE_DIFF finds what was added', () => {
    fc.assert(fc.property(anyTimestamp, fc.constantFrom(...DATE_PARTS), fc.integer({ min: -900, max: 900 }), (start, part, quantity) => {
      const end = dateAdd(part, BigInt(quantity), start);
      expect(() => checkTimestamp(end)).not.toThrow();
      expect(dateDiff(part, start, end)).toBe(BigInt(quantity));
      expect(dateDiff(part, end, start)).toBe(BigInt(-quantity));
      expect(end.offset).toBe(start.offset);
    }), { numRuns: 2000 });
  });
});

describe('DATE_DIFF', () => {
  // The examples of the developer guide first.
  it.each<[DatePart, string, string, number]>([
    ['year', '2010-01-01T', '2011-01-01T', 1], ['year', '2010-12T', '2011-01T', 0], ['month', '2010T', '2010-05T', 4],
    ['month', '2010T', '2011T', 12],
    ['month', '2011T', '2010T', -12], ['month', '2010-12-31T', '2011-01-01T', 0], ['day', '2010-01-01T23:00Z', '2010-01-02T01:00Z', 0],
    ['day', '2010-01-02T01:00Z', '2010-01-01T23:00Z', 0], ['month', '2021-01-31T', '2021-02-28T', 0],
    ['month', '2021-01-15T12:00Z', '2021-02-15T11:59Z', 0],
    ['month', '2021-01-15T12:00Z', '2021-02-15T12:00Z', 1], ['hour', '2017-01-02T03:04+01:00', '2017-01-02T03:04+00:00', 1],
    ['minute', '2017-01-02T03:04+00:00', '2017-01-02T03:04+00:01', -1], ['second', '2017-01-02T03:04:05.9Z', '2017-01-02T03:04:06.1Z', 0],
    ['second', '2017-01-02T03:04:06.1Z', '2017-01-02T03:04:05.9Z', 0], ['second', '2017-01-02T03:04:05.1Z', '2017-01-02T03:04:06.10Z', 1],
    ['month', '2021-01-01T00:00+01:00', '2021-02-01T00:00+01:00', 1], ['year', '2000-02-29T', '2001-02-28T', 0],
    ['second', '0001T', '9999-12-31T23:59:59Z', 315537897599],
  ])('(%s, %s, %s) is %d', (part, from, to, result) => {
    expect(difference(part, from, to)).toBe(result);
  });

  it('counts the units that fit between two moments, and no more', () => {
    fc.assert(fc.property(anyTimestamp, anyTimestamp, fc.constantFrom(...DATE_PARTS), (a, b, part) => {
      const [from, to] = dateDiff('second', a, b) < 0n ? [b, a] : [a, b];
      const units = dateDiff(part, from, to);
      expect(units).toBeGreaterThanOrEqual(0n);
      expect(dateDiff(part, dateAdd(part, units, from), to)).toBe(0n);
    }), { numRuns: 1000 });
  });
});

describe('EXTRACT', () => {
  it.each<[ExtractPart, string, number]>([
    ['year', '2010-01-01T', 2010], ['month', '2010T', 1], ['month', '2010-10T', 10], ['day', '2010-10-03', 3],
    ['hour', '2017-01-02T03:04:05+07:08', 3],
    ['minute', '2017-01-02T03:04:05+07:08', 4], ['second', '2017-01-02T03:04:05.67+07:08', 5], ['timezone_hour', '2017-01-02T03:04:05+07:08', 7],
    ['timezone_minute', '2017-01-02T03:04:05+07:08', 8], ['timezone_hour', '2017-01-02T03:04-07:30', -7],
    ['timezone_minute', '2017-01-02T03:04-07:30', -30],
    ['timezone_hour', '2017-01-02T03:04-00:30', 0], ['timezone_minute', '2017T', 0],
  ])('%s from %s is %d', (part, text, result) => {
    expect(extract(part, parseTimestamp(text)) + 0).toBe(result);
  });

  it('knows parts for offsets, which DATE_ADD does not', () => {
    expect(EXTRACT_PARTS).toEqual([...DATE_PARTS, 'timezone_hour', 'timezone_minute']);
  });
});
