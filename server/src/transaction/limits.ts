/** What one transaction, and one ledger's schema, may have. https://docs.aws.amazon.com/qldb/latest/developerguide/limits.html */
export interface TransactionLimits {
  /** Documents that a transaction inserts, changes or deletes. */
  readonly documents: number;
  /** Bytes of all documents of a transaction together, in Ion binary. */
  readonly bytes: number;
  /** Bytes of one document in Ion binary. */
  readonly documentBytes: number;
  readonly activeTables: number;
  /** Active and dropped ones. */
  readonly tables: number;
  readonly indexesPerTable: number;
}

export const AWS_LIMITS: TransactionLimits = {
  documents: 40,
  bytes: 4 * 1024 * 1024,
  documentBytes: 128 * 1024,
  activeTables: 20,
  tables: 40,
  indexesPerTable: 5,
};
