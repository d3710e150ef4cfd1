import { hash } from 'node:crypto';
import { encode } from './encode';
import { HashSerializer } from './hash-serializer';
import { findTopLevelValue } from './top-level';
import type { Value } from './value';

/**
 * SHA-256 of the one value of a document, by Ion Hash 1.0, annotations included. https://amazon-ion.github.io/ion-hash/docs/spec.html
 *
 * The value is read where it stands and not decoded: it is checked as far as hashing it needs, no further.
 *
 * @throws IonFormatError where the bytes are not Ion, as far as that shows
 */
export function hashIon(bytes: Uint8Array): Buffer {
  return serialized(bytes).digest();
}

/** The same of a value in memory. */
export function hashValue(value: Value): Buffer {
  return hashIon(encode(value));
}

/** What the hash of a value is made of, s(value): parts of it can be put together to that of a larger value. */
export function hashSerialization(value: Value): Buffer {
  return serialized(encode(value)).serialization();
}

function serialized(bytes: Uint8Array): HashSerializer {
  const { reader, symbols, start, end } = findTopLevelValue(bytes);
  const serializer = new HashSerializer(reader, symbols);
  reader.header(start, end);
  serializer.value(0);
  return serializer;
}

/** SHA-256 of a string by Ion Hash: what is made of every statement. */
export function hashString(text: string): Buffer {
  // eslint-disable-next-line no-control-regex -- the three bytes that have a meaning in Ion Hash are control characters
  const escaped = text.replace(/[\x0b\x0c\x0e]/g, '\x0c$&');
  return hash('sha256', Buffer.concat([STRING_BEGIN, Buffer.from(escaped), STRING_END]), 'buffer');
}

const STRING_BEGIN = Uint8Array.of(0x0b, 0x80);
const STRING_END = Uint8Array.of(0x0e);
