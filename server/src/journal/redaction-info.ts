import { addressValue } from './address';
import type { BlockAddress } from './journal';
import { encode } from '../ion/encode';
import { int, list, string, structOf, type StructValue } from '../ion/value';

/** A revision whose data is to be removed. */
export interface RedactedRevision {
  /** Of the block that holds it. */
  readonly address: BlockAddress;
  readonly tableId: string;
  readonly documentId: string;
  readonly version: number;
}

/** `{blockAddress, tableId, documentId, version}`: what the statement returns, and what its block records. */
export function redactedRevisionValue({ address, tableId, documentId, version }: RedactedRevision): StructValue {
  return structOf({ blockAddress: addressValue(address), tableId: string(tableId), documentId: string(documentId), version: int(version) });
}

/** Ion binary of `{revisions:[…]}`. https://docs.aws.amazon.com/qldb/latest/developerguide/working.redaction.html */
export function encodeRedactionInfo(revisions: readonly RedactedRevision[]): Buffer {
  return encode(structOf({ revisions: list(revisions.map(redactedRevisionValue)) }));
}
