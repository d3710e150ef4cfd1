import type { NewSession, SessionRecord, SessionState, TransactionStatus } from './session-state';
import * as sessions from '../store/sessions';
import type { Statements } from '../store/statement';
import type { Step } from '../transaction/step';
import { parseStep, stepText } from '../transaction/step-text';
import { Transaction } from '../transaction/transaction';

/** A session as the database has it. */
interface SqlSessionRecord extends SessionRecord {
  readonly stored?: { readonly steps: number; readonly startedAt: number; readonly remaining: number };
}

/** Transactions that this process served last, kept so that they need not be put together from their steps each time. */
const MAX_KEPT = 1_000;

/**
 * Sessions in SQL: any process on the database can take up a session between two requests.
 *
 * A transaction here is the sum of steps in the database. The process keeps the sum, and the number of steps tells whether it is still right.
 */
export class SqlSessionState implements SessionState {
  private readonly kept = new Map<string, Transaction>();

  constructor(private readonly db: Statements, private readonly now: () => number) {}

  async create(session: NewSession): Promise<boolean> {
    return sessions.insertSession(this.db, session);
  }

  async find(key: string): Promise<SqlSessionRecord | undefined> {
    const row = await sessions.findSession(this.db, key);
    if (!row) {
      return undefined;
    }
    const { id, ledger, expired, tx, tx_status: status, tx_started_at: startedAt, tx_remaining: remaining, steps } = row;
    return {
      key,
      id,
      ledger,
      expired,
      ...(tx !== null && startedAt !== null && remaining !== null && {
        transaction: { id: tx, status, expired: remaining <= 0 },
        stored: { steps, startedAt, remaining },
      }),
    };
  }

  async remove({ key, transaction }: SessionRecord): Promise<void> {
    this.drop(transaction?.id);
    await sessions.deleteSession(this.db, key);
  }

  async begin({ key, transaction }: SessionRecord, transactionId: string, timeoutMilliseconds: number): Promise<void> {
    this.drop(transaction?.id);
    await sessions.beginTransaction(this.db, key, transactionId, timeoutMilliseconds);
  }

  async transaction({ transaction: record, stored }: SqlSessionRecord): Promise<Transaction | undefined> {
    if (!record || !stored || record.status === 'conflict') {
      return undefined;
    }
    const known = this.kept.get(record.id);
    const usable = known !== undefined && known.steps <= stored.steps;
    const transaction = usable ? known : new Transaction({ id: record.id, startedAt: stored.startedAt, deadline: this.now() + stored.remaining });
    if (transaction.steps < stored.steps) {
      for (const text of await sessions.stepsAfter(this.db, record.id, transaction.steps)) {
        transaction.apply(parseStep(text));
      }
      if (transaction.steps < stored.steps) {
        // Its steps are gone meanwhile: it was aborted, or another one began.
        return undefined;
      }
    }
    this.keep(transaction);
    return transaction;
  }

  async save({ key }: SessionRecord, transaction: Transaction, step: Step): Promise<boolean> {
    if (!await sessions.insertStep(this.db, key, transaction.id, transaction.steps + 1, stepText(step))) {
      return false;
    }
    transaction.apply(step);
    return true;
  }

  async setStatus({ key }: SessionRecord, transactionId: string, status: TransactionStatus): Promise<void> {
    await sessions.setTransactionStatus(this.db, key, transactionId, status);
  }

  async abort({ key, transaction }: SessionRecord): Promise<void> {
    if (transaction) {
      this.drop(transaction.id);
      await sessions.abortTransaction(this.db, key);
    }
  }

  forgetExpired(): void {
    const now = this.now();
    for (const [id, { start: { deadline } }] of this.kept) {
      if (deadline <= now) {
        this.drop(id);
      }
    }
  }

  async removeExpired(): Promise<void> {
    await sessions.deleteExpired(this.db);
  }

  private keep(transaction: Transaction): void {
    this.kept.delete(transaction.id);
    this.kept.set(transaction.id, transaction);
    for (const [oldest] of this.kept) {
      if (this.kept.size <= MAX_KEPT) {
        return;
      }
      this.drop(oldest);
    }
  }

  private drop(transactionId: string | undefined): void {
    if (transactionId !== undefined) {
      this.kept.get(transactionId)?.close();
      this.kept.delete(transactionId);
    }
  }
}
