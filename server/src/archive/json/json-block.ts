import { jsonField, type JsonValue } from './json-value';
import { IonFormatError } from '../../ion/ion-format-error';
import { parseTimestamp } from '../../ion/timestamp-text';
import { blob, bool, int, list, NULL, string, struct, type Value } from '../../ion/value';

/** What a part of a block is in Ion, which JSON does not say. */
type Shape = 'timestamp' | 'blob' | 'plain' | { readonly list: Shape } | { readonly struct: Readonly<Record<string, Shape>> };

const REVISION: Shape = { struct: { hash: 'blob', dataHash: 'blob', metadata: { struct: { txTime: 'timestamp' } } } };
const BLOCK: Shape = {
  struct: {
    blockTimestamp: 'timestamp',
    blockHash: 'blob', entriesHash: 'blob', previousBlockHash: 'blob', entriesHashList: { list: 'blob' },
    transactionInfo: { struct: { statements: { list: { struct: { startTime: 'timestamp', statementDigest: 'blob' } } } } },
    revisions: { list: REVISION },
  },
};

/** A block that was written as JSON: everything of it whose types are known, and the data of its revisions, whose types are not. */
export interface JsonBlock {
  /** Without `data` in its revisions. */
  readonly value: Value;
  /** Data of the revisions, by their index in the block. */
  readonly data: ReadonlyMap<number, JsonValue>;
}

/** Gives the parts of a block their types back. What is not as a block is stays as it is, for whoever reads it to find. */
export function typeJsonBlock(json: JsonValue): JsonBlock {
  const data = new Map<number, JsonValue>();
  if (json.kind !== 'object') return { value: typed(json, 'plain'), data };
  const revisions = jsonField(json, 'revisions');
  if (revisions?.kind === 'array') {
    revisions.elements.forEach((revision, index) => {
      const found = jsonField(revision, 'data');
      if (found) data.set(index, found);
    });
  }
  const fields = json.fields.map(({ name, value }) => ({ name, value: name === 'revisions' ? withoutData(value) : value }));
  return { value: typed({ kind: 'object', fields }, BLOCK), data };
}

/** Only the first field of that name is taken away: a second one is an error that is found later. */
function withoutData(revisions: JsonValue): JsonValue {
  if (revisions.kind !== 'array') return revisions;
  return {
    kind: 'array',
    elements: revisions.elements.map((revision) => {
      if (revision.kind !== 'object') return revision;
      const at = revision.fields.findIndex(({ name }) => name === 'data');
      return at < 0 ? revision : { kind: 'object', fields: revision.fields.toSpliced(at, 1) };
    }),
  };
}

function typed(json: JsonValue, shape: Shape): Value {
  switch (json.kind) {
    case 'null': return NULL;
    case 'bool': return bool(json.value);
    case 'number': return numberOf(json.text);
    case 'string': return stringOf(json.value, shape);
    case 'array': {
      const element = typeof shape === 'object' && 'list' in shape ? shape.list : 'plain';
      return list(json.elements.map((item) => typed(item, element)));
    }
    case 'object': {
      const members = typeof shape === 'object' && 'struct' in shape ? shape.struct : {};
      return struct(json.fields.map(({ name, value }) => ({ name, value: typed(value, Object.hasOwn(members, name) ? members[name]! : 'plain') })));
    }
  }
}

function numberOf(text: string): Value {
  return /^-?\d{1,1000}$/.test(text) ? int(BigInt(text)) : { kind: 'float', value: Number(text) };
}

function stringOf(text: string, shape: Shape): Value {
  if (shape === 'timestamp') return timestampFrom(text) ?? string(text);
  if (shape === 'blob') {
    const bytes = base64From(text);
    return bytes ? blob(bytes) : string(text);
  }
  return string(text);
}

/** The timestamp that a text is, or `undefined`. */
export function timestampFrom(text: string): Value | undefined {
  // Most texts are none, and an error costs much more than a look.
  if (!/^\d{4}[T-]/.test(text)) return undefined;
  try {
    return { kind: 'timestamp', value: parseTimestamp(text) };
  } catch (error) {
    if (error instanceof IonFormatError) return undefined;
    throw error;
  }
}

/** The bytes that a text is the Base64 of, written as Base64 is; or `undefined`. */
export function base64From(text: string): Buffer | undefined {
  if (text.length % 4 !== 0) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
