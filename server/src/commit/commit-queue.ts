import { setImmediate as eventLoopTurn, setTimeout as sleep } from 'node:timers/promises';
import { commitBatch, isPlain, type LateBatch } from './commit-batch';
import type { CommitContext } from './commit-context';
import { CommitterState } from './committer-state';
import { failureKind } from './failure-kind';
import { writesBlock } from './plan-batch';
import { CommitOutcomeUnknownError, LedgerGoneError, type CommitOutcome, type PreparedTransaction } from '../transaction/ledger-storage';

/** Transactions in one SQL transaction. */
const MAX_BATCH = 64;

/** Commits that may wait. A client has one session for each, so there are never more than sessions. */
const MAX_WAITING = 10_000;

/** Attempts that lost a race before the failure is passed on. */
const MAX_LOST_RACES = 8;

interface Waiting {
  readonly transaction: PreparedTransaction;
  readonly resolve: (outcome: CommitOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Commits the transactions of one ledger that arrive at this process, batch after batch: what arrives while a batch is written, or while
 * it waits for a connection or the ledger's lock, makes the next one.
 */
export class CommitQueue {
  private readonly waiting: Waiting[] = [];
  private readonly state = new CommitterState();
  private running: Promise<void> | undefined;

  constructor(private readonly context: CommitContext) {}

  async commit(transaction: PreparedTransaction): Promise<CommitOutcome> {
    if (this.waiting.length >= MAX_WAITING) {
      throw new Error(`more than ${MAX_WAITING} commits wait for the database`);
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ transaction, resolve, reject });
      this.running ??= this.run().finally(() => { this.running = undefined; });
    });
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.waiting.length > 0) {
      // What has arrived but was not looked at yet joins the batch: PGlite keeps the thread while it works, so requests pile up behind it.
      await eventLoopTurn();
      let taken: readonly Waiting[] | undefined;
      const takeOnce = () => (taken ??= this.takeBatch());
      const batch: LateBatch = {
        writes: () => (taken ?? this.waiting).some(({ transaction }) => writesBlock(transaction)),
        take: () => takeOnce().map(({ transaction }) => transaction),
      };
      await this.commitSurely(batch).then(
        (outcomes) => takeOnce().forEach(({ resolve }, index) => resolve(outcomes[index] as CommitOutcome)),
        (error: unknown) => takeOnce().forEach(({ reject }) => reject(error)),
      );
    }
  }

  private takeBatch(): readonly Waiting[] {
    const alone = this.waiting.findIndex(({ transaction }) => !isPlain(transaction));
    return this.waiting.splice(0, alone === 0 ? 1 : Math.min(MAX_BATCH, alone < 0 ? MAX_BATCH : alone));
  }

  /**
   * Commits a batch, again as long as that is safe and of use.
   *
   * When the connection breaks it is not known whether the batch is committed. The next attempt then holds the ledger's lock and looks
   * whether the transactions are there; what is still on its way to the database comes too late, as its tip is no longer the last block.
   */
  private async commitSurely(batch: LateBatch): Promise<readonly CommitOutcome[]> {
    const { now, outageMilliseconds, log } = this.context;
    let unknownSince: number | undefined;
    let pause = 25;
    for (let lostRaces = 0; ;) {
      let sent = false;
      try {
        const careful = unknownSince !== undefined || lostRaces > 0;
        return await commitBatch(this.context, this.state, batch, { careful, onSending: () => { sent = true; } });
      } catch (error) {
        this.state.forget();
        const kind = failureKind(error, sent);
        if (kind === 'gone' || error instanceof LedgerGoneError) {
          throw new LedgerGoneError(`ledger '${this.context.ledgerName}' is gone`, { cause: error });
        }
        if (kind === 'refused' && unknownSince === undefined) {
          throw error;
        }
        if (kind === 'lost race') {
          lostRaces += 1;
        } else {
          unknownSince ??= now();
        }
        if (lostRaces >= MAX_LOST_RACES || (unknownSince !== undefined && now() - unknownSince > outageMilliseconds)) {
          throw unknownSince === undefined ? error : new CommitOutcomeUnknownError(
            `the database went away while ${batch.take().length} transactions were committed to ledger '${this.context.ledgerName}'`, { cause: error });
        }
        log.warn({ err: error, ledger: this.context.ledgerName, transactions: batch.take().length }, 'commit is tried again');
        await sleep(pause * (0.5 + this.context.random()));
        pause = Math.min(pause * 2, 1_000);
      }
    }
  }
}
