import { beginJournal } from './begin-journal';
import type { CommitContext } from './commit-context';
import type { CommitterState } from './committer-state';
import type { Tip } from './tip';
import { dot, merkleRoot } from '../journal/hash';
import { Frontier, nodesForDigest } from '../journal/tree';
import { findTip, readBlock, readLaterBlocks } from '../store/blocks';
import { hasTree } from '../store/ledgers';
import { readNodeHashes } from '../store/nodes';
import type { Statements } from '../store/statement';
import { LedgerGoneError } from '../transaction/ledger-storage';

/** Blocks of others that are read one by one; of more, only the last. */
const MAX_LATER_BLOCKS = 1_000;

type TipContext = Pick<CommitContext, 'ledger' | 'ledgerName' | 'strandId' | 'now' | 'newId'>;

/**
 * Reads the end of the journal: its last block and the right edge of its tree. A journal without blocks gets its first one.
 *
 * @throws LedgerGoneError, and Error when the last block is not what its hash says: nothing may follow it
 */
export async function openTip(context: TipContext, db: Statements): Promise<Tip> {
  const { ledger, ledgerName, strandId, now, newId } = context;
  const sequenceNo = await findTip(db, ledger);
  if (sequenceNo === 'gone') {
    throw new LedgerGoneError(`ledger '${ledgerName}' is gone`);
  }
  if (sequenceNo === undefined) {
    await beginJournal(db, { ledger, strand: strandId, createdAt: new Date(now()) }, newId());
    return openTip(context, db);
  }
  const block = await readBlock(db, ledger, sequenceNo);
  if (!block) {
    throw new Error(`block ${sequenceNo} of ledger '${ledgerName}' is gone`);
  }
  if (!dot(merkleRoot(block.entriesHashList), block.previousHash).equals(block.hash)) {
    throw new Error(`block ${sequenceNo} of ledger '${ledgerName}' does not have the hash that is recorded for it; nothing can follow it`);
  }
  const frontier = await hasTree(db, ledger)
    ? Frontier.from(sequenceNo + 1, await readNodeHashes(db, ledger, nodesForDigest(sequenceNo)))
    : undefined;
  return { sequenceNo, hash: block.hash, timestamp: block.timestamp, transactionTime: block.transactionTime, frontier };
}

/**
 * Reads what was committed after the tip that is remembered.
 *
 * @returns whether there was anything
 */
export async function readLater(context: TipContext, state: CommitterState, db: Statements): Promise<boolean> {
  const { tip } = state;
  const blocks = tip ? await readLaterBlocks(db, context.ledger, tip.sequenceNo, MAX_LATER_BLOCKS) : [];
  if (!tip || blocks.length === MAX_LATER_BLOCKS) {
    state.start(await openTip(context, db));
    return true;
  }
  let { frontier } = tip;
  for (const { sequenceNo, transactionId, timestamp, transactionTime, hash, touches } of blocks) {
    frontier = frontier?.append(hash).frontier;
    state.add({ sequenceNo, hash, timestamp, transactionTime, frontier }, transactionId, touches);
  }
  return blocks.length > 0;
}
