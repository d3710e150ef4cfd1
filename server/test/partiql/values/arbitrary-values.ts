import fc from 'fast-check';
import type { Decimal, Field, Timestamp, TimestampPrecision, Value } from '../../../src/ion/value';

/**
 * Values of which many are equal without being the same: few distinct magnitudes, written in every type and precision.
 */
const smallInt = fc.integer({ min: -3, max: 3 }).map((value): Value => ({ kind: 'int', value: BigInt(value) }));

export const decimal: fc.Arbitrary<Decimal> = fc.oneof(
  fc.record({ coefficient: fc.integer({ min: -30, max: 30 }).map((value) => BigInt(value) * 10n), exponent: fc.integer({ min: -3, max: 1 }) }),
  fc.record({ coefficient: fc.bigInt({ min: -(10n ** 50n), max: 10n ** 50n }), exponent: fc.integer({ min: -60, max: 60 }) }),
  fc.record({ coefficient: fc.constantFrom(0n, 1n, 10n, -100n), exponent: fc.constantFrom(-2147483000, -1000000, 1000000, 1000001, 2147483000) }),
  fc.constantFrom<Decimal>(
    { coefficient: 0n, exponent: 0, negativeZero: true }, { coefficient: 0n, exponent: -5 }, { coefficient: 5n, exponent: -1 }),
);

const float = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 2, 0.5, 0.1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324, 1.7976931348623157e308, 2 ** 53),
  fc.double(),
).map((value): Value => ({ kind: 'float', value }));

export const number: fc.Arbitrary<Value> = fc.oneof(
  smallInt,
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map((value): Value => ({ kind: 'int', value })),
  decimal.map((value): Value => ({ kind: 'decimal', value })),
  float,
);

const PRECISIONS: readonly TimestampPrecision[] = ['year', 'month', 'day', 'minute', 'second'];

/** Within a few moments of each other, in several offsets and precisions. */
export const timestamp: fc.Arbitrary<Timestamp> = fc.record({
  precision: fc.constantFrom(...PRECISIONS),
  offset: fc.constantFrom(undefined, 0, 60, -60, 90),
  year: fc.constantFrom(2019, 2020),
  month: fc.constantFrom(1, 2, 12),
  day: fc.constantFrom(1, 29, 31),
  hour: fc.constantFrom(0, 1, 23),
  minute: fc.constantFrom(0, 30, 59),
  second: fc.constantFrom(0, 59),
  fraction: fc.constantFrom('', '0', '00', '5', '50', '123456789', '05'),
}).map(ofPrecision);

/** Clears what the precision does not have, and days that the month does not have. */
export function ofPrecision(fields: Timestamp): Timestamp {
  const rank = PRECISIONS.indexOf(fields.precision);
  return {
    ...fields,
    offset: rank < 3 ? undefined : fields.offset,
    month: rank < 1 ? 1 : fields.month,
    day: rank < 2 ? 1 : fields.month === 2 ? Math.min(fields.day, 28) : fields.day,
    hour: rank < 3 ? 0 : fields.hour,
    minute: rank < 3 ? 0 : fields.minute,
    second: rank < 4 ? 0 : fields.second,
    fraction: rank < 4 ? '' : fields.fraction,
  };
}

const text = fc.tuple(
  fc.constantFrom('string' as const, 'symbol' as const),
  fc.constantFrom('', 'a', 'b', '1', '\u{1f600}', '\uff5e', '\ud800', '\ud801'),
) .map(([kind, value]): Value => ({ kind, value }));

const lob = fc.tuple(fc.constantFrom('blob' as const, 'clob' as const), fc.constantFrom([], [0], [97], [97, 0]))
  .map(([kind, bytes]): Value => ({ kind, value: Uint8Array.from(bytes) }));

export const scalar: fc.Arbitrary<Value> = fc.oneof(
  { arbitrary: number, weight: 4 },
  text,
  lob,
  timestamp.map((value): Value => ({ kind: 'timestamp', value })),
  fc.boolean().map((value): Value => ({ kind: 'bool', value })),
  fc.constantFrom<Value>({ kind: 'null', type: 'null' }, { kind: 'null', type: 'int' }, { kind: 'missing' }),
);

export const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value; container: Value }>((tie) => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, { arbitrary: scalar, weight: 3 }, tie('container')),
  container: fc.oneof(
    fc.tuple(fc.constantFrom('list' as const, 'sexp' as const, 'bag' as const), fc.array(tie('value'), { maxLength: 3 }))
      .map(([kind, elements]): Value => ({ kind, elements })),
    fc.array(fc.record({ name: fc.constantFrom('a', 'b', 'c'), value: tie('value') }), { maxLength: 3 })
      .map((fields): Value => ({ kind: 'struct', fields })),
  ),
})).value;

/** The same value written otherwise: other types of number and text, zeros moved into exponents, fields and bags in another order. */
export function disguised(original: Value, salt: number): Value {
  switch (original.kind) {
    case 'int':
      return salt % 3 === 0 ? original : { kind: 'decimal', value: { coefficient: original.value * 10n ** BigInt(salt % 5), exponent: -(salt % 5) } };
    case 'decimal':
      return {
        kind: 'decimal',
        value: { coefficient: original.value.coefficient * 10n ** BigInt(salt % 7), exponent: original.value.exponent - salt % 7 },
      };
    case 'float':
      return Object.is(original.value, -0) ? { kind: 'int', value: 0n } : { ...original, annotations: ['a'] };
    case 'string': case 'symbol':
      return { kind: salt % 2 === 0 ? 'string' : 'symbol', value: original.value };
    case 'blob': case 'clob':
      return { kind: salt % 2 === 0 ? 'blob' : 'clob', value: original.value };
    case 'timestamp':
      return original.value.precision === 'second'
        ? { kind: 'timestamp', value: { ...original.value, fraction: `${original.value.fraction}0` } }
        : original;
    case 'null': case 'missing':
      return { kind: 'null', type: salt % 2 === 0 ? 'null' : 'string' };
    case 'bool':
      return { ...original };
    case 'list': case 'sexp':
      return { kind: original.kind, elements: original.elements.map((element) => disguised(element, salt + 1)) };
    case 'bag':
      return { kind: 'bag', elements: rotated(original.elements.map((element) => disguised(element, salt + 1)), salt) };
    case 'struct':
      return { kind: 'struct', fields: rotated(original.fields.map((field) => disguisedField(field, salt + 1)), salt) };
  }
}

/** A field that is MISSING is none at all, which NULL is not. */
function disguisedField(field: Field, salt: number): Field {
  return field.value.kind === 'missing' ? field : { name: field.name, value: disguised(field.value, salt) };
}

function rotated<T>(elements: readonly T[], by: number): readonly T[] {
  const at = elements.length === 0 ? 0 : by % elements.length;
  return [...elements.slice(at), ...elements.slice(0, at)];
}
