/* eslint-disable no-bitwise -- the format is defined in bits */
import { TypeCode } from './binary-reader';
import { HashSerializer } from './hash-serializer';
import { HashWriter } from './hash-writer';
import { findTopLevelValue } from './top-level';
import type { Value } from './value';
import { ValueHashSerializer } from './value-hash-serializer';

/** One for all: nothing is hashed while something else is. */
const writer = new HashWriter();
const values = new ValueHashSerializer(writer);

/**
 * SHA-256 of the one value of a document, by Ion Hash 1.0, annotations included. https://amazon-ion.github.io/ion-hash/docs/spec.html
 *
 * The value is read where it stands and not decoded: it is checked as far as hashing it needs, no further.
 *
 * @throws IonFormatError where the bytes are not Ion, as far as that shows
 */
export function hashIon(bytes: Uint8Array): Buffer {
  const { reader, symbols, start, end } = findTopLevelValue(bytes);
  reader.header(start, end);
  writer.start();
  new HashSerializer(reader, symbols, writer).value(0);
  return writer.digest();
}

/** The same of a value in memory. @throws IonFormatError where it is not a value of Ion */
export function hashValue(value: Value): Buffer {
  return serialized(value).digest();
}

/** What the hash of a value is made of, s(value): parts of it can be put together to that of a larger value. */
export function hashSerialization(value: Value): Buffer {
  return serialized(value).serialization();
}

/** SHA-256 of a string by Ion Hash: what is made of every statement. */
export function hashString(text: string): Buffer {
  const bytes = Buffer.from(text);
  writer.start();
  writer.bytes(TypeCode.STRING << 4, bytes, 0, bytes.length);
  return writer.digest();
}

function serialized(value: Value): HashWriter {
  writer.start();
  values.value(value, 0);
  return writer;
}
