import { IonFormatError } from '../../src/ion/ion-format-error';
import { parseText, writeText } from '../../src/ion/text';
import { millisecondsOf, timestampOf } from '../../src/ion/timestamp-milliseconds';
import { parseTimestamp, timestampText } from '../../src/ion/timestamp-text';
import { bag, int, list, MISSING, structOf } from '../../src/ion/value';

describe('text', () => {
  test.each([
    ['{ a : 1, "b":\'two words\' }', "{a:1,b:'two words'}"],
    ['[1,2,/* three */3] // end', '[1,2,3]'],
    ["a::'b c'::{{ aGVs bG8= }}", "a::'b c'::{{aGVsbG8=}}"],
    ['{{"clob\\x00\\xff\\n"}}', '{{"clob\\x00\\xff\\n"}}'],
    ["'''long ''' '''string'''", '"long string"'],
    ['(a + b)', "(a '+' b)"],
    ['0x1F', '31'],
    ['[1.50, 15d-1, 0d3, -0.0, 1d-20, 123456d-3, 1.]', '[1.50,1.5,0d3,-0.0,1d-20,123.456,1.]'],
    ['[1e0, 1.5e300, nan, +inf, -inf, -0e0, 1E3]', '[1e0,1.5e300,nan,+inf,-inf,-0e0,1e3]'],
    ['[2017T, 2017-08T, 2017-08-21, 2017-08-21T, 2017-08-21T12:30Z]', '[2017T,2017-08T,2017-08-21,2017-08-21,2017-08-21T12:30Z]'],
    ['2017-08-21T12:30:00.500+05:30', '2017-08-21T12:30:00.500+05:30'],
    ['2017-08-21T12:30:00-00:00', '2017-08-21T12:30:00-00:00'],
    ['2017-08-21T12:30:00+00:00', '2017-08-21T12:30:00Z'],
    ["{'null':null.int,'$1':'true','true':'',x:'nan'}", "{'null':null.int,'$1':'true','true':'',x:'nan'}"],
    ['"\\u00e9 \\"quoted\\" \'single\' \\\\ \\t\\u0007"', '"é \\"quoted\\" \'single\' \\\\ \\t\\x07"'],
  ])('%s is written as %s', (text, written) => {
    expect(writeText(parseText(text))).toBe(written);
    expect(parseText(written)).toEqual(parseText(text));
  });

  test('shows what only queries have as it is encoded', () => {
    expect(writeText(bag([int(1), MISSING]))).toBe('[1,null]');
    expect(writeText(structOf({ a: MISSING, b: int(1) }))).toBe('{b:1}');
  });

  test.each([
    ['', 'an Ion value is expected, the text holds none'],
    ['1 2', 'one Ion value is expected, the text holds several'],
    ['{a:', 'not valid Ion text'],
    ['"open', 'not valid Ion text'],
    ['$0', 'not valid Ion text'],
    ['2017-02-30', 'not valid Ion text'],
    ['[[[[['.repeat(1000), 'nested more than 200 levels deep'],
    ['(((((('.repeat(1000), 'nested more than 200 levels deep'],
    ['{a:{a:'.repeat(1000), 'nested more than 200 levels deep'],
  ])('refuses %.20s', (text, message) => {
    expect(() => parseText(text)).toThrow(IonFormatError);
    expect(() => parseText(text)).toThrow(message);
  });

  test('is not written deeper than 200 levels', () => {
    let value = list([]);
    for (let i = 0; i < 200; i++) value = list([value]);
    expect(() => writeText(value)).toThrow('nested more than 200 levels deep');
  });
});

describe('a timestamp', () => {
  test.each(['2017T', '2017-08T', '0001-01-01T00:00Z', '9999-12-31T23:59:59.999999Z', '2016-02-29T23:59:00-23:59'])('%s is read and written', (text) => {
    expect(timestampText(parseTimestamp(text))).toBe(text);
  });

  test.each(['2017', '2017-8-1', '2017-08-21T12Z', '2017-08-21T12:30', '2017-08-21 12:30Z', 'T', '2017-08-21T12:30:00.Z', '2017-08-21T12:30:60Z', '2017-08-21T24:00Z', '2017-08-21T12:30+05:60'])('%s is refused', (text) => {
    expect(() => parseTimestamp(text)).toThrow(IonFormatError);
  });

  test.each([0, 1, 1_568_662_625_344, -1, -62_135_596_800_000, 253_402_300_799_999])('is made of %i milliseconds and gives them back', (milliseconds) => {
    expect(millisecondsOf(timestampOf(milliseconds))).toBe(milliseconds);
    expect(timestampText(timestampOf(milliseconds))).toBe(new Date(milliseconds).toISOString().replace(/^\+?0*(\d{4})/, '$1'));
  });

  test('is the same moment in every time zone', () => {
    expect(millisecondsOf(parseTimestamp('2019-09-16T21:37:05.3449+02:00'))).toBe(Date.parse('2019-09-16T19:37:05.344Z'));
    expect(millisecondsOf(parseTimestamp('0050-01-01T00:00Z'))).toBe(Date.parse('0050-01-01T00:00:00Z'));
    expect(() => timestampOf(253_402_300_800_000)).toThrow(IonFormatError);
  });
});
