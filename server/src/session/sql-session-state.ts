import type { KnownTransaction, NewSession, SessionRecord, SessionState } from './session-state';
import * as sessions from '../store/sessions';
import type { Statements } from '../store/statement';
import type { Step } from '../transaction/step';
import { parseStep, stepText } from '../transaction/step-text';
import { Transaction } from '../transaction/transaction';

/** A session as the database has it. */
interface SqlSessionRecord extends SessionRecord {
  readonly stored?: { readonly steps: number; readonly remaining: number };
}

/** Sessions whose transactions this process served last, kept so that they need not be put together from their steps each time. */
const MAX_KEPT = 1_000;

/**
 * Sessions in SQL: any process on the database can take up a session between two requests.
 *
 * A transaction here is the sum of steps in the database. The process keeps the sum, and the number of steps tells whether it is still right.
 */
export class SqlSessionState implements SessionState {
  /** By the session's key. */
  private readonly kept = new Map<string, KnownTransaction>();

  constructor(private readonly db: Statements, private readonly now: () => number) {}

  async create(session: NewSession): Promise<boolean> {
    return sessions.insertSession(this.db, session);
  }

  async find(key: string): Promise<SqlSessionRecord | undefined> {
    const row = await sessions.findSession(this.db, key);
    return row && recordOf(key, row);
  }

  async remove({ key }: SessionRecord): Promise<void> {
    this.drop(key);
    await sessions.deleteSession(this.db, key);
  }

  async begin(key: string, transactionId: string, timeoutMilliseconds: number): Promise<SqlSessionRecord | undefined> {
    const row = await sessions.beginTransaction(this.db, key, transactionId, timeoutMilliseconds);
    const session = row && recordOf(key, row);
    if (session && !session.expired) {
      await this.transaction(session);
    }
    return session;
  }

  known(key: string, transactionId: string): KnownTransaction | undefined {
    const known = this.kept.get(key);
    return known?.transaction.id === transactionId && known.transaction.start.deadline > this.now() ? known : undefined;
  }

  async transaction({ key, ledger, transaction: record, stored }: SqlSessionRecord): Promise<Transaction | undefined> {
    if (!record || !stored || record.status === 'conflict') {
      return undefined;
    }
    const known = this.kept.get(key)?.transaction;
    const usable = known?.id === record.id && known.steps <= stored.steps;
    const transaction = usable ? known : new Transaction({ id: record.id, deadline: this.now() + stored.remaining });
    if (transaction.steps < stored.steps) {
      for (const text of await sessions.stepsAfter(this.db, record.id, transaction.steps)) {
        transaction.apply(parseStep(text));
      }
      if (transaction.steps < stored.steps) {
        // Its steps are gone meanwhile: it was aborted, or another one began.
        return undefined;
      }
    }
    if (!usable) {
      this.drop(key);
    }
    this.keep(key, { transaction, ledger });
    return transaction;
  }

  async save(key: string, transaction: Transaction, step: Step): Promise<boolean> {
    if (!await sessions.insertStep(this.db, key, transaction.id, transaction.steps + 1, stepText(step))) {
      return false;
    }
    transaction.apply(step);
    return true;
  }

  async close(key: string, transaction: Transaction): Promise<boolean> {
    return sessions.closeTransaction(this.db, key, transaction.id, transaction.steps);
  }

  async refuse(key: string, transaction: Transaction): Promise<void> {
    this.drop(key);
    await sessions.refuseTransaction(this.db, key, transaction.id);
  }

  async abort({ key, transaction }: SessionRecord): Promise<void> {
    if (transaction) {
      this.drop(key);
      await sessions.abortTransaction(this.db, key);
    }
  }

  forgetExpired(): void {
    const now = this.now();
    for (const [key, { transaction }] of this.kept) {
      if (transaction.start.deadline <= now) {
        this.drop(key);
      }
    }
  }

  async removeExpired(): Promise<void> {
    await sessions.deleteExpired(this.db);
  }

  private keep(key: string, known: KnownTransaction): void {
    this.kept.delete(key);
    this.kept.set(key, known);
    for (const [oldest] of this.kept) {
      if (this.kept.size <= MAX_KEPT) {
        return;
      }
      this.drop(oldest);
    }
  }

  private drop(key: string): void {
    this.kept.get(key)?.transaction.close();
    this.kept.delete(key);
  }
}

function recordOf(key: string, row: sessions.SessionRow): SqlSessionRecord {
  const { id, ledger, expired, tx, tx_status: status, tx_remaining: remaining, steps } = row;
  return {
    key,
    id,
    ledger,
    expired,
    ...(tx !== null && remaining !== null && {
      transaction: { id: tx, status, expired: remaining <= 0 },
      stored: { steps, remaining },
    }),
  };
}
