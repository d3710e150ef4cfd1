import { makeBlock } from './make-block';
import type { RecentBlocks } from './recent-blocks';
import type { Tip } from './tip';
import type { NewBlockRow } from '../store/append-blocks';
import type { CommitOutcome, PreparedTransaction } from '../transaction/ledger-storage';

export interface Plan {
  /** One for each transaction, in their order. */
  readonly outcomes: readonly CommitOutcome[];
  /** Sequence number of the block before the first of `blocks`. */
  readonly from: number;
  readonly blocks: readonly NewBlockRow[];
  /** What the tip is after each of the blocks. */
  readonly tips: readonly Tip[];
}

export interface PlanInput {
  readonly strandId: string;
  readonly tip: Tip;
  /** Must reach back to every transaction's snapshot, unless `olderConflicts` says about the rest. */
  readonly recent: RecentBlocks;
  /** Transactions that conflict with a block that is not remembered any more. */
  readonly olderConflicts: ReadonlySet<PreparedTransaction>;
  /** Blocks of transactions that are known to be committed already. */
  readonly committed: ReadonlyMap<string, number>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * What becomes of a batch of transactions, each checked against what was committed since its snapshot, its forerunners in the batch
 * included.
 */
export function planBatch(transactions: readonly PreparedTransaction[], input: PlanInput): Plan {
  const { strandId, recent, olderConflicts, now } = input;
  const blocks: NewBlockRow[] = [];
  const tips: Tip[] = [];
  const touched = new Set<bigint>();
  const committed = new Map(input.committed);
  let tip = input.tip;
  const outcomes = transactions.map((transaction): CommitOutcome => {
    const { transactionId, snapshot, reads, touches } = transaction;
    const sequenceNo = committed.get(transactionId) ?? recent.blockOf(transactionId);
    if (sequenceNo !== undefined) {
      return { kind: 'committed', sequenceNo };
    }
    if (snapshot !== undefined && (olderConflicts.has(transaction) || recent.touched(reads, snapshot) || intersects(reads, touched))) {
      return { kind: 'conflict' };
    }
    if (!writesBlock(transaction)) {
      return { kind: 'committed' };
    }
    const made = makeBlock(strandId, tip, transaction, now);
    const { row } = made;
    blocks.push(row);
    tip = made.tip;
    tips.push(tip);
    committed.set(transactionId, row.sequenceNo);
    for (const key of touches) {
      touched.add(key);
    }
    return { kind: 'committed', sequenceNo: row.sequenceNo };
  });
  return { outcomes, from: input.tip.sequenceNo, blocks, tips };
}

/** Transactions that change nothing are checked like the others and leave no block. */
export function writesBlock({ documents, catalogue, redaction }: PreparedTransaction): boolean {
  return documents.length > 0 || catalogue.length > 0 || redaction !== undefined;
}

function intersects(keys: ReadonlySet<bigint>, others: ReadonlySet<bigint>): boolean {
  for (const key of keys) {
    if (others.has(key)) {
      return true;
    }
  }
  return false;
}
