import { VerificationError } from './verification-error';
import { timestampOf, millisecondsOf } from '../../ion/timestamp-milliseconds';
import type { StructValue, Timestamp, Value } from '../../ion/value';
import { HASH_LENGTH } from '../hash';

type ValueOf<Kind extends Value['kind']> = Extract<Value, { kind: Kind }>;

/**
 * Reads the parts of what a server sent, and nothing that is not one of them: hashes cover only what they are made of, so a field more, or
 * an annotation, could say anything.
 */
export function readFields(value: Value, name: string, required: readonly string[], optional: readonly string[] = []): ReadonlyMap<string, Value> {
  const fields = new Map<string, Value>();
  for (const field of readPlain(value, 'struct', name).fields) {
    if (!required.includes(field.name) && !optional.includes(field.name)) throw new VerificationError(`${name} has an unknown field "${field.name}"`);
    if (fields.has(field.name)) throw new VerificationError(`${name} has the field "${field.name}" twice`);
    fields.set(field.name, field.value);
  }
  const missing = required.filter((field) => !fields.has(field));
  if (missing.length > 0) throw new VerificationError(`${name} lacks ${missing.map((field) => `"${field}"`).join(', ')}`);
  return fields;
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
  const milliseconds = millisecondsOf(timestamp);
  const form = timestampOf(milliseconds);
  if (Object.keys(form).some((key) => form[key as keyof Timestamp] !== timestamp[key as keyof Timestamp])) {
    throw new VerificationError(`${name} must be a timestamp in UTC with milliseconds`);
  }
  return milliseconds;
}

export function readStruct(value: Value | undefined, name: string): StructValue {
  if (value?.kind !== 'struct') throw new VerificationError(`${name} must be a struct, received ${value ? `a ${value.kind}` : 'nothing'}`);
  return value;
}
