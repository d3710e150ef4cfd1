import * as fc from 'fast-check';
import { daysInMonth, shiftFields } from '../../src/ion/timestamp-offset';
import type { Decimal, IonType, Timestamp, TimestampPrecision, Value } from '../../src/ion/value';

/** Runs of a property. */
export const RUNS = process.env.CDK_QLDB_FULL ? 10_000 : 200;

const IDENTIFIERS = ['id', 'name', 'VIN', 'a', 'null', 'true', 'nan', '', ' ', '+', '$ion', '$ion_1_0', 'symbols', '$10', "it's", 'über', 'a\u000bb', '\ud83d\ude00'];

export const anyText = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string(), fc.string({ unit: 'binary', maxLength: 300 }), fc.constantFrom(...IDENTIFIERS));
export const anySymbol = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...IDENTIFIERS) }, { weight: 1, arbitrary: anyText });

const TYPES: readonly IonType[] = [
  'null', 'bool', 'int', 'float', 'decimal', 'timestamp', 'symbol', 'string', 'clob', 'blob', 'list', 'sexp', 'struct',
];

const anyBigInt = fc.oneof(fc.bigInt({ min: -300n, max: 300n }), fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), fc.bigInt());

const anyDecimal: fc.Arbitrary<Decimal> = fc.oneof(
  fc.record({ coefficient: anyBigInt, exponent: fc.integer({ min: -40, max: 40 }) }),
  fc.record({ coefficient: fc.constant(0n), exponent: fc.integer({ min: -9, max: 9 }), negativeZero: fc.constant(true) }),
  fc.record({ coefficient: anyBigInt, exponent: fc.integer({ min: -100_000, max: 100_000 }) }),
);

const PRECISIONS: readonly TimestampPrecision[] = ['year', 'month', 'day', 'minute', 'second'];

export const anyTimestamp: fc.Arbitrary<Timestamp> = fc.record({
  precision: fc.constantFrom(...PRECISIONS),
  offset: fc.oneof(fc.constantFrom(undefined, 0, -480, 330, 1439, -1439), fc.integer({ min: -1439, max: 1439 })),
  year: fc.oneof(fc.integer({ min: 1, max: 9999 }), fc.constantFrom(1, 4, 99, 100, 1900, 2000, 2024, 9999)),
  month: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constantFrom(1, 2, 12)),
  day: fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constantFrom(1, 28, 29, 31)),
  hour: fc.integer({ min: 0, max: 23 }),
  minute: fc.integer({ min: 0, max: 59 }),
  second: fc.integer({ min: 0, max: 59 }),
  fraction: fc.oneof(fc.constantFrom('', '0', '000', '360', '999'), fc.stringMatching(/^\d{1,12}$/).filter(ionJsKeeps)),
}).map(truncated).filter((timestamp) => {
  const { year } = shiftFields(timestamp, -(timestamp.offset ?? 0));
  return year >= 1 && year <= 9999;
});

/**
 * ion-js, the oracle, rounds to milliseconds while it shifts to UTC, and so writes 59.9999 as the second 59.9999 of the next minute; and it
 * writes 1.0000 as 0.0000.
 */
function ionJsKeeps(fraction: string): boolean {
  return Number(`0.${fraction}`) < 0.9995 && !/^0{4,}$/.test(fraction);
}

/** With the fields that the precision leaves out at their least value, and a day that the month has. */
function truncated(timestamp: Timestamp): Timestamp {
  const depth = PRECISIONS.indexOf(timestamp.precision);
  const month = depth >= 1 ? timestamp.month : 1;
  return {
    precision: timestamp.precision,
    year: timestamp.year,
    month,
    day: depth >= 2 ? Math.min(timestamp.day, daysInMonth(timestamp.year, month)) : 1,
    hour: depth >= 3 ? timestamp.hour : 0,
    minute: depth >= 3 ? timestamp.minute : 0,
    second: depth >= 4 ? timestamp.second : 0,
    fraction: depth >= 4 ? timestamp.fraction : '',
    offset: depth >= 3 ? timestamp.offset : undefined,
  };
}

const anyFloat = fc.oneof(fc.double(), fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 1.5, Number.MIN_VALUE, Number.MAX_VALUE));
// Buffers, because that is what decoding gives: equality of test values looks at the class.
const anyBytes = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes));

const anyScalar: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom(...TYPES).map((type): Value => ({ kind: 'null', type })),
  fc.boolean().map((value): Value => ({ kind: 'bool', value })),
  anyBigInt.map((value): Value => ({ kind: 'int', value })),
  anyFloat.map((value): Value => ({ kind: 'float', value })),
  anyDecimal.map((value): Value => ({ kind: 'decimal', value })),
  anyTimestamp.map((value): Value => ({ kind: 'timestamp', value })),
  anySymbol.map((value): Value => ({ kind: 'symbol', value })),
  anyText.map((value): Value => ({ kind: 'string', value })),
  anyBytes.map((value): Value => ({ kind: 'clob', value })),
  anyBytes.map((value): Value => ({ kind: 'blob', value })),
);

function annotated(values: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return fc.oneof(
    { weight: 4, arbitrary: values },
    {
      weight: 1,
      arbitrary: fc.tuple(values, fc.array(anySymbol, { minLength: 1, maxLength: 3 })).map(([value, annotations]) => ({ ...value, annotations })),
    },
  );
}

/** At the top level of a stream these are no data: a table of symbols, and what readers take for a version marker. https://amazon-ion.github.io/ion-docs/docs/symbols.html */
function isSystemValue(value: Value): boolean {
  return (value.kind === 'struct' && value.annotations?.[0] === '$ion_symbol_table')
    || (value.kind === 'symbol' && /^\$ion_\d+_\d+$/.test(value.value));
}

/** Any value that Ion can express, and that can be sent alone. */
export const anyValue: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: annotated(fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyScalar,
    fc.array(tie('value'), { maxLength: 5 }).map((elements): Value => ({ kind: 'list', elements })),
    fc.array(tie('value'), { maxLength: 5 }).map((elements): Value => ({ kind: 'sexp', elements })),
    fc.array(fc.record({ name: anySymbol, value: tie('value') }), { maxLength: 6 }).map((fields): Value => ({ kind: 'struct', fields })),
  )),
})).value.filter((value) => !isSystemValue(value));
