import { fitsNumeric } from './numbers';
import type { Timestamp, Value } from '../ion/value';

export type ColumnType = 'boolean' | 'bigint' | 'numeric' | 'double precision' | 'timestamptz' | 'date' | 'text' | 'bytea' | 'jsonb';

/** What a value is, as far as the choice of a column's type depends on it. */
export type Shape =
  | 'boolean'
  /** An integer that a float holds exactly. */
  | 'small integer'
  /** Another one of 64 bits. */
  | 'integer'
  /** A decimal, or a larger integer. */
  | 'numeric'
  | 'float'
  /** A number that not even `numeric` holds. */
  | 'huge number'
  /** A timestamp that says which moment it is, to the second or finer, and no finer than PostgreSQL's microseconds. */
  | 'moment'
  | 'day'
  /** A string or a symbol, or any other timestamp: with less precision, more digits, or no time zone. */
  | 'text'
  | 'bytes'
  | 'container';

/** Each type with the shapes that it holds without loss, the closest first. */
const TYPES: ReadonlyArray<readonly [ColumnType, ReadonlySet<Shape>]> = [
  ['boolean', new Set(['boolean'])],
  ['bigint', new Set(['small integer', 'integer'])],
  ['numeric', new Set(['small integer', 'integer', 'numeric'])],
  ['double precision', new Set(['small integer', 'float'])],
  ['timestamptz', new Set(['moment'])],
  ['date', new Set(['day'])],
  ['text', new Set(['text', 'moment', 'day'])],
  ['bytea', new Set(['bytes'])],
];

const NUMBERS: ReadonlySet<Shape> = new Set(['small integer', 'integer', 'numeric', 'float', 'huge number']);

/** Digits after the second that a timestamp of PostgreSQL has. */
const MICROSECOND_DIGITS = 6;

const LEAST_INTEGER = -(2n ** 63n);
const GREATEST_INTEGER = 2n ** 63n - 1n;

/**
 * The type that holds values of all these shapes: a decimal among floats, or a text among numbers, is for `jsonb`, and so is what has parts.
 *
 * @param shapes none where every value is null
 */
export function columnType(shapes: ReadonlySet<Shape>): ColumnType {
  const isWithin = (held: ReadonlySet<Shape>) => [...shapes].every((shape) => held.has(shape));
  if (shapes.size === 0) return 'text';
  // Numbers of jsonb are those of numeric.
  if (shapes.has('huge number') && isWithin(NUMBERS)) return 'text';
  return TYPES.find(([, held]) => isWithin(held))?.[0] ?? 'jsonb';
}

/** None of null, which every type has. Annotations are no part of it. */
export function shapeOf(value: Value): Shape | undefined {
  switch (value.kind) {
    case 'null':
    case 'missing': return undefined;
    case 'bool': return 'boolean';
    case 'int': return integerShape(value.value);
    case 'decimal': return fitsNumeric(value.value) ? 'numeric' : 'huge number';
    case 'float': return 'float';
    case 'timestamp': return timestampShape(value.value);
    case 'symbol':
    case 'string': return 'text';
    case 'clob':
    case 'blob': return 'bytes';
    case 'list':
    case 'bag':
    case 'sexp':
    case 'struct': return 'container';
  }
}

function integerShape(value: bigint): Shape {
  if (value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)) return 'small integer';
  if (value >= LEAST_INTEGER && value <= GREATEST_INTEGER) return 'integer';
  return fitsNumeric({ coefficient: value, exponent: 0 }) ? 'numeric' : 'huge number';
}

function timestampShape({ precision, offset, fraction }: Timestamp): Shape {
  if (precision === 'day') return 'day';
  return precision === 'second' && offset !== undefined && fraction.length <= MICROSECOND_DIGITS ? 'moment' : 'text';
}
