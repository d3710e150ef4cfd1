import type { Step } from '../transaction/step';
import type { Transaction } from '../transaction/transaction';

export interface NewSession {
  /** `sessionKey` of its token. */
  readonly key: string;
  /** What messages call it. */
  readonly id: string;
  readonly ledger: number;
  readonly lifetimeMilliseconds: number;
  /** Of the ledger. */
  readonly maxSessions: number;
}

export interface SessionRecord {
  readonly key: string;
  readonly id: string;
  readonly ledger: number;
  readonly expired: boolean;
  /** The latest one, unless it was aborted. */
  readonly transaction?: TransactionRecord;
}

export interface TransactionRecord {
  readonly id: string;
  /** `closing`: its commit has arrived; nothing but the same commit may come. `conflict`: its commit was refused. */
  readonly status: TransactionStatus;
  readonly expired: boolean;
}

export type TransactionStatus = 'open' | 'closing' | 'conflict';

/** A transaction that this process knows, as it stood when the process served it last. */
export interface KnownTransaction {
  readonly transaction: Transaction;
  /** That of the session. */
  readonly ledger: number;
}

/**
 * The sessions and their transactions, of this process or of all processes on one database.
 *
 * Whoever calls takes care that requests of one session come one after the other within this process.
 */
export interface SessionState {
  /** @returns whether it was made: not when the ledger has as many sessions as it may have */
  create(session: NewSession): Promise<boolean>;
  /** A session that ended, or expired long ago, is not found. */
  find(key: string): Promise<SessionRecord | undefined>;
  remove(session: SessionRecord): Promise<void>;
  /**
   * Opens a transaction in place of the session's latest one.
   *
   * @returns the session; nothing was opened in one that has expired
   */
  begin(key: string, transactionId: string, timeoutMilliseconds: number): Promise<SessionRecord | undefined>;
  /**
   * What this process knows of the session's transaction, without a look at the database. Another process may know better: `save` and `close`
   * find that out.
   */
  known(key: string, transactionId: string): KnownTransaction | undefined;
  /** The session's latest transaction as it stands now. `undefined` when it is over, or was forgotten. */
  transaction(session: SessionRecord): Promise<Transaction | undefined>;
  /**
   * Keeps a step that was made on the transaction as it stands, and applies it.
   *
   * @returns false when the transaction has got another step meanwhile, or is not open any more: `transaction` then tells how it stands
   */
  save(key: string, transaction: Transaction, step: Step): Promise<boolean>;
  /**
   * Marks the transaction as being committed: from now on no process takes another statement for it. May be repeated, also after the
   * transaction or its session has expired: the commit came in time.
   *
   * @returns false when it has other steps than these, or is over
   */
  close(key: string, transaction: Transaction): Promise<boolean>;
  /** Marks the transaction as one whose commit was refused. */
  refuse(key: string, transaction: Transaction): Promise<void>;
  /** Forgets the session's latest transaction. */
  abort(session: SessionRecord): Promise<void>;
  /** Lets go of what has expired in this process. */
  forgetExpired(): void;
  /** Removes from the database what has expired. One process does it for all. */
  removeExpired(): Promise<void>;
}
