import { addressFrom, AddressError, addressValue } from './address';
import type { BlockAddress } from './journal';
import { encode } from '../ion/encode';
import { fieldOf, int, list, string, structOf, type StructValue, type Value } from '../ion/value';

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

/** The revisions that a block's `redactionInfo` names. What is not of that form is left out: no hash of ours says what AWS's has to look like. */
export function redactedRevisions(redactionInfo: StructValue): readonly RedactedRevision[] {
  const revisions = fieldOf(redactionInfo, 'revisions');
  return revisions?.kind === 'list' ? revisions.elements.flatMap((value) => redactedRevisionFrom(value) ?? []) : [];
}

function redactedRevisionFrom(value: Value): RedactedRevision | undefined {
  if (value.kind !== 'struct') return undefined;
  const [address, table, document, version] = ['blockAddress', 'tableId', 'documentId', 'version'].map((name) => fieldOf(value, name));
  if (!address || table?.kind !== 'string' || document?.kind !== 'string' || version?.kind !== 'int') return undefined;
  try {
    return { address: addressFrom(address), tableId: table.value, documentId: document.value, version: Number(version.value) };
  } catch (error) {
    if (error instanceof AddressError) return undefined;
    throw error;
  }
}
