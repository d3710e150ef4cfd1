import type { CommitContext } from './commit-context';
import type { CommitterState } from './committer-state';
import { planBatch, writesBlock, type Plan } from './plan-batch';
import { openTip, readLater } from './read-tip';
import { appendBlocks } from '../store/append-blocks';
import { findTip, findTransactions, lockLedgerForCommit, wasTouched } from '../store/blocks';
import { changeCatalogue } from '../store/catalogue';
import { requestRedaction } from '../store/redactions';
import type { Statements } from '../store/statement';
import { LedgerGoneError, type CommitOutcome, type PreparedTransaction } from '../transaction/ledger-storage';

export interface Attempt {
  /** An attempt before may have taken effect: look for the transactions, under the lock. */
  readonly careful: boolean;
  /** Called before that is sent which makes the commit take effect. */
  readonly onSending: () => void;
}

type Transactions = readonly PreparedTransaction[];

/** Transactions that are only settled when they can be committed at once: until then more may arrive. */
export interface LateBatch {
  /** Whether one of those that have arrived writes. */
  writes(): boolean;
  /** The transactions, the same ones at each call. */
  take(): Transactions;
}

/** Validates and commits a batch, in one SQL transaction. */
export async function commitBatch(
  context: CommitContext, state: CommitterState, batch: LateBatch, attempt: Attempt,
): Promise<readonly CommitOutcome[]> {
  if (!state.tip) {
    state.start(await openTip(context, context.store));
  }
  if ((attempt.careful || state.expectsOthers) && batch.writes()) {
    return commitUnderLock(context, state, batch, attempt);
  }
  const outcomes = await context.store.connected(async (db) => {
    const transactions = batch.take();
    if (!transactions.some(writesBlock)) {
      await catchUp(context, state, db);
      return (await plan(context, state, db, transactions)).outcomes;
    }
    return transactions.every(isPlain) ? commitAtKnownTip(context, state, db, transactions, attempt) : undefined;
  });
  return outcomes ?? commitUnderLock(context, state, batch, attempt);
}

/** Whether the transaction's block is all there is to write, which is one statement. */
export function isPlain({ catalogue, redaction }: PreparedTransaction): boolean {
  return catalogue.length === 0 && !redaction;
}

/**
 * One round trip, for the usual case that nobody else has committed since.
 *
 * @returns nothing when that is not so
 */
async function commitAtKnownTip(
  context: CommitContext, state: CommitterState, db: Statements, batch: Transactions, { onSending }: Attempt,
): Promise<readonly CommitOutcome[] | undefined> {
  const planned = await plan(context, state, db, batch);
  if (planned.blocks.length === 0) {
    // Writers all in conflict with blocks that are there; those that only read have not been checked against the newest.
    return undefined;
  }
  onSending();
  if (!await appendBlocks(db, context.ledger, planned.from, planned.blocks)) {
    state.noteOthers(true);
    return undefined;
  }
  return adopt(state, planned);
}

async function commitUnderLock(
  context: CommitContext, state: CommitterState, batch: LateBatch, { careful, onSending }: Attempt,
): Promise<readonly CommitOutcome[]> {
  const { store, ledger } = context;
  const planned = await store.atomically(async (db) => {
    const notBefore = await lockLedgerForCommit(db, ledger);
    state.noteOthers(await readLater(context, state, db));
    const transactions = batch.take();
    const ids = transactions.map(({ transactionId }) => transactionId);
    const committed = careful ? await findTransactions(db, ledger, ids) : new Map<string, number>();
    const made = await plan({ ...context, now: () => Math.max(context.now(), notBefore) }, state, db, transactions, committed);
    if (made.blocks.length > 0) {
      if (!await appendBlocks(db, ledger, made.from, made.blocks)) {
        throw new Error(`block ${made.from} of ledger ${ledger} is not the last one although the ledger is locked`);
      }
      await applySideEffects(db, ledger, transactions, made);
    }
    return made;
  }, onSending);
  if (!batch.take().every(isPlain)) {
    context.onBackgroundWork();
  }
  return adopt(state, planned);
}

/** What else belongs to the blocks of transactions that change more than documents. */
async function applySideEffects(db: Statements, ledger: number, batch: Transactions, { blocks }: Plan): Promise<void> {
  for (const { sequenceNo, transactionId } of blocks) {
    const transaction = batch.find((each) => each.transactionId === transactionId);
    await changeCatalogue(db, ledger, sequenceNo, transaction?.catalogue ?? []);
    if (transaction?.redaction) {
      await requestRedaction(db, ledger, sequenceNo, transaction.redaction);
    }
  }
}

function adopt(state: CommitterState, { blocks, tips, outcomes }: Plan): readonly CommitOutcome[] {
  blocks.forEach(({ transactionId, touches }, index) => {
    const tip = tips[index];
    if (tip) {
      state.add(tip, transactionId, touches);
    }
  });
  return outcomes;
}

/** Reads what was committed since, without keeping anyone from committing. */
async function catchUp(context: CommitContext, state: CommitterState, db: Statements): Promise<void> {
  const tip = await findTip(db, context.ledger);
  if (tip === 'gone') {
    throw new LedgerGoneError(`ledger '${context.ledgerName}' is gone`);
  }
  if (tip !== state.tip?.sequenceNo) {
    await readLater(context, state, db);
  }
}

/** Plans the batch, with what is not remembered read from the database. */
async function plan(
  { ledger, strandId, now }: CommitContext, state: CommitterState, db: Statements, batch: Transactions,
  known: ReadonlyMap<string, number> = new Map(),
): Promise<Plan> {
  const { tip, recent } = state;
  if (!tip) {
    throw new Error('the tip of the ledger has not been read');
  }
  const committed = new Map(known);
  const olderConflicts = new Set<PreparedTransaction>();
  for (const transaction of batch) {
    const { snapshot, reads, transactionId } = transaction;
    if (snapshot !== undefined && snapshot < recent.floor && reads.size > 0 && await wasTouched(db, ledger, snapshot, recent.floor, reads)) {
      olderConflicts.add(transaction);
      // It may have been this very transaction.
      for (const [id, sequenceNo] of await findTransactions(db, ledger, [transactionId])) {
        committed.set(id, sequenceNo);
      }
    }
  }
  return planBatch(batch, { strandId, tip, recent, olderConflicts, committed, now: now() });
}
