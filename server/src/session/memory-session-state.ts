import type { KnownTransaction, NewSession, SessionRecord, SessionState, TransactionStatus } from './session-state';
import type { Step } from '../transaction/step';
import { Transaction } from '../transaction/transaction';

interface MemorySession {
  readonly key: string;
  readonly id: string;
  readonly ledger: number;
  readonly expiresAt: number;
  latest: { readonly id: string; readonly deadline: number; status: TransactionStatus; transaction: Transaction | undefined } | undefined;
}

/** How long an expired session is told apart from one that never was. */
const MEMORY_MILLISECONDS = 3_600_000;

/** Sessions in memory, for a database that no other process can have open. They end with the process, and drivers then start new ones. */
export class MemorySessionState implements SessionState {
  private readonly sessions = new Map<string, MemorySession>();

  constructor(private readonly now: () => number) {}

  async create({ key, id, ledger, lifetimeMilliseconds, maxSessions }: NewSession): Promise<boolean> {
    const now = this.now();
    const living = [...this.sessions.values()].filter((session) => session.ledger === ledger && session.expiresAt > now).length;
    if (living >= maxSessions) {
      return false;
    }
    this.sessions.set(key, { key, id, ledger, expiresAt: now + lifetimeMilliseconds, latest: undefined });
    return true;
  }

  async find(key: string): Promise<SessionRecord | undefined> {
    const session = this.sessions.get(key);
    if (!session) {
      return undefined;
    }
    const now = this.now();
    const { id, ledger, expiresAt, latest } = session;
    return {
      key,
      id,
      ledger,
      expired: expiresAt <= now,
      ...(latest && { transaction: { id: latest.id, status: latest.status, expired: latest.deadline <= now } }),
    };
  }

  async remove({ key }: SessionRecord): Promise<void> {
    this.sessions.get(key)?.latest?.transaction?.close();
    this.sessions.delete(key);
  }

  async begin(key: string, transactionId: string, timeoutMilliseconds: number): Promise<SessionRecord | undefined> {
    const session = this.sessions.get(key);
    const now = this.now();
    if (session && session.expiresAt > now) {
      session.latest?.transaction?.close();
      const deadline = now + timeoutMilliseconds;
      session.latest = { id: transactionId, deadline, status: 'open', transaction: new Transaction({ id: transactionId, deadline }) };
    }
    return this.find(key);
  }

  known(key: string, transactionId: string): KnownTransaction | undefined {
    const session = this.sessions.get(key);
    const { latest, expiresAt = 0, ledger = 0 } = session ?? {};
    const now = this.now();
    return latest?.id === transactionId && latest.transaction && latest.status === 'open' && latest.deadline > now && expiresAt > now
      ? { transaction: latest.transaction, ledger }
      : undefined;
  }

  async transaction({ key }: SessionRecord): Promise<Transaction | undefined> {
    return this.sessions.get(key)?.latest?.transaction;
  }

  async save(_key: string, transaction: Transaction, step: Step): Promise<boolean> {
    transaction.apply(step);
    return true;
  }

  async close(key: string, transaction: Transaction): Promise<boolean> {
    const latest = this.sessions.get(key)?.latest;
    if (latest?.transaction !== transaction || (latest.status !== 'closing' && latest.deadline <= this.now())) {
      return false;
    }
    latest.status = 'closing';
    return true;
  }

  async refuse(key: string, transaction: Transaction): Promise<void> {
    const latest = this.sessions.get(key)?.latest;
    if (latest?.transaction === transaction) {
      latest.status = 'conflict';
      latest.transaction = undefined;
    }
  }

  async abort({ key }: SessionRecord): Promise<void> {
    const session = this.sessions.get(key);
    session?.latest?.transaction?.close();
    if (session) {
      session.latest = undefined;
    }
  }

  forgetExpired(): void {
    const now = this.now();
    for (const [key, session] of this.sessions) {
      if (session.latest && session.latest.deadline <= now) {
        session.latest.transaction?.close();
        session.latest.transaction = undefined;
      }
      if (session.expiresAt + MEMORY_MILLISECONDS <= now) {
        this.sessions.delete(key);
      }
    }
  }

  async removeExpired(): Promise<void> {
    // There is none in the database.
  }
}
