import fc from 'fast-check';
import { ofPrecision } from './arbitrary-values';
import { parseTimestamp as parseIon, timestampText } from '../../../src/ion/timestamp-text';
import type { Timestamp } from '../../../src/ion/value';
import { EvaluationError } from '../../../src/partiql/error';
import { formatTimestamp } from '../../../src/partiql/values/timestamp-format';
import { parseTimestamp } from '../../../src/partiql/values/timestamp-parse';

const format = (text: string, pattern: string): string => formatTimestamp(parseIon(text), pattern);
const parse = (text: string, pattern: string): string => timestampText(parseTimestamp(text, pattern));

describe('TO_STRING', () => {
  it.each([
    // The examples of the developer guide, `y` being what its other examples and its table of symbols say it is.
    ['1969-07-20T20:18Z', 'MMMM d, y', 'July 20, 1969'], ['1969-07-20T20:18Z', 'MMM d, yyyy', 'Jul 20, 1969'],
    ['1969-07-20T20:18Z', 'M-d-yy', '7-20-69'],
    ['1969-07-20T20:18Z', 'MM-d-y', '07-20-1969'], ['1969-07-20T20:18Z', 'MMMM d, y h:m a', 'July 20, 1969 8:18 PM'],
    ['1969-07-20T20:18Z', "y-MM-dd'T'H:m:ssX", '1969-07-20T20:18:00Z'],
    ['1969-07-20T20:18+08:00', "y-MM-dd'T'H:m:ssXXXX", '1969-07-20T20:18:00+0800'],
    ['1969-07-20T20:18+08:00', "y-MM-dd'T'H:m:ssXXXXX", '1969-07-20T20:18:00+08:00'],
    ['0986T', 'y yy yyy yyyy', '986 86 986 0986'], ['2007-11-05', 'M MM MMM MMMM MMMMM', '11 11 Nov November N'],
    ['2007T', 'd dd H HH m mm s ss', '1 01 0 00 0 00 0 00'],
    ['2007-01-01T00:05Z', 'h hh a', '12 12 AM'], ['2007-01-01T12:05Z', 'h hh a', '12 12 PM'], ['2007-01-01T13:05Z', 'h hh a', '1 01 PM'],
    ['2007-01-01T00:00:00.0987Z', 'S SS SSS SSSSSSSSS n', '0 09 098 098700000 98700000'], ['2007-01-01T00:00:00.9999999999Z', 'n', '999999999'],
    ['2007-01-01T00:00-07:30', 'X XX XXX x xx xxx', '-0730 -0730 -07:30 -0730 -0730 -07:30'], ['2007-01-01T00:00+05:00', 'X x', '+05 +05'],
    ['2007-01-01T00:00-00:00', 'X XX x xx xxx', 'Z Z +00 +0000 +00:00'], ['2007T', "'it''s' '' y", "it's ' 2007"], ['2007T', '', ''],
  ])('%s as %s is %s', (text, pattern, result) => {
    expect(format(text, pattern)).toBe(result);
  });

  it.each([
    ['T', 'Invalid token in timestamp format pattern: T in T; put text between single quotes'],
    ['y\u{1f600}', 'Invalid token in timestamp format pattern: \u{1f600}'],
    ['yyyyy', 'Invalid symbol in timestamp format pattern: yyyyy; y stands 4 times at most'], ['MMMMMM', 'Invalid symbol'],
    ['ddd', 'Invalid symbol'], ['aa', 'Invalid symbol'],
    ['SSSSSSSSSS', 'S stands 9 times at most'], ['XXXXXX', 'Invalid symbol'], ["y 'abc", "Unterminated token in timestamp format pattern: y 'abc"],
    ["'", 'Unterminated token'],
  ])('refuses the pattern %s', (pattern, message) => {
    expect(() => format('2007T', pattern)).toThrow(EvaluationError);
    expect(() => format('2007T', pattern)).toThrow(message);
  });
});

describe('TO_TIMESTAMP with a pattern', () => {
  it.each([
    // The examples of the developer guide first.
    ['2016', 'y', '2016T'], ['2016', 'yyyy', '2016T'], ['02-2016', 'MM-yyyy', '2016-02T'], ['Feb 2016', 'MMM yyyy', '2016-02T'],
    ['February 2016', 'MMMM yyyy', '2016-02T'],
    ['fEB 2016', 'MMM yyyy', '2016-02T'], ['69', 'yy', '2069T'], ['70', 'yy', '1970T'], ['00', 'yy', '2000T'], ['007', 'y', '0007T'],
    ['20160229', 'yyyyMMdd', '2016-02-29'], ['20160229', 'yMMdd', '2016-02-29'], ['2016-2-29 23:05', 'y-M-d H:mm', '2016-02-29T23:05-00:00'],
    ['20160229T230559123', "yyyyMMdd'T'HHmmssSSS", '2016-02-29T23:05:59.123-00:00'], ['2016-02-29T2+05', "y-M-d'T'HX", '2016-02-29T02:00+05:00'],
    ['2016-02-29 12:59+0530', 'y-M-d H:mXX', '2016-02-29T12:59+05:30'], ['2016-01-01 12 am', 'y-M-d h a', '2016-01-01T00:00-00:00'],
    ['2016-01-01 12 PM', 'y-M-d h a', '2016-01-01T12:00-00:00'],
    ['2016-01-01 0:0 +0530', 'y-M-d H:m X', '2016-01-01T00:00+05:30'], ['2016-01-01 0:0 -00:00', 'y-M-d H:m xxx', '2016-01-01T00:00Z'],
    ['2016-01-01 0:0 z', 'y-M-d H:m X', '2016-01-01T00:00Z'],
    ['2016-01-01 0:0 +18:00', 'y-M-d H:m xxx', '2016-01-01T00:00+18:00'], ['2016-01-01 0:0:0.500', 'y-M-d H:m:s.SSS', '2016-01-01T00:00:00.5-00:00'],
    ["IT'S 2016", "'it''s' y", '2016T'], ['2016-01-01 1:1:1 5', 'y-M-d H:m:s n', '2016-01-01T01:01:01.000000005-00:00'],
  ])('%s by %s is %s', (text, pattern, result) => {
    expect(parse(text, pattern)).toBe(result);
  });

  it.each([
    ['2016 ', 'y'], [' 2016', 'y'], ['', 'y'], ['16', 'yyyy'], ['02016', 'yyyy'], ['0', 'y'], ['10000', 'y'], ['2016-02-30', 'y-MM-dd'],
    ['2015-02-29', 'y-M-d'], ['2016-2', 'y-MM'],
    ['2016-1-1 0 AM', 'y-M-d h a'], ['2016-1-1 24', 'y-M-d H'], ['2016-1-1 1:1 +05:60', 'y-M-d H:m XXX'], ['2016-1-1 1:1 +18:01', 'y-M-d H:m XXX'],
    ['2016-1-1 1:1 Z', 'y-M-d H:m x'],
    ['0001-1-1 0:0 +01:00', 'y-M-d H:m XXX'], ['2016-01-01 1:1:1.5', 'y-M-d H:m:s.SS'], ['2016-01-01 1:1:1 1000000000', 'y-M-d H:m:s n'],
  ])('does not find a timestamp in %j by %s', (text, pattern) => {
    expect(() => parse(text, pattern)).toThrow(EvaluationError);
    expect(() => parse(text, pattern)).toThrow(`Failed to parse '${text}' as a timestamp with the format pattern '${pattern}'`);
  });

  it.each([
    ['MM', 'lacks YEAR'], ['y d', 'lacks MONTH_OF_YEAR'], ['y M d m', 'lacks HOUR_OF_DAY'], ['y M d H s', 'lacks MINUTE_OF_HOUR'],
    ['y M d H m S', 'lacks SECOND_OF_MINUTE'],
    ['y M d X', 'lacks HOUR_OF_DAY'], ['y a', 'lacks MONTH_OF_YEAR, DAY_OF_MONTH, HOUR_OF_DAY'], ['', 'lacks YEAR'], ["'x'", 'lacks YEAR'],
    ['y yy', 'contains YEAR more than once'],
    ['y M d H h a', 'contains HOUR_OF_DAY more than once'], ['y M d H m s S n', 'contains FRACTION_OF_SECOND more than once'],
    ['y M d h m', "doesn't contain an am/pm field: add a"],
    ['y M d H a', 'also contains an am/pm field: use h instead of H'], ['y MMMMM', 'MMMMM, which is for formatting only'],
  ])('refuses the pattern %s', (pattern, message) => {
    expect(() => parse('2016', pattern)).toThrow(EvaluationError);
    expect(() => parse('2016', pattern)).toThrow(message);
  });

  it('reads back what TO_STRING wrote', () => {
    const patterns = ["y-M-d'T'H:m:s.SSSSSSSSSXXX", 'yyyyMMddHHmmssSSSSSSSSSxx', 'd MMMM y h:m:s n a xxx', 'MMM/dd/yyyy hh.mm.ss,SSSSSSSSS a XX'];
    const moment = fc.record({
      offset: fc.integer({ min: -1080, max: 1080 }),
      year: fc.integer({ min: 2, max: 9998 }),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 31 }).map((day) => Math.min(day, 28)),
      hour: fc.integer({ min: 0, max: 23 }),
      minute: fc.integer({ min: 0, max: 59 }),
      second: fc.integer({ min: 0, max: 59 }),
      fraction: fc.constantFrom('', '5', '25', '000000001', '999999999'),
    }).map((fields): Timestamp => ({ ...fields, precision: 'second' }));
    fc.assert(fc.property(moment, fc.constantFrom(...patterns), (timestamp, pattern) => {
      expect(parseTimestamp(formatTimestamp(timestamp, pattern), pattern)).toEqual(timestamp);
    }), { numRuns: 1000 });
    const short = fc.constantFrom(['year', 'y'], ['month', 'yyyy MMM'], ['day', 'dd.MM.yyyy']);
    fc.assert(fc.property(moment, short, (timestamp, [precision, pattern = '']) => {
      const cut = ofPrecision({ ...timestamp, precision: precision as Timestamp['precision'] });
      expect(parseTimestamp(formatTimestamp(cut, pattern), pattern)).toEqual(cut);
    }));
  });

  it('answers to anything with a timestamp or an EvaluationError', () => {
    const pattern = fc.string({ unit: fc.constantFrom(...'yyMMddahHmsSSnXx -:.\'T'), maxLength: 16 });
    const text = fc.string({ unit: fc.constantFrom(...'0123456789 -:.+ZAPM'), maxLength: 20 });
    fc.assert(fc.property(text, pattern, (given, by) => {
      try {
        parseIon(timestampText(parseTimestamp(given, by)));
      } catch (error) {
        expect(error).toBeInstanceOf(EvaluationError);
      }
    }), { numRuns: 3000 });
  });
});
