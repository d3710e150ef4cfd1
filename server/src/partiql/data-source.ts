import type { StructValue, Timestamp, Value } from '../ion/value';

/**
 * What statements read and change: the ledger as one transaction sees it.
 *
 * The view is that of the start of the statement: changes made through it show in the next statement. Every read, hit or miss, is noted by
 * the implementation for the check at commit, so the evaluator asks for no more than it needs.
 */
export interface DataSource {
  /** The active table of that name (case sensitive). */
  table(name: string): Promise<Table | undefined>;
  /** A table by id, dropped ones included. */
  tableById(id: string): Promise<Table | undefined>;
  /** Every table, dropped ones included, for `information_schema.user_tables`. */
  tables(): Promise<readonly Table[]>;

  /** Every live document, in batches, in a fixed order. */
  scan(table: Table): AsyncIterable<readonly Row[]>;
  /** The live documents among `ids`. */
  lookupIds(table: Table, ids: readonly string[]): Promise<readonly Row[]>;
  /**
   * Live documents whose indexed field may equal one of `values`, each document once. More may come than match: the evaluator checks
   * its condition again. Only for an index that is `ONLINE`.
   */
  lookupIndex(table: Table, index: Index, values: readonly Value[]): Promise<readonly Row[]>;
  /**
   * Revisions that were active at some moment of the range, both ends included; without `ids`, of every document.
   * https://docs.aws.amazon.com/qldb/latest/developerguide/working.history.html
   */
  history(table: Table, range: HistoryRange, ids?: readonly string[]): AsyncIterable<readonly HistoryRow[]>;

  /** @returns the document's id */
  insert(table: Table, document: StructValue): Promise<string>;
  replace(table: Table, documentId: string, document: StructValue): Promise<void>;
  remove(table: Table, documentId: string): Promise<void>;

  /** @returns the table's id */
  createTable(name: string, tags: ReadonlyMap<string, string>): Promise<string>;
  /** @returns the table's id */
  dropTable(name: string): Promise<string>;
  undropTable(tableId: string): Promise<string>;
  /** @returns the table's id, as QLDB answers */
  createIndex(table: string, field: string): Promise<string>;
  /** @returns the table's id */
  dropIndex(table: string, indexId: string): Promise<string>;
  redact(revision: RevisionReference): Promise<RedactionTarget>;
}

export interface Table {
  readonly id: string;
  readonly name: string;
  readonly status: 'ACTIVE' | 'INACTIVE';
  readonly indexes: readonly Index[];
}

export interface Index {
  readonly id: string;
  /** The top-level field. */
  readonly field: string;
  /** https://docs.aws.amazon.com/qldb/latest/developerguide/working.catalog.html */
  readonly status: 'BUILDING' | 'FINALIZING' | 'ONLINE' | 'FAILED' | 'DELETING';
  /** Why it failed. */
  readonly message?: string;
}

/** A live document. */
export interface Row {
  readonly documentId: string;
  /** The user's data. Decoded when first asked for. */
  readonly data: StructValue;
  /** The committed view: `{blockAddress, hash, data, metadata}`. What this transaction wrote has no block address and no hash yet. */
  readonly committed: StructValue;
}

/** A revision in the shape of the committed view; `data` is absent after a deletion, `dataHash` stands in its place after a redaction. */
export interface HistoryRow {
  readonly documentId: string;
  readonly committed: StructValue;
}

export interface HistoryRange {
  /** @default - from the beginning */
  readonly start?: Timestamp;
  /** @default - until now */
  readonly end?: Timestamp;
}

export interface RevisionReference {
  readonly strandId: string;
  readonly sequenceNo: number;
  readonly tableId: string;
  readonly documentId: string;
}

export interface RedactionTarget extends RevisionReference {
  readonly version: number;
}
