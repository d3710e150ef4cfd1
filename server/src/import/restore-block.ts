import { InputError } from '../archive/input-error';
import type { VerifiedBlock } from '../archive/verify/verify-archive';
import { encode } from '../ion/encode';
import type { StructValue } from '../ion/value';
import { redactedRevisions, type RedactedRevision } from '../journal/redaction-info';
import type { DecodedBlock, DecodedUserRevision } from '../journal/verifier/read-block';
import type { BlockRevision } from '../store/blocks';
import type { ImportedBlock } from '../store/imported-blocks';

/** What a block that was verified is in the store: everything as it was made, nothing made anew but the nodes of the tree over it. */
export function restoreBlock(event: VerifiedBlock): ImportedBlock {
  const { block, completed } = event;
  const { redactionInfo } = block;
  return {
    sequenceNo: block.address.sequenceNo,
    transactionId: block.transactionId,
    timestamp: block.timestamp,
    transactionTime: transactionTime(block),
    hash: block.blockHash,
    previousHash: block.previousBlockHash,
    entriesHashList: block.entriesHashList,
    nodes: completed.map(({ hash }) => hash),
    transactionInfo: encode(block.transactionInfo),
    ...redactionInfo && { redactionInfo: encode(redactionInfo), redaction: redactionOf(block, redactionInfo) },
    revisions: block.revisions.map((revision) => revision.kind === 'user' ? restoreRevision(event, revision) : { hash: revision.hash }),
  };
}

/** All revisions of a transaction have its time. A block without any has nothing to say about it but its own time. */
function transactionTime({ address, timestamp, revisions }: DecodedBlock): number {
  let time: number | undefined;
  for (const revision of revisions) {
    if (revision.kind !== 'user') continue;
    const { txTime } = revision.metadata;
    if (time !== undefined && time !== txTime) {
      const found = [time, txTime].map((one) => new Date(one).toISOString()).join(' and ');
      throw new InputError(`block ${address.sequenceNo} cannot be imported: its revisions are of several times, ${found}, which those of one transaction never are`);
    }
    time = txTime;
  }
  return time ?? timestamp;
}

function restoreRevision({ block, tables }: VerifiedBlock, revision: DecodedUserRevision): BlockRevision {
  const { hash, metadata: { id: documentId, version }, data, dataHash, unproven } = revision;
  const tableId = tables.get(documentId);
  if (tableId === undefined) {
    throw new InputError(
      `block ${block.address.sequenceNo} cannot be imported: its transactionInfo does not say which table document ${documentId} belongs to`,
    );
  }
  const document = { tableId, documentId, version };
  return { hash, document, ...data && { data: encode(data) }, ...dataHash && { dataHash }, ...unproven && { unproven } };
}

/** A transaction redacts one revision. https://docs.aws.amazon.com/qldb/latest/developerguide/working.redaction.html */
function redactionOf({ address: { sequenceNo } }: DecodedBlock, redactionInfo: StructValue): RedactedRevision {
  const [redaction, ...more] = redactedRevisions(redactionInfo);
  if (!redaction || more.length > 0) {
    throw new InputError(`block ${sequenceNo} cannot be imported: its redactionInfo names ${redaction ? more.length + 1 : 'no'} revisions, a transaction redacts one`);
  }
  return redaction;
}
