/**
 * What transactions need of the database, for one ledger.
 *
 * A snapshot is the sequence number of a block: what was committed up to that block shows, nothing later does. Snapshots are conditions in
 * SQL and hold nothing, so one may be used by any process for any time.
 */
export interface LedgerStorage {
  readonly strandId: string;
  /** Sequence number of the latest block. */
  tip(): Promise<number>;
  catalogue(snapshot: number): Promise<readonly StoredTable[]>;
  /**
   * The latest block and the tables at it, in one look: what a transaction begins with.
   *
   * @throws LedgerGoneError when the ledger is being deleted
   */
  latest(): Promise<CatalogueSnapshot>;
  /** Live documents of a table in the order of their ids, after `page.after`. */
  scan(snapshot: number, tableId: string, page: { readonly after?: string; readonly limit: number }): Promise<readonly StoredRevision[]>;
  liveByIds(snapshot: number, tableId: string, documentIds: readonly string[]): Promise<readonly StoredRevision[]>;
  /** Live documents with an entry in the index under one of the keys (`indexKey`). The index must be `ONLINE` at the snapshot. */
  liveByKeys(snapshot: number, indexId: string, keys: readonly Buffer[]): Promise<readonly StoredRevision[]>;
  /** Revisions active at some moment of the range, by document and version. Times are milliseconds since the epoch, both included. */
  history(snapshot: number, tableId: string, query: HistoryQuery): Promise<readonly StoredRevision[]>;
  /** The revision of a document in a block, live or not. */
  revisionInBlock(sequenceNo: number, documentId: string): Promise<RevisionInBlock | undefined>;
  /** Whether a transaction has been committed, whoever did it: its block. */
  findCommitted(transactionId: string): Promise<number | undefined>;
  /**
   * Validates and commits. Several commits become one batch. Once it resolves with `committed` the block survives any crash.
   *
   * A transaction that is committed already is answered with its block and not committed again.
   *
   * @throws LedgerGoneError when the ledger is being deleted, CommitOutcomeUnknownError when the database went away meanwhile
   */
  commit(transaction: PreparedTransaction): Promise<CommitOutcome>;
}

/** The ledger does not exist any more. */
export class LedgerGoneError extends Error {
  override readonly name = 'LedgerGoneError';
}

/**
 * The database went away while a commit was under way and did not come back in time: the block may be there or not.
 *
 * Nobody may run the transaction again on the strength of this error; committing the same transaction again is safe.
 */
export class CommitOutcomeUnknownError extends Error {
  override readonly name = 'CommitOutcomeUnknownError';
}

export interface CatalogueSnapshot {
  readonly snapshot: number;
  readonly tables: readonly StoredTable[];
}

export interface StoredTable {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  readonly indexes: readonly StoredIndex[];
}

export interface StoredIndex {
  readonly id: string;
  readonly field: string;
  /** `ONLINE` where a query at that snapshot may use it. */
  readonly status: 'BUILDING' | 'ONLINE' | 'FAILED';
  readonly message?: string;
}

export interface StoredRevision {
  readonly documentId: string;
  readonly version: number;
  /** Of the block it was written in. */
  readonly sequenceNo: number;
  readonly transactionId: string;
  /** Milliseconds since the epoch. */
  readonly transactionTime: number;
  readonly hash: Buffer;
  /** Ion binary. Absent after a deletion or a redaction. */
  readonly data?: Buffer;
  /** Stands in place of the data after a redaction. */
  readonly dataHash?: Buffer;
  /** The data could not be bound to the hash when it was imported. */
  readonly unproven?: true;
}

export interface RevisionInBlock extends StoredRevision {
  readonly tableId: string;
  /** It is the document's latest one, and not a deletion. */
  readonly live: boolean;
}

export interface HistoryQuery {
  /** A revision counts from its block's time until that of the one which replaced it. @default - from the beginning */
  readonly start?: number;
  /** @default - no end */
  readonly end?: number;
  /** @default - every document */
  readonly documentIds?: readonly string[];
  /** The last one of the page before. @default - from the first */
  readonly after?: { readonly documentId: string; readonly version: number };
  readonly limit: number;
}

/** A transaction ready to be committed. All of its hashes but those that depend on the block are made. */
export interface PreparedTransaction {
  readonly transactionId: string;
  /** What it read was read at this block. `undefined`: it read nothing, the catalogue included. */
  readonly snapshot: number | undefined;
  /** When the commit arrived, in milliseconds since the epoch: the revisions' `txTime`. */
  readonly transactionTime: number;
  /** Keys of what it read (`conflictKey`). */
  readonly reads: ReadonlySet<bigint>;
  /** Keys of what it changes, old and new. */
  readonly touches: ReadonlySet<bigint>;
  readonly statements: readonly StatementRecord[];
  /** In the order of their first write; a document stands once. */
  readonly documents: readonly DocumentChange[];
  readonly catalogue: readonly CatalogueChange[];
  readonly redaction?: RedactionRecord;
}

export interface StatementRecord {
  readonly statement: string;
  /** Milliseconds since the epoch. */
  readonly startTime: number;
  readonly digest: Buffer;
}

export interface DocumentChange {
  readonly tableId: string;
  readonly tableName: string;
  readonly documentId: string;
  /** 0 for a new document; otherwise the live revision has the version below. */
  readonly version: number;
  /** Ion binary. Absent: deleted. */
  readonly data?: Buffer;
  /** Hash of the data, empty when deleted. */
  readonly dataHash: Buffer;
  /** For every index of the table, whatever its status. None when deleted. */
  readonly entries: readonly IndexEntry[];
  /** The same for the revision that this one replaces. None for a new document. */
  readonly replacedEntries: readonly IndexEntry[];
  /** Indexes into `statements`. */
  readonly statements: readonly number[];
}

export interface IndexEntry {
  readonly indexId: string;
  /** `indexKey` of the indexed value. */
  readonly key: Buffer;
}

export type CatalogueChange =
  | { readonly kind: 'create-table'; readonly tableId: string; readonly name: string; readonly tags: ReadonlyMap<string, string> }
  | { readonly kind: 'drop-table'; readonly tableId: string }
  | { readonly kind: 'undrop-table'; readonly tableId: string }
  | { readonly kind: 'create-index'; readonly tableId: string; readonly indexId: string; readonly field: string }
  | { readonly kind: 'drop-index'; readonly tableId: string; readonly indexId: string };

export interface RedactionRecord {
  /** Of the block that holds the revision. */
  readonly sequenceNo: number;
  readonly tableId: string;
  readonly documentId: string;
  readonly version: number;
}

export type CommitOutcome =
  /** `sequenceNo` is absent where no block was written: a transaction that changed nothing. */
  | { readonly kind: 'committed'; readonly sequenceNo?: number }
  /** Another transaction changed what this one read. */
  | { readonly kind: 'conflict' };
