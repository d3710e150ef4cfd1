import type { Tip } from './tip';
import { sealBlock } from '../journal/block';
import { checkBlock } from '../journal/check-block';
import type { Block, UserRevision } from '../journal/journal';
import { encodeRedactionInfo } from '../journal/redaction-info';
import { revisionHash } from '../journal/revision';
import { encodeTransactionInfo } from '../journal/transaction-info';
import type { NewBlockRow, NewRevisionRow } from '../store/append-blocks';
import type { DocumentChange, IndexEntry, PreparedTransaction } from '../transaction/ledger-storage';

/**
 * The block of a transaction after the given tip, and what the tip is then.
 *
 * The block's time is now, the revisions' when the commit arrived; neither goes back behind the block before, and the second is never
 * later than the first.
 *
 * @throws Error when the block does not pass the check that every reader makes
 */
export function makeBlock(
  strandId: string, tip: Tip, transaction: PreparedTransaction, now: number,
): { readonly row: NewBlockRow; readonly tip: Tip } {
  const { transactionId, documents, redaction } = transaction;
  const address = { strandId, sequenceNo: tip.sequenceNo + 1 };
  const timestamp = Math.max(now, tip.timestamp);
  const transactionTime = Math.min(timestamp, Math.max(transaction.transactionTime, tip.transactionTime));
  const revisions = documents.map((change): UserRevision => {
    const metadata = { id: change.documentId, version: change.version, txTime: transactionTime, txId: transactionId };
    return { kind: 'user', hash: revisionHash(metadata, change.dataHash), metadata, ...(change.data && { data: change.data }) };
  });
  const transactionInfo = encodeTransactionInfo(transaction);
  const redactionInfo = redaction && encodeRedactionInfo([{
    address: { strandId, sequenceNo: redaction.sequenceNo },
    tableId: redaction.tableId,
    documentId: redaction.documentId,
    version: redaction.version,
  }]);
  const parts = {
    address, transactionId, timestamp, previousBlockHash: tip.hash, transactionInfo, ...(redactionInfo && { redactionInfo }),
  };
  const seal = sealBlock({ ...parts, revisionHashes: revisions.map(({ hash }) => hash) });
  const block: Block = { ...parts, ...seal, revisions };
  checkBlock(block);
  const grown = tip.frontier?.append(seal.blockHash);
  const created = new Set(transaction.catalogue.flatMap((change) => change.kind === 'create-index' ? [change.indexId] : []));
  return {
    row: {
      sequenceNo: address.sequenceNo,
      transactionId,
      timestamp,
      transactionTime,
      hash: seal.blockHash,
      previousHash: tip.hash,
      entriesHashList: seal.entriesHashList,
      nodes: grown?.completed.map((node) => node.hash) ?? [],
      transactionInfo,
      ...(redactionInfo && { redactionInfo }),
      touches: transaction.touches,
      revisions: documents.map((change, index) => revisionRow(change, (revisions[index] as UserRevision).hash, created)),
    },
    tip: { sequenceNo: address.sequenceNo, hash: seal.blockHash, timestamp, transactionTime, frontier: grown?.frontier },
  };
}

/** Where a document's key in an index has not changed its entry stays. An index of this very transaction has none yet. */
function revisionRow(change: DocumentChange, hash: Buffer, createdIndexes: ReadonlySet<string>): NewRevisionRow {
  const { tableId, documentId, version, data, entries } = change;
  const replaced = change.replacedEntries.filter(({ indexId }) => !createdIndexes.has(indexId));
  const isIn = (list: readonly IndexEntry[], { indexId, key }: IndexEntry) =>
    list.some((other) => other.indexId === indexId && other.key.equals(key));
  return {
    tableId,
    documentId,
    version,
    hash,
    ...(data && { data }),
    opened: entries.filter((entry) => !isIn(replaced, entry)),
    closed: replaced.filter((entry) => !isIn(entries, entry)),
  };
}
