import { decode, decodeFully } from '../../src/ion/decode';
import { encode } from '../../src/ion/encode';
import { IonFormatError } from '../../src/ion/ion-format-error';
import { bag, int, list, MISSING, NULL, string, struct, structOf, type Timestamp, type Value } from '../../src/ion/value';

const hex = (value: Value): string => encode(value).toString('hex').replace(/^e00100ea/, '');
const timestamp = (fields: Partial<Timestamp>): Value => ({
  kind: 'timestamp',
  value: { precision: 'second', offset: 0, year: 2017, month: 8, day: 21, hour: 12, minute: 30, second: 0, fraction: '', ...fields },
});

describe('encoding', () => {
  test.each<[string, Value, string]>([
    ['a list', list([int(1), int(-1), int(0), string('a')]), 'b721013101208161'],
    ['zeros of each kind', list([
      { kind: 'float', value: 0 },
      { kind: 'decimal', value: { coefficient: 0n, exponent: 0 } },
      { kind: 'decimal', value: { coefficient: 0n, exponent: 0, negativeZero: true } },
    ]), 'b54050528080'],
    ['minus zero as a float', { kind: 'float', value: -0 }, '488000000000000000'],
    ['a coefficient whose highest bit is set', { kind: 'decimal', value: { coefficient: -200n, exponent: -2 } }, '53c280c8'],
    ['a struct without fields', struct([]), 'd0'],
    ['system symbols without a symbol table', { kind: 'symbol', value: 'name', annotations: ['version'] }, 'e481857104'],
  ])('writes %s in the shortest form', (_name, value, expected) => {
    expect(hex(value)).toBe(expected);
  });

  test('numbers symbols in the order of their first use', () => {
    const value = structOf({ b: { kind: 'symbol', value: 'x', annotations: ['z'] }, a: int(1), name: { kind: 'symbol', value: 'b' } });
    const bytes = encode(value).toString('latin1');
    const order = ['b', 'z', 'x', 'a'].map((text) => bytes.indexOf(`\x81${text}`));
    expect(order).toEqual([...order].sort((p, q) => p - q));
    expect(order.every((position) => position > 0)).toBe(true);
  });

  test('turns what only queries have into Ion', () => {
    expect(encode(MISSING)).toEqual(encode(NULL));
    expect(encode(bag([int(1), MISSING]))).toEqual(encode(list([int(1), NULL])));
    expect(encode(structOf({ a: MISSING, b: int(1) }))).toEqual(encode(structOf({ b: int(1) })));
  });

  test('writes large values as well as small ones', () => {
    const value = list([string('x'.repeat(100_000)), { kind: 'blob', value: Buffer.alloc(70_000, 7) }, int(2n ** 4000n), string('é'.repeat(5000))]);
    expect(decodeFully(encode(value))).toEqual(value);
  });

  test.each<[string, Value, string]>([
    ['half of a surrogate pair', string('a\ud800'), 'half of a surrogate pair'],
    ['half of a surrogate pair as a name', structOf({ '\udc00': int(1) }), 'half of a surrogate pair'],
    ['a day that does not exist', timestamp({ month: 2, day: 30 }), 'a timestamp has the day 30: it must be from 1 to 28'],
    ['a moment before year 1 in UTC', timestamp({ year: 1, month: 1, day: 1, hour: 0, offset: 60 }), 'year in UTC 0'],
    ['a moment after year 9999 in UTC', timestamp({ year: 9999, month: 12, day: 31, hour: 23, minute: 59, offset: -1 }), 'year in UTC 10000'],
    ['a fraction without seconds', timestamp({ precision: 'minute', fraction: '5' }), 'a fraction of a second but no second'],
    ['a fraction that is no number', timestamp({ fraction: '5x' }), 'digits are expected'],
    ['a fraction without end', timestamp({ fraction: '0'.repeat(1001) }), 'at most 1000 are supported'],
    ['an exponent beyond 32 bits', { kind: 'decimal', value: { coefficient: 1n, exponent: 2 ** 31 } }, 'a decimal has the exponent 2147483648'],
    ['a document that reads as a symbol table', { ...structOf({}), annotations: ['$ion_symbol_table'] }, 'readers take it for a symbol table'],
  ])('refuses %s', (_name, value, message) => {
    expect(() => encode(value)).toThrow(IonFormatError);
    expect(() => encode(value)).toThrow(message);
  });

  test('keeps a second that almost is the next one, which ion-js does not', () => {
    const value = timestamp({ second: 59, fraction: '999999999' });
    expect(decode(encode(value))).toEqual(value);
  });

  test.each([[1, 1, 1, -1439], [9999, 12, 31, 1439], [2000, 3, 1, 60], [1900, 3, 1, 60], [2024, 2, 29, -60], [99, 12, 31, -330]])(
    'shifts between local time and UTC around %i-%i-%i at an offset of %i minutes', (year, month, day, offset) => {
      for (const hour of [0, 12, 23]) {
        const value = timestamp({ year, month, day, hour, offset });
        expect(decode(encode(value))).toEqual(value);
      }
    });
});
