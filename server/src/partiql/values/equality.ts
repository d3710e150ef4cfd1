import { compareDecimals, decimalOfFloat, decimalOfInt, stripZeros } from './decimal';
import { instantOf } from './instant';
import type { Decimal, DecimalValue, Field, FloatValue, IntValue, Value } from '../../ion/value';

/**
 * Equality of values, that of PartiQL's `=`, IN, DISTINCT and of indexes.
 *
 * - Numbers are equal by value, whatever their type: 1 = 1.0 = 1e0, -0 = 0. A float stands for the exact value of its bits, so that
 *   equality is transitive: 0.5e0 = 0.5, but 0.1e0 ≠ 0.1. NaN equals itself.
 * - Strings and symbols are text. Blobs and clobs are bytes.
 * - Timestamps are equal when they are the same instant. Precision and offset do not matter: 2017T = 2017-01-01T00:00:00.0Z, an unknown
 *   offset counts as UTC. (So does the `compareTo` of ion-java, on which QLDB's PartiQL stood.)
 * - Lists and s-expressions go by order, bags and structs are multisets; fields that are MISSING do not count.
 * - NULL of any type and MISSING are equal *inside* containers: [NULL] = [MISSING] is true.
 *   At the top, `NULL = x` is NULL: that is three-valued logic, decided by the evaluator before it asks here (`isUnknown`).
 * - Annotations do not matter.
 */
export function equals(a: Value, b: Value): boolean {
  if (a === b) {
    return true;
  }
  switch (a.kind) {
    case 'null': case 'missing':
      return isUnknown(b);
    case 'bool':
      return b.kind === 'bool' && a.value === b.value;
    case 'int': case 'float': case 'decimal':
      return isNumber(b) && numbersAreEqual(a, b);
    case 'timestamp':
      return b.kind === 'timestamp' && instantsAreEqual(instantOf(a.value), instantOf(b.value));
    case 'string': case 'symbol':
      return isText(b) && a.value === b.value;
    case 'blob': case 'clob':
      return isLob(b) && Buffer.compare(a.value, b.value) === 0;
    case 'list': case 'sexp':
      return b.kind === a.kind && a.elements.length === b.elements.length && a.elements.every((element, index) => {
        const other = b.elements[index];
        return other !== undefined && equals(element, other);
      });
    case 'bag':
      return b.kind === 'bag' && sameMembers(a.elements, b.elements);
    case 'struct':
      return b.kind === 'struct' && (sameFieldsInOrder(a.fields, b.fields) || sameFields(a.fields, b.fields));
  }
}

/** NULL of any type, or MISSING: operators and most functions that meet one answer NULL. */
export function isUnknown(value: Value): boolean {
  return value.kind === 'null' || value.kind === 'missing';
}

export type NumberValue = IntValue | FloatValue | DecimalValue;

export function isNumber(value: Value): value is NumberValue {
  return value.kind === 'int' || value.kind === 'decimal' || value.kind === 'float';
}

export function isText(value: Value): value is Extract<Value, { kind: 'string' | 'symbol' }> {
  return value.kind === 'string' || value.kind === 'symbol';
}

export function isLob(value: Value): value is Extract<Value, { kind: 'blob' | 'clob' }> {
  return value.kind === 'blob' || value.kind === 'clob';
}

/** A finite number exactly, or the text of what is not finite. */
export function exactNumber(value: NumberValue): Decimal | 'nan' | '+inf' | '-inf' {
  switch (value.kind) {
    case 'int':
      return decimalOfInt(value.value);
    case 'decimal':
      return value.value;
    case 'float':
      if (Number.isNaN(value.value)) {
        return 'nan';
      }
      return Number.isFinite(value.value) ? decimalOfFloat(value.value) : value.value > 0 ? '+inf' : '-inf';
  }
}

function numbersAreEqual(a: NumberValue, b: NumberValue): boolean {
  if (a.kind === 'int' && b.kind === 'int') {
    return a.value === b.value;
  }
  const [left, right] = [exactNumber(a), exactNumber(b)];
  return typeof left === 'string' || typeof right === 'string' ? left === right : compareDecimals(left, right) === 0;
}

function instantsAreEqual(a: ReturnType<typeof instantOf>, b: ReturnType<typeof instantOf>): boolean {
  return a.seconds === b.seconds && a.fraction === b.fraction;
}

/** The common case; where it says no, the fields may still be equal in another order. */
function sameFieldsInOrder(a: readonly Field[], b: readonly Field[]): boolean {
  return a.length === b.length && a.every((field, index) => {
    const other = b[index];
    return other !== undefined && field.name === other.name && isPresent(field) === isPresent(other) && equals(field.value, other.value);
  });
}

function sameFields(a: readonly Field[], b: readonly Field[]): boolean {
  const [left, right] = [valuesByName(a), valuesByName(b)];
  return left.size === right.size && [...left].every(([name, values]) => {
    const others = right.get(name) ?? [];
    const [value, ...more] = values;
    const [other] = others;
    return values.length === others.length
      && (value !== undefined && other !== undefined && more.length === 0 ? equals(value, other) : sameMembers(values, others));
  });
}

function valuesByName(fields: readonly Field[]): ReadonlyMap<string, readonly Value[]> {
  const values = new Map<string, Value[]>();
  for (const field of fields.filter(isPresent)) {
    const known = values.get(field.name);
    if (known === undefined) {
      values.set(field.name, [field.value]);
    } else {
      known.push(field.value);
    }
  }
  return values;
}

function isPresent(field: Field): boolean {
  return field.value.kind !== 'missing';
}

/** As multisets. */
function sameMembers(a: readonly Value[], b: readonly Value[]): boolean {
  if (a.length !== b.length) {
    return false;
  }
  const others = sortedKeys(b);
  return sortedKeys(a).every((key, index) => key === others[index]);
}

/**
 * Bytes that are the same for equal values and differ for others. Not an encoding: there is no way back.
 *
 * Index entries are stored under a hash of them: whoever changes them must have all indexes built again.
 */
export function canonicalBytes(value: Value): Buffer {
  return Buffer.from(canonicalKey(value), 'utf16le');
}

/** The same as text, where a key of a map is wanted. */
export function canonicalKey(value: Value): string {
  switch (value.kind) {
    case 'null': case 'missing':
      return 'u;';
    case 'bool':
      return value.value ? 't;' : 'f;';
    case 'int': case 'float': case 'decimal':
      return `n${canonicalNumber(value)};`;
    case 'timestamp': {
      const instant = instantOf(value.value);
      return `i${instant.seconds}.${instant.fraction};`;
    }
    case 'string': case 'symbol':
      return textKey(value.value);
    case 'blob': case 'clob':
      return `o${value.value.length};${Buffer.from(value.value.buffer, value.value.byteOffset, value.value.length).toString('latin1')}`;
    case 'list': case 'sexp':
      return container(value.kind === 'list' ? 'l' : 'p', value.elements.map(canonicalKey));
    case 'bag':
      return container('b', sortedKeys(value.elements));
    case 'struct':
      return container('s', value.fields.filter(isPresent).map((field) => textKey(field.name) + canonicalKey(field.value)).sort());
  }
}

/** Length first: no sequence of values is the beginning of another. */
function textKey(text: string): string {
  return `x${text.length};${text}`;
}

function container(tag: string, members: readonly string[]): string {
  return `${tag}${members.length};${members.join('')}`;
}

function sortedKeys(values: readonly Value[]): readonly string[] {
  return values.map(canonicalKey).sort();
}

/** In hexadecimal, which takes linear time, and by exponent, so that 1d1000000 is as short as 1. */
function canonicalNumber(value: NumberValue): string {
  const exact = exactNumber(value);
  if (typeof exact === 'string') {
    return exact;
  }
  const { coefficient, exponent } = stripZeros(exact);
  return `${coefficient.toString(16)}d${exponent}`;
}
