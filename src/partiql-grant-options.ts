/**
 * PartiQL commands as IAM actions.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonqldb.html
 */
export enum PartiQLAction {
  /** Read the current documents of a table, or the catalog. */
  SELECT = 'PartiQLSelect',

  /** Read all revisions of a table's documents, deleted ones included. */
  HISTORY_FUNCTION = 'PartiQLHistoryFunction',

  /** Insert documents. */
  INSERT = 'PartiQLInsert',

  /** Change documents. */
  UPDATE = 'PartiQLUpdate',

  /** Delete documents; their history stays. */
  DELETE = 'PartiQLDelete',

  /** Redact revisions: their data is removed from the history for good. */
  REDACT = 'PartiQLRedact',

  /** Create tables. */
  CREATE_TABLE = 'PartiQLCreateTable',

  /** Drop tables. */
  DROP_TABLE = 'PartiQLDropTable',

  /** Bring dropped tables back. */
  UNDROP_TABLE = 'PartiQLUndropTable',

  /** Create indexes. */
  CREATE_INDEX = 'PartiQLCreateIndex',

  /** Drop indexes. */
  DROP_INDEX = 'PartiQLDropIndex',
}

/**
 * Which tables a grant is for. With neither member: all tables of the ledger, and the catalog where reading is granted.
 *
 * IAM knows tables by id, which a table gets when it is created. Tags are known before: give them to tables with
 * `CREATE TABLE … WITH (aws_tags = …)`, and to grants as `tableTags`.
 */
export interface TableScope {
  /**
   * Ids of tables (22 letters and digits), not names.
   *
   * @default - all tables
   */
  readonly tableIds?: string[];

  /**
   * Tags that a table must carry, all of them.
   *
   * @default - tags do not matter
   */
  readonly tableTags?: { [key: string]: string };
}

/** What `LedgerGrants.partiQL` allows. */
export interface PartiQLGrantOptions extends TableScope {
  /** Commands to allow. */
  readonly actions: PartiQLAction[];
}
