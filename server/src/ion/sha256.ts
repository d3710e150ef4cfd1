import { hash } from 'node:crypto';

/**
 * SHA-256 of bytes.
 *
 * Node makes a buffer of its own, outside of the heap, for every digest that is asked for as one. For a short message that costs more than the
 * digest, and a string of bytes costs a third of it.
 */
export function sha256(bytes: Uint8Array): Buffer {
  return Buffer.from(sha256Characters(bytes), 'latin1');
}

/** The same as 32 characters, each of which is the byte of its number. They compare as the bytes do. */
export function sha256Characters(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'binary');
}
