import { addressValue } from './address';
import { dot } from './hash';
import type { BlockAddress, Revision, RevisionMetadata } from './journal';
import { decode } from '../ion/decode';
import { encode } from '../ion/encode';
import { hashIon, hashValue } from '../ion/hash';
import { timestampOf } from '../ion/timestamp-milliseconds';
import { blob, int, string, struct, structOf, type Field, type StructValue, type Value } from '../ion/value';

/** `{id, version, txTime, txId}` */
export function metadataValue({ id, version, txTime, txId }: RevisionMetadata): StructValue {
  return structOf({ id: string(id), version: int(version), txTime: { kind: 'timestamp', value: timestampOf(txTime) }, txId: string(txId) });
}

/** @param dataHash hash of the document; empty where there is none, after a deletion: the revision's hash is then that of its metadata */
export function revisionHash(metadata: RevisionMetadata, dataHash: Uint8Array): Buffer {
  return dot(hashValue(metadataValue(metadata)), dataHash);
}

/** The hash that a revision's parts have, or `undefined` for an internal one, of which only the hash is known. */
export function computedRevisionHash(revision: Revision): Buffer | undefined {
  if (revision.kind === 'internal') return undefined;
  const { metadata, data, dataHash } = revision;
  return revisionHash(metadata, data ? hashIon(data) : dataHash ?? Buffer.alloc(0));
}

/** The annotation of data that came out of JSON and are not bound to the hash of their revision. */
const UNPROVEN = 'unproven';

/** The data without the mark, where they are marked as not bound to the hash of their revision. */
export function unprovenData(data: Buffer): Buffer | undefined {
  const { annotations, ...document } = decode(data);
  return annotations?.[0] === UNPROVEN ? encode({ ...document, annotations: annotations.slice(1) } as Value) : undefined;
}

function markUnproven(data: StructValue): StructValue {
  return { ...data, annotations: [UNPROVEN, ...data.annotations ?? []] };
}

export interface CommittedRevision {
  readonly address: BlockAddress;
  readonly hash: Uint8Array;
  /** Absent after a deletion or a redaction. */
  readonly data?: StructValue;
  /** In place of the data after a redaction. */
  readonly dataHash?: Uint8Array;
  /** The data is not bound to the hash: it is shown with the annotation `unproven`. @default - it is */
  readonly unproven?: true;
  readonly metadata: RevisionMetadata;
}

/**
 * A revision as committed views, `history()`, GetRevision and blocks show it.
 *
 * https://docs.aws.amazon.com/qldb/latest/developerguide/working.metadata.html
 */
export function committedView({ address, hash, data, dataHash, unproven, metadata }: CommittedRevision): StructValue {
  const fields: Field[] = [{ name: 'blockAddress', value: addressValue(address) }, { name: 'hash', value: blob(hash) }];
  if (data) fields.push({ name: 'data', value: unproven ? markUnproven(data) : data });
  if (dataHash) fields.push({ name: 'dataHash', value: blob(dataHash) });
  fields.push({ name: 'metadata', value: metadataValue(metadata) });
  return struct(fields);
}

/** A revision as it stands in its block. */
export function revisionValue(address: BlockAddress, revision: Revision): StructValue {
  if (revision.kind === 'internal') return structOf({ hash: blob(revision.hash) });
  const { data, ...rest } = revision;
  const document = data && decode(data);
  if (document && document.kind !== 'struct') throw new TypeError(`the data of document ${revision.metadata.id} is a ${document.kind}, not a struct`);
  return committedView({ address, ...rest, ...document && { data: document } });
}
