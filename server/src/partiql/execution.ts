import type { DataSource } from './data-source';
import type { Timestamp, Value } from '../ion/value';

/** What a statement runs in. */
export interface ExecutionContext {
  readonly data: DataSource;
  /** One for each `?`. */
  readonly parameters: readonly Value[];
  /** UTCNOW(), and the end of a history range that names none: one moment for the whole transaction. */
  readonly now: Timestamp;
  /** TXID(). */
  readonly transactionId: string;
  /** Called between batches of work. Throws to stop the statement, as when the transaction has expired. */
  readonly checkpoint: () => void;
}

/** A statement under way. Rows come as they are read; leaving early reads no further. */
export interface Execution {
  readonly rows: AsyncIterableIterator<Value>;
  /** Rows of stored tables visited so far. */
  readonly readIos: () => number;
  /** Documents, tables and indexes written so far. */
  readonly writeIos: () => number;
}
