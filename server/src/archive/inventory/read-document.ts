import { millisecondsOf } from '../../ion/timestamp-milliseconds';
import { fieldOf, type Value } from '../../ion/value';
import { timestampFrom } from '../json/json-block';
import { jsonField, type JsonValue } from '../json/json-value';
import { JsonError, parseJson } from '../json/parse-json';
import { ObjectBytes, UnzipError } from '../read/object-bytes';
import { readValues } from '../read/read-values';
import type { ArchiveSource } from '../source/archive-source';

/** Bytes of a manifest, at most: half a million keys. */
const MAX_BYTES = 64 * 1024 * 1024;

/** A small object that is not what it should be. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
}

/** A struct of Ion or an object of JSON, whichever a manifest was written as. */
export interface Document {
  readonly names: readonly string[];
  /** The first field of that name, where it is a text, of whatever type. */
  text(name: string): string | undefined;
  /** The first field of that name, where it is a list of texts. */
  texts(name: string): readonly string[] | undefined;
  /** The first field of that name, where it is a moment. */
  time(name: string): number | undefined;
}

/** @throws DocumentError, SourceError */
export async function readDocument(source: ArchiveSource, key: string): Promise<Document> {
  const documents: Document[] = [];
  try {
    for await (const read of readValues(new ObjectBytes(source.read(key)).read())) {
      if (read.kind === 'unreadable') throw new DocumentError(read.problem);
      if (documents.length > 0) throw new DocumentError('it holds several values, one is expected');
      documents.push(read.kind === 'json' ? jsonDocument(read.value) : ionDocument(read.value));
    }
  } catch (error) {
    if (error instanceof UnzipError) throw new DocumentError(error.message, { cause: error });
    throw error;
  }
  if (!documents[0]) throw new DocumentError('it is empty');
  return documents[0];
}

/** The text of a small object. @throws DocumentError, SourceError */
export async function readJsonDocument(source: ArchiveSource, key: string): Promise<JsonValue> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of source.read(key)) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new DocumentError('it is too large');
    chunks.push(chunk);
  }
  try {
    return parseJson(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    if (error instanceof JsonError) throw new DocumentError(error.message, { cause: error });
    throw error;
  }
}

function ionDocument(value: Value): Document {
  if (value.kind !== 'struct') throw new DocumentError(`a struct is expected, it is a ${value.kind}`);
  const text = (field: Value | undefined) => field?.kind === 'string' || field?.kind === 'symbol' ? field.value : undefined;
  return {
    names: value.fields.map(({ name }) => name),
    text: (name) => text(fieldOf(value, name)),
    texts: (name) => {
      const field = fieldOf(value, name);
      return field?.kind === 'list' ? allTexts(field.elements.map(text)) : undefined;
    },
    time: (name) => {
      const field = fieldOf(value, name);
      return field?.kind === 'timestamp' ? millisecondsOf(field.value) : undefined;
    },
  };
}

function jsonDocument(value: JsonValue): Document {
  if (value.kind !== 'object') throw new DocumentError(`an object is expected, it is of type ${value.kind}`);
  const text = (field: JsonValue | undefined) => field?.kind === 'string' ? field.value : undefined;
  return {
    names: value.fields.map(({ name }) => name),
    text: (name) => text(jsonField(value, name)),
    texts: (name) => {
      const field = jsonField(value, name);
      return field?.kind === 'array' ? allTexts(field.elements.map(text)) : undefined;
    },
    time: (name) => {
      const timestamp = timestampFrom(text(jsonField(value, name)) ?? '');
      return timestamp?.kind === 'timestamp' ? millisecondsOf(timestamp.value) : undefined;
    },
  };
}

function allTexts(texts: ReadonlyArray<string | undefined>): readonly string[] | undefined {
  return texts.every((text) => text !== undefined) ? texts : undefined;
}
