import { hash } from 'node:crypto';
import { fieldOf, type StructValue, type Value } from '../ion/value';
import { canonicalBytes } from '../partiql/values/equality';

/** Bytes of a key. A B-tree entry of PostgreSQL ends at 2,704 bytes, values do not: so entries hold a hash of the value. */
export const INDEX_KEY_BYTES = 16;

/**
 * The key under which an index holds a value: equal values (by the evaluator's own `=`) have equal keys.
 *
 * The evaluator checks its condition again on the documents it gets, so two values that share a key by chance do no harm.
 */
export function indexKey(value: Value): Buffer {
  return hash('sha256', canonicalBytes(value), 'buffer').subarray(0, INDEX_KEY_BYTES);
}

/** What a document is found by in an index on `field`. `undefined`, and then no entry: nothing equals a field that is absent or null. */
export function indexedValue(document: StructValue, field: string): Value | undefined {
  const value = fieldOf(document, field);
  return value === undefined || value.kind === 'null' || value.kind === 'missing' ? undefined : value;
}

/** The document's key in an index on `field`, if it has an entry there. */
export function documentIndexKey(document: StructValue, field: string): Buffer | undefined {
  const value = indexedValue(document, field);
  return value && indexKey(value);
}
