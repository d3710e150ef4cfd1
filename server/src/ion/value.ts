/**
 * The values of Ion, and the two that only queries have.
 *
 * One model for documents, parameters and results. Values are plain, frozen by type and never changed; a struct may decode its fields when
 * they are first asked for.
 *
 * https://amazon-ion.github.io/ion-docs/docs/spec.html
 */
export type IonType =
  | 'null' | 'bool' | 'int' | 'float' | 'decimal' | 'timestamp' | 'symbol' | 'string' | 'clob' | 'blob' | 'list' | 'sexp' | 'struct';

interface Annotated {
  /** In order. @default - none */
  readonly annotations?: readonly string[];
}

export interface NullValue extends Annotated {
  readonly kind: 'null';
  /** `null.int` is a null of type `int`; a plain `null` is of type `null`. */
  readonly type: IonType;
}

export interface BoolValue extends Annotated {
  readonly kind: 'bool';
  readonly value: boolean;
}

export interface IntValue extends Annotated {
  readonly kind: 'int';
  readonly value: bigint;
}

export interface FloatValue extends Annotated {
  readonly kind: 'float';
  readonly value: number;
}

/** `coefficient` × 10^`exponent`, exact: 1.0 and 1.00 are different values that are equal. */
export interface Decimal {
  readonly coefficient: bigint;
  readonly exponent: number;
  /** Minus zero, which the coefficient cannot say. @default false */
  readonly negativeZero?: boolean;
}

export interface DecimalValue extends Annotated {
  readonly kind: 'decimal';
  readonly value: Decimal;
}

export type TimestampPrecision = 'year' | 'month' | 'day' | 'minute' | 'second';

/** A moment in local time. Fields finer than the precision have their least value: 2017T is month 1, day 1, 00:00:00. */
export interface Timestamp {
  readonly precision: TimestampPrecision;
  /** Minutes east of UTC. `undefined`: unknown (`-00:00`), as in every timestamp that ends at the day. */
  readonly offset: number | undefined;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Digits after the decimal point of the second: their number is part of the value. Empty where there are none. */
  readonly fraction: string;
}

export interface TimestampValue extends Annotated {
  readonly kind: 'timestamp';
  readonly value: Timestamp;
}

export interface SymbolValue extends Annotated {
  readonly kind: 'symbol';
  readonly value: string;
}

export interface StringValue extends Annotated {
  readonly kind: 'string';
  readonly value: string;
}

export interface ClobValue extends Annotated {
  readonly kind: 'clob';
  readonly value: Uint8Array;
}

export interface BlobValue extends Annotated {
  readonly kind: 'blob';
  readonly value: Uint8Array;
}

export interface ListValue extends Annotated {
  readonly kind: 'list';
  readonly elements: readonly Value[];
}

export interface SexpValue extends Annotated {
  readonly kind: 'sexp';
  readonly elements: readonly Value[];
}

export interface Field {
  readonly name: string;
  readonly value: Value;
}

export interface StructValue extends Annotated {
  readonly kind: 'struct';
  /** In their order; a name may stand more than once. */
  readonly fields: readonly Field[];
}

/** Nothing at all, as where a path leads nowhere. Only in queries. */
export interface MissingValue extends Annotated {
  readonly kind: 'missing';
}

/** Values without order. Only in queries; as a result it becomes a list. */
export interface BagValue extends Annotated {
  readonly kind: 'bag';
  readonly elements: readonly Value[];
}

export type Value =
  | NullValue | BoolValue | IntValue | FloatValue | DecimalValue | TimestampValue | SymbolValue | StringValue | ClobValue | BlobValue
  | ListValue | SexpValue | StructValue | MissingValue | BagValue;

export type ValueKind = Value['kind'];

export const MISSING: MissingValue = { kind: 'missing' };
export const NULL: NullValue = { kind: 'null', type: 'null' };
export const TRUE: BoolValue = { kind: 'bool', value: true };
export const FALSE: BoolValue = { kind: 'bool', value: false };

export const bool = (value: boolean): BoolValue => value ? TRUE : FALSE;
export const int = (value: bigint | number): IntValue => ({ kind: 'int', value: BigInt(value) });
export const string = (value: string): StringValue => ({ kind: 'string', value });
export const blob = (value: Uint8Array): BlobValue => ({ kind: 'blob', value });
export const list = (elements: readonly Value[]): ListValue => ({ kind: 'list', elements });
export const bag = (elements: readonly Value[]): BagValue => ({ kind: 'bag', elements });
export const struct = (fields: readonly Field[]): StructValue => ({ kind: 'struct', fields });

/** A struct with the properties of `members` as fields, in their order. */
export function structOf(members: Readonly<Record<string, Value>>): StructValue {
  return struct(Object.entries(members).map(([name, value]) => ({ name, value })));
}

/** The first field of that name. */
export function fieldOf(value: StructValue, name: string): Value | undefined {
  return value.fields.find((field) => field.name === name)?.value;
}
