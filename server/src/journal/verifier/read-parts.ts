import { VerificationError } from './verification-error';
import { millisecondsOf } from '../../ion/timestamp-milliseconds';
import type { StructValue, Value } from '../../ion/value';
import { HASH_LENGTH } from '../hash';

type ValueOf<Kind extends Value['kind']> = Extract<Value, { kind: Kind }>;

/** The fields that a struct has, by their place in what `readFields` gives. */
export interface Shape {
  readonly names: readonly string[];
  readonly places: ReadonlyMap<string, number>;
  /** The first ones of them. */
  readonly required: number;
}

export function shape(required: readonly string[], optional: readonly string[] = []): Shape {
  const names = [...required, ...optional];
  return { names, places: new Map(names.map((name, place) => [name, place])), required: required.length };
}

/**
 * Reads the parts of what a server sent, and nothing that is not one of them: hashes cover only what they are made of, so a field more, or
 * an annotation, could say anything.
 *
 * @returns the fields in the order of the shape
 */
export function readFields(value: Value, name: string, { names, places, required }: Shape): ReadonlyArray<Value | undefined> {
  const found = new Array<Value | undefined>(names.length).fill(undefined);
  for (const field of readPlain(value, 'struct', name).fields) {
    const place = places.get(field.name);
    if (place === undefined) throw new VerificationError(`${name} has an unknown field "${field.name}"`);
    if (found[place]) throw new VerificationError(`${name} has the field "${field.name}" twice`);
    found[place] = field.value;
  }
  for (let place = 0; place < required; place++) {
    if (found[place]) continue;
    const missing = names.slice(place, required).filter((_, index) => !found[place + index]);
    throw new VerificationError(`${name} lacks ${missing.map((field) => `"${field}"`).join(', ')}`);
  }
  return found;
}

/** A value of a kind, without annotations. */
export function readPlain<Kind extends Value['kind']>(value: Value | undefined, kind: Kind, name: string): ValueOf<Kind> {
  if (value?.kind !== kind) throw new VerificationError(`${name} must be a ${kind}, received ${value ? `a ${value.kind}` : 'nothing'}`);
  if (value.annotations?.length) throw new VerificationError(`${name} has annotations, which no hash covers`);
  return value as ValueOf<Kind>;
}

export function readText(value: Value | undefined, name: string): string {
  return readPlain(value, 'string', name).value;
}

/** A number that counts something. */
export function readCount(value: Value | undefined, name: string): number {
  const count = readPlain(value, 'int', name).value;
  if (count < 0n || count > BigInt(Number.MAX_SAFE_INTEGER)) throw new VerificationError(`${name} must be from 0 to 2^53, received ${count}`);
  return Number(count);
}

/** 32 bytes. */
export function readHash(value: Value | undefined, name: string): Buffer {
  const hash = readHashOrNothing(value, name);
  if (hash.length === 0) throw new VerificationError(`${name} is empty`);
  return hash;
}

/** 32 bytes, or none. */
export function readHashOrNothing(value: Value | undefined, name: string): Buffer {
  const bytes = readPlain(value, 'blob', name).value;
  if (bytes.length !== HASH_LENGTH && bytes.length !== 0) throw new VerificationError(`${name} has ${bytes.length} bytes, a hash has ${HASH_LENGTH}`);
  return Buffer.from(bytes);
}

/** Milliseconds since the epoch. The journal writes times in one form; another one would have another hash. */
export function readTime(value: Value | undefined, name: string): number {
  const timestamp = readPlain(value, 'timestamp', name).value;
  if (timestamp.offset !== 0 || timestamp.fraction.length !== 3) throw new VerificationError(`${name} must be a timestamp in UTC with milliseconds`);
  return millisecondsOf(timestamp);
}

export function readStruct(value: Value | undefined, name: string): StructValue {
  if (value?.kind !== 'struct') throw new VerificationError(`${name} must be a struct, received ${value ? `a ${value.kind}` : 'nothing'}`);
  return value;
}
