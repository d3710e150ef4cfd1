import { call, result } from './call';
import { bag, int, NULL, type Value } from '../../../src/ion/value';
import { EvaluationError } from '../../../src/partiql/error';
import { functions } from '../../../src/partiql/functions';

describe('the functions', () => {
  it('are those of the developer guide, and no others', () => {
    expect([...functions.keys()].sort()).toEqual([
      'char_length', 'character_length', 'coalesce', 'date_add', 'date_diff', 'exists', 'extract', 'lower', 'nullif', 'size', 'substring',
      'to_string', 'to_timestamp', 'trim', 'txid', 'upper', 'utcnow',
    ]);
  });

  it.each<[string, string[], string]>([
    ['char_length', ['""'], '0'], ['char_length', ['"abcdefg"'], '7'], ['character_length', ['"\u{1f601}\u{1f61e}"'], '2'],
    ['char_length', ['sym'], '3'],
    ['lower', ['"AbCdEfG!@#$"'], '"abcdefg!@#$"'], ['upper', ['"aßc"'], '"ASSC"'],
    ['substring', ['"123456789"', '0'], '"123456789"'], ['substring', ['"123456789"', '2'], '"23456789"'],
    ['substring', ['"123456789"', '0', '2'], '"1"'],
    ['substring', ['"123456789"', '1', '2'], '"12"'], ['substring', ['"1"', '-4', '0'], '""'], ['substring', ['"1234"', '10', '10'], '""'],
    ['substring', ['"12345"', '-1', '4'], '"12"'], ['substring', ['"a\u{1f600}b"', '2', '1'], '"\u{1f600}"'],
    ['substring', ['"abc"', '2', '9223372036854775807'], '"bc"'],
    ['substring', ['"abc"', '-9223372036854775808', '9223372036854775807'], '""'],
    ['trim', ['"both"', '" "', '"  foobar "'], '"foobar"'], ['trim', ['"leading"', '"12"', '"2112!211"'], '"!211"'],
    ['trim', ['"trailing"', '"12"', '"211!2112"'], '"211!"'],
    ['trim', ['"both"', '""', '" a "'], '" a "'], ['trim', ['"both"', '"\u{1f600}"', '"\u{1f600}a\u{1f600}"'], '"a"'],
    ['trim', ['"both"', '"a"', '"aaa"'], '""'],
    ['coalesce', ['1', 'null'], '1'], ['coalesce', ['null', 'missing', '"string"'], '"string"'], ['coalesce', ['missing', 'missing'], 'null'],
    ['coalesce', ['null.int'], 'null'],
    ['nullif', ['1', '1'], 'null'], ['nullif', ['1', '2'], '1'], ['nullif', ['1.0', '1'], 'null'], ['nullif', ['1', '"1"'], '1'],
    ['nullif', ['[1]', '[1]'], 'null'],
    ['nullif', ['1', 'null'], '1'], ['nullif', ['null', '1'], 'null'], ['nullif', ['null', 'missing'], 'null'],
    ['nullif', ['missing', 'null'], 'null'], ['nullif', ['missing', '1'], 'missing'],
    ['exists', ['[]'], 'false'], ['exists', ['[null]'], 'true'], ['exists', ['{}'], 'false'], ['exists', ['{a: 1}'], 'true'],
    ['exists', ['()'], 'false'], ['exists', ['(1)'], 'true'],
    ['exists', ['1'], 'false'], ['exists', ['2017T'], 'false'], ['exists', ['null'], 'false'], ['exists', ['missing'], 'false'],
    ['size', ['[]'], '0'], ['size', ['[null]'], '1'], ['size', ['{a: 1, a: 2}'], '2'],
    ['date_add', ['"month"', '1', '2010T'], '2010-02T'], ['date_add', ['"MONTH"', '1', '2010T'], '2010-02T'],
    ['date_diff', ['"day"', '2010-01-01T23:00Z', '2010-01-02T01:00Z'], '0'],
    ['extract', ['"timezone_minute"', '2000-01-02T03:04:05.67-08:09'], '-9'], ['extract', ['"year"', '2010-01-01'], '2010'],
    ['to_string', ['1969-07-20T20:18Z', '"MMMM d, y"'], '"July 20, 1969"'], ['to_timestamp', ['"2007T"'], '2007T'],
    ['to_timestamp', ['"02-2016"', '"MM-yyyy"'], '2016-02T'],
    ['to_timestamp', ['"2007-02-23T12:14:33.079-08:00"'], '2007-02-23T12:14:33.079-08:00'],
    ['utcnow', [], '2021-02-03T04:05:06.789Z'], ['txid', [], '"HgXAkLjAtV0HQ4lNYdzX60"'],
  ])('%s(%j) is %s', (name, args, expected) => {
    expect(result(name, ...args)).toBe(expected);
  });

  it('count the elements of bags', () => {
    const count = (name: string, value: Value) => functions.get(name)?.call([value], { now: { ...NOWHERE }, transactionId: '' });
    expect(count('size', bag([int(1), NULL]))).toEqual(int(2));
    expect(count('exists', bag([]))).toEqual({ kind: 'bool', value: false });
  });

  it('answer NULL to NULL and MISSING, but for those that want to see them', () => {
    for (const [name, entry] of functions) {
      if (entry.unknowns === 'propagate') {
        for (let place = 0; place < entry.minArguments; place++) {
          for (const unknown of ['null', 'missing', 'null.timestamp']) {
            const args = Array.from({ length: entry.minArguments }, (_, index) => index === place ? unknown : '()');
            expect(`${name}(${args.join(', ')}) is ${result(name, ...args)}`).toBe(`${name}(${args.join(', ')}) is null`);
          }
        }
      }
    }
    const receiving = [...functions.values()].filter((entry) => entry.unknowns === 'receive').map((entry) => entry.name);
    expect(receiving.sort()).toEqual(['coalesce', 'exists', 'nullif']);
  });

  it.each<[string, string[], string]>([
    ['char_length', ['1'], 'argument 1 of char_length must be a string or a symbol, got INT'],
    ['substring', ['"a"', '"1"'], 'argument 2 of substring must be an int, got STRING'],
    ['substring', ['"a"', '1', '-1'], 'Argument 3 of substring has to be greater than 0'],
    ['trim', ['"around"', '" "', '"a"'], "'around' is an unknown trim specification"],
    ['size', ['12'], 'argument 1 of size must be a list, a struct or a bag, got INT'], ['size', ['(1)'], 'got SEXP'],
    ['date_add', ['"week"', '1', '2010T'], 'invalid datetime part for date_add: week, valid values: year, month, day, hour, minute, second'],
    ['date_diff', ['"timezone_hour"', '2010T', '2010T'], 'invalid datetime part for date_diff: timezone_hour'],
    ['date_add', ['"day"', '1.0', '2010T'], 'must be an int, got DECIMAL'],
    ['extract', ['"year"', '"2010T"'], 'argument 2 of extract must be a timestamp, got STRING'],
    ['to_timestamp', ['"2007"'], "Timestamp was not a valid ion timestamp: '2007'"],
    ['to_timestamp', ['"2007-02-30"'], 'not a valid ion timestamp'],
    ['lower', [], 'Incorrect number of arguments to function call: lower takes 1, got 0'],
    ['utcnow', ['1'], 'Incorrect number of arguments to function call: utcnow takes 0, got 1'],
    ['substring', ['"a"'], 'Incorrect number of arguments to function call: substring takes 2 to 3, got 1'],
    ['coalesce', [], 'coalesce takes at least 1, got 0'],
    ['nullif', ['null'], 'Incorrect number of arguments to function call'],
  ])('%s(%j) is an error', (name, args, message) => {
    expect(() => call(name, ...args)).toThrow(EvaluationError);
    expect(() => call(name, ...args)).toThrow(message);
  });
});

const NOWHERE = { precision: 'year', offset: undefined, year: 1, month: 1, day: 1, hour: 0, minute: 0, second: 0, fraction: '' } as const;
