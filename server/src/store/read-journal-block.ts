import { readBlock, readBlockRevisions, type BlockRevision, type StoredBlock } from './blocks';
import type { Statements } from './statement';
import { merkleRoot } from '../journal/hash';
import type { Block, Revision } from '../journal/journal';

/** A block with all its parts, put together from where they are kept; `undefined` when there is none of that number. */
export async function readJournalBlock(db: Statements, ledger: number, strandId: string, sequenceNo: number): Promise<Block | undefined> {
  const stored = await readBlock(db, ledger, sequenceNo);
  return stored && journalBlock(strandId, stored, await readBlockRevisions(db, ledger, sequenceNo));
}

/** A block from its row and those of its revisions. */
export function journalBlock(strandId: string, stored: StoredBlock, revisions: readonly BlockRevision[]): Block {
  return {
    address: { strandId, sequenceNo: stored.sequenceNo },
    transactionId: stored.transactionId,
    timestamp: stored.timestamp,
    blockHash: stored.hash,
    entriesHash: merkleRoot(stored.entriesHashList),
    previousBlockHash: stored.previousHash,
    entriesHashList: stored.entriesHashList,
    transactionInfo: stored.transactionInfo,
    ...(stored.redactionInfo && { redactionInfo: stored.redactionInfo }),
    revisions: revisions.map((revision) => journalRevision(stored, revision)),
  };
}

function journalRevision({ transactionId, transactionTime }: StoredBlock, { hash, document, data, dataHash, unproven }: BlockRevision): Revision {
  return document ? {
    kind: 'user',
    hash,
    metadata: { id: document.documentId, version: document.version, txTime: transactionTime, txId: transactionId },
    ...(data && { data }),
    ...(dataHash && { dataHash }),
    ...(unproven && { unproven }),
  } : { kind: 'internal', hash };
}
