import type { Report } from './check-history';
import { Draft } from './draft';
import type { RecordedBlock, RecordedTransaction } from './history';
import type { LedgerModel } from './ledger-model';

interface Candidate {
  readonly transaction: RecordedTransaction;
  /** Sequence numbers between which its place lies. */
  readonly from: number;
  readonly to: number;
  /** Why the last state that was tried does not explain it. */
  difference?: string;
}

/**
 * Finds for each transaction without a block a state of the ledger that explains all it read.
 *
 * The state must not be older than what was committed before the transaction began, nor newer than what began after it had ended, nor, for
 * committed ones, older than what a committed one before it needs. States are met in their order and each transaction takes the first that
 * explains it, so that it leaves those after it the widest choice.
 */
export class SnapshotCheck {
  private readonly waiting: Candidate[];
  private readonly open: Candidate[] = [];

  constructor(
    transactions: readonly RecordedTransaction[],
    blocks: readonly RecordedBlock[],
    byId: ReadonlyMap<string, RecordedTransaction>,
    private readonly report: Report,
  ) {
    const windowOf = windows(blocks, byId);
    this.waiting = transactions
      .filter(({ steps }) => steps.length > 0)
      .sort((a, b) => a.began - b.began)
      .map((transaction) => ({ transaction, ...windowOf(transaction) }));
  }

  /** The ledger as it is after the block of that number. */
  meet(sequenceNo: number, model: LedgerModel): void {
    while (this.waiting[0] && this.waiting[0].from <= sequenceNo) {
      this.open.push(this.waiting.shift() as Candidate);
    }
    let earliestUnplaced = Infinity;
    for (const candidate of [...this.open]) {
      const { transaction } = candidate;
      const mayBePlaced = transaction.outcome !== 'committed' || transaction.began < earliestUnplaced;
      if (mayBePlaced && explains(model, candidate)) {
        this.open.splice(this.open.indexOf(candidate), 1);
      } else if (sequenceNo >= candidate.to) {
        this.giveUp(candidate);
      } else if (transaction.outcome === 'committed') {
        earliestUnplaced = Math.min(earliestUnplaced, transaction.ended);
      }
    }
  }

  /** After the last block. */
  finish(): void {
    [...this.open, ...this.waiting].forEach((candidate) => this.giveUp(candidate));
  }

  private giveUp(candidate: Candidate): void {
    const { transaction: { id, outcome, steps }, from, to, difference } = candidate;
    const index = this.open.indexOf(candidate);
    if (index >= 0) {
      this.open.splice(index, 1);
    }
    const why = difference ?? 'one that was over before it began needs a later state';
    this.report('no snapshot', id, `${outcome}, blocks ${from} to ${to}: ${JSON.stringify(steps)}: ${why}`);
  }
}

function explains(model: LedgerModel, candidate: Candidate): boolean {
  const draft = new Draft(model);
  for (const [index, step] of candidate.transaction.steps.entries()) {
    const difference = draft.follow(step);
    if (difference !== undefined) {
      candidate.difference = `statement ${index}: ${difference}`;
      return false;
    }
  }
  return true;
}

/** Answers from which block to which one a transaction can have read, by what was over before it began and what began after it had ended. */
function windows(blocks: readonly RecordedBlock[], byId: ReadonlyMap<string, RecordedTransaction>) {
  const committed = blocks.flatMap(({ sequenceNo, transactionId }) => {
    const transaction = byId.get(transactionId);
    return transaction ? [{ sequenceNo, began: transaction.began, ended: transaction.ended }] : [];
  });
  const last = blocks.at(-1)?.sequenceNo ?? 0;
  const byEnd = running([...committed].sort((a, b) => a.ended - b.ended), ({ ended }) => ended, Math.max, 0);
  const byBegin = running([...committed].sort((a, b) => b.began - a.began), ({ began }) => -began, Math.min, last + 1);
  return ({ began, ended }: RecordedTransaction) => ({ from: byEnd(began), to: byBegin(-ended) - 1 });
}

interface Placed {
  readonly sequenceNo: number;
  readonly began: number;
  readonly ended: number;
}

/** The fold of the sequence numbers of those whose key is below a limit; `sorted` is by that key. */
function running(sorted: readonly Placed[], key: (placed: Placed) => number, fold: (a: number, b: number) => number, start: number) {
  const folds: number[] = [];
  for (const { sequenceNo } of sorted) {
    folds.push(fold(folds.at(-1) ?? start, sequenceNo));
  }
  return (limit: number): number => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (key(sorted[middle] as Placed) < limit) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low === 0 ? start : folds[low - 1] as number;
  };
}
