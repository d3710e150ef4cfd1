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
      return b.kind === 'bag' && a.elements.length === b.elements.length && canonicalBytes(a).equals(canonicalBytes(b));
    case 'struct':
      return b.kind === 'struct' && (sameFieldsInOrder(a.fields, b.fields) || canonicalBytes(a).equals(canonicalBytes(b)));
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
    return other !== undefined && field.name === other.name && (field.value.kind === 'missing') === (other.value.kind === 'missing')
      && equals(field.value, other.value);
  });
}

const TAGS = { unknown: 0, bool: 1, number: 2, timestamp: 3, text: 4, lob: 5, list: 6, sexp: 7, struct: 8, bag: 9 } as const;

/** Bytes that are the same for equal values and differ for others: the key of indexes and of DISTINCT. Not an encoding: no way back. */
export function canonicalBytes(value: Value): Buffer {
  switch (value.kind) {
    case 'null': case 'missing':
      return tagged(TAGS.unknown, []);
    case 'bool':
      return tagged(TAGS.bool, [Buffer.of(value.value ? 1 : 0)]);
    case 'int': case 'float': case 'decimal':
      return tagged(TAGS.number, [Buffer.from(canonicalNumber(value), 'latin1')]);
    case 'timestamp': {
      const instant = instantOf(value.value);
      return tagged(TAGS.timestamp, [Buffer.from(`${instant.seconds}.${instant.fraction}`, 'latin1')]);
    }
    case 'string': case 'symbol':
      return tagged(TAGS.text, [textBytes(value.value)]);
    case 'blob': case 'clob':
      return tagged(TAGS.lob, [value.value]);
    case 'list':
      return tagged(TAGS.list, value.elements.map(canonicalBytes));
    case 'sexp':
      return tagged(TAGS.sexp, value.elements.map(canonicalBytes));
    case 'bag':
      return tagged(TAGS.bag, value.elements.map(canonicalBytes).sort(Buffer.compare));
    case 'struct':
      return tagged(TAGS.struct, value.fields
        .filter((field) => field.value.kind !== 'missing')
        .map((field) => Buffer.concat([tagged(TAGS.text, [textBytes(field.name)]), canonicalBytes(field.value)]))
        .sort(Buffer.compare));
  }
}

/** UTF-16, because UTF-8 cannot tell lone surrogates, which literals may hold, from each other. */
function textBytes(text: string): Buffer {
  return Buffer.from(text, 'utf16le');
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

/** Tag, length, content: no sequence of values is the beginning of another. */
function tagged(tag: number, content: readonly Uint8Array[]): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(tag, 0);
  head.writeUInt32BE(content.reduce((length, part) => length + part.length, 0), 1);
  return Buffer.concat([head, ...content]);
}
