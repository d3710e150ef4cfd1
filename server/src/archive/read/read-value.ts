import type { Value } from '../../ion/value';
import type { JsonValue } from '../json/json-value';

export type ArchiveFormat = 'ION_TEXT' | 'ION_BINARY' | 'JSON';

/** What stood at one place of an object. */
export type ReadValue =
  | { readonly kind: 'ion'; readonly format: 'ION_TEXT' | 'ION_BINARY'; readonly value: Value }
  | { readonly kind: 'json'; readonly value: JsonValue }
  | Unreadable;

/** Something stood there, but it is no value; what follows can be read again unless it `ends` the object. */
export interface Unreadable {
  readonly kind: 'unreadable';
  readonly problem: string;
  /** Whether the object ends in the middle of a value, or nothing behind this place can be read. */
  readonly ends: false | 'truncated' | 'damaged';
}

/**
 * Bytes of one value, at most. Without a bound, one bad length would ask for all memory. QLDB limits a transaction to 4 MB, and its text is a
 * few times as long at most.
 */
export const MAX_VALUE_BYTES = 64 * 1024 * 1024;

export function tooLarge(bytes: number): Unreadable {
  return { kind: 'unreadable', problem: `a value of ${bytes} bytes or more is longer than any block can be`, ends: 'damaged' };
}
