import { fieldOf, type StructValue, type Value } from '../../../src/ion/value';

export function asStruct(value: Value): StructValue {
  if (value.kind !== 'struct') {
    throw new Error(`expected a struct; received ${value.kind}`);
  }
  return value;
}

export function member(value: StructValue, name: string): Value {
  const found = fieldOf(value, name);
  if (!found) {
    throw new Error(`there is no '${name}' among ${value.fields.map((field) => field.name).join(', ')}`);
  }
  return found;
}

export function text(value: StructValue, name: string): string {
  const found = member(value, name);
  if (found.kind !== 'string') {
    throw new Error(`'${name}' must be a string; received ${found.kind}`);
  }
  return found.value;
}

export function integer(value: StructValue, name: string): number {
  const found = member(value, name);
  if (found.kind !== 'int') {
    throw new Error(`'${name}' must be an int; received ${found.kind}`);
  }
  return Number(found.value);
}

export function blobOf(value: StructValue, name: string): Uint8Array {
  const found = member(value, name);
  if (found.kind !== 'blob') {
    throw new Error(`'${name}' must be a blob; received ${found.kind}`);
  }
  return found.value;
}

/** The elements of a list that may be absent. */
export function elements(value: StructValue, name: string): readonly Value[] {
  const found = fieldOf(value, name);
  if (found && found.kind !== 'list') {
    throw new Error(`'${name}' must be a list; received ${found.kind}`);
  }
  return found?.elements ?? [];
}
