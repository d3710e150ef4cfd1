import { EvaluationError } from '../error';
import { compareDecimals } from './decimal';
import { exactNumber, isLob, isNumber, isText, isUnknown, type NumberValue } from './equality';
import { compareInstants, instantOf } from './instant';
import { typeName } from './type-name';
import type { Field, Value, ValueKind } from '../../ion/value';

/**
 * The order of `<`, `>`, BETWEEN, MIN and MAX: negative, zero or positive.
 *
 * Numbers compare with numbers by value (NaN first, then -inf), text with text by code point, timestamps by instant, blobs and clobs by
 * byte, booleans with false first, containers with containers of their kind, element by element. Zero exactly where `equals` says true.
 * Unknown values are the evaluator's: a comparison with one is NULL and does not come here.
 *
 * @throws {EvaluationError} values of types that do not compare, as 1 and 'a'
 */
export function compare(a: Value, b: Value): number {
  if (RANKS[a.kind] !== RANKS[b.kind] || isUnknown(a)) {
    throw new EvaluationError(`Cannot compare values: ${typeName(a)} and ${typeName(b)}`);
  }
  return naturalOrder(a, b);
}

/** Text compares by code point. UTF-16 order differs where one string has a surrogate and the other a unit above surrogates. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const [left, right] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (left !== right) {
      return codePointRank(left) - codePointRank(right);
    }
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above all others, so they go behind U+E000 to U+FFFF. */
function codePointRank(unit: number): number {
  if (unit < 0xd800) {
    return unit;
  }
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** Kinds of one rank compare with each other. */
const RANKS: Readonly<Record<ValueKind, number>> = {
  null: 0,
  missing: 0,
  bool: 1,
  int: 2,
  float: 2,
  decimal: 2,
  timestamp: 3,
  string: 4,
  symbol: 4,
  blob: 5,
  clob: 5,
  list: 6,
  sexp: 7,
  struct: 8,
  bag: 9,
};

/** A total order over all values, for the inside of containers. */
function naturalOrder(a: Value, b: Value): number {
  const rank = RANKS[a.kind] - RANKS[b.kind];
  if (rank !== 0) {
    return rank;
  }
  if (isNumber(a) && isNumber(b)) {
    return compareNumbers(a, b);
  }
  if (isText(a) && isText(b)) {
    return compareText(a.value, b.value);
  }
  if (isLob(a) && isLob(b)) {
    return Buffer.compare(a.value, b.value);
  }
  if (a.kind === 'timestamp' && b.kind === 'timestamp') {
    return compareInstants(instantOf(a.value), instantOf(b.value));
  }
  if (a.kind === 'bool' && b.kind === 'bool') {
    return Number(a.value) - Number(b.value);
  }
  if (a.kind === 'struct' && b.kind === 'struct') {
    return compareSequences(sortedFields(a.fields), sortedFields(b.fields), compareFields);
  }
  if (a.kind === 'bag' && b.kind === 'bag') {
    return compareSequences([...a.elements].sort(naturalOrder), [...b.elements].sort(naturalOrder), naturalOrder);
  }
  if ('elements' in a && 'elements' in b) {
    return compareSequences(a.elements, b.elements, naturalOrder);
  }
  return 0;
}

function compareNumbers(a: NumberValue, b: NumberValue): number {
  if (a.kind === 'int' && b.kind === 'int') {
    return a.value === b.value ? 0 : a.value < b.value ? -1 : 1;
  }
  const [left, right] = [exactNumber(a), exactNumber(b)];
  if (typeof left === 'string' || typeof right === 'string') {
    return SPECIAL_ORDER[typeof left === 'string' ? left : 'finite'] - SPECIAL_ORDER[typeof right === 'string' ? right : 'finite'];
  }
  return compareDecimals(left, right);
}

const SPECIAL_ORDER = { 'nan': 0, '-inf': 1, 'finite': 2, '+inf': 3 } as const;

function sortedFields(fields: readonly Field[]): readonly Field[] {
  return fields.filter((field) => field.value.kind !== 'missing').sort(compareFields);
}

function compareFields(a: Field, b: Field): number {
  return compareText(a.name, b.name) || naturalOrder(a.value, b.value);
}

function compareSequences<T>(a: readonly T[], b: readonly T[], order: (left: T, right: T) => number): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) {
      return 1;
    }
    const result = order(left, right);
    if (result !== 0) {
      return result;
    }
  }
  return a.length - b.length;
}
