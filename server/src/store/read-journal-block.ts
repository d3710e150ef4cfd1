import { readBlock, readBlockRevisions, type StoredBlock } from './blocks';
import type { Statements } from './statement';
import { merkleRoot } from '../journal/hash';
import type { Block, Revision } from '../journal/journal';

/** A block with all its parts, put together from where they are kept; `undefined` when there is none of that number. */
export async function readJournalBlock(db: Statements, ledger: number, strandId: string, sequenceNo: number): Promise<Block | undefined> {
  const stored = await readBlock(db, ledger, sequenceNo);
  return stored && {
    address: { strandId, sequenceNo },
    transactionId: stored.transactionId,
    timestamp: stored.timestamp,
    blockHash: stored.hash,
    entriesHash: merkleRoot(stored.entriesHashList),
    previousBlockHash: stored.previousHash,
    entriesHashList: stored.entriesHashList,
    transactionInfo: stored.transactionInfo,
    ...(stored.redactionInfo && { redactionInfo: stored.redactionInfo }),
    revisions: await readRevisions(db, ledger, stored),
  };
}

async function readRevisions(
  db: Statements, ledger: number, { sequenceNo, transactionId, transactionTime }: StoredBlock,
): Promise<readonly Revision[]> {
  const revisions = await readBlockRevisions(db, ledger, sequenceNo);
  return revisions.map(({ hash, document, data, dataHash }): Revision => document ? {
    kind: 'user',
    hash,
    metadata: { id: document.documentId, version: document.version, txTime: transactionTime, txId: transactionId },
    ...(data && { data }),
    ...(dataHash && { dataHash }),
  } : { kind: 'internal', hash });
}
