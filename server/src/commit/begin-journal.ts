import { makeBlock } from './make-block';
import type { Tip } from './tip';
import { EMPTY_HASH } from '../journal/hash';
import { Frontier } from '../journal/tree';
import { appendBlocks } from '../store/append-blocks';
import type { LedgerRecord } from '../store/ledgers';
import type { Statements } from '../store/statement';
import type { PreparedTransaction } from '../transaction/ledger-storage';

/** Before the first block. */
const NOTHING: Tip = { sequenceNo: -1, hash: EMPTY_HASH, timestamp: 0, transactionTime: 0, frontier: Frontier.EMPTY };

/** Writes the first block of a journal, unless it is there. It holds nothing of the user's. */
export async function beginJournal(
  db: Statements, { ledger, strand, createdAt }: Pick<LedgerRecord, 'ledger' | 'strand' | 'createdAt'>, transactionId: string,
): Promise<void> {
  const time = createdAt.getTime();
  const transaction: PreparedTransaction = {
    transactionId, snapshot: undefined, transactionTime: time, reads: new Set(), touches: new Set(), statements: [], documents: [], catalogue: [],
  };
  await appendBlocks(db, ledger, NOTHING.sequenceNo, [makeBlock(strand, NOTHING, transaction, time).row]);
}
