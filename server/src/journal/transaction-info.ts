import { encode } from '../ion/encode';
import { timestampOf } from '../ion/timestamp-milliseconds';
import { blob, int, list, string, struct, structOf } from '../ion/value';

export interface TransactionInfo {
  /** In the order of their execution. */
  readonly statements: readonly ExecutedStatement[];
  /** That were written, in the order of their first write. */
  readonly documents: readonly WrittenDocument[];
}

export interface ExecutedStatement {
  /** With `?` where parameters stood: their values are not in the journal. */
  readonly statement: string;
  /** Milliseconds since the epoch. */
  readonly startTime: number;
  readonly digest: Uint8Array;
}

export interface WrittenDocument {
  readonly documentId: string;
  readonly tableName: string;
  readonly tableId: string;
  /** Which statements wrote it: indexes into `statements`. */
  readonly statements: readonly number[];
}

/**
 * Ion binary of `{statements:[{statement, startTime, statementDigest}], documents:{<id>:{tableName, tableId, statements:[…]}}}`.
 *
 * https://docs.aws.amazon.com/qldb/latest/developerguide/journal-contents.html
 */
export function encodeTransactionInfo({ statements, documents }: TransactionInfo): Buffer {
  return encode(structOf({
    statements: list(statements.map(({ statement, startTime, digest }) => structOf({
      statement: string(statement), startTime: { kind: 'timestamp', value: timestampOf(startTime) }, statementDigest: blob(digest),
    }))),
    documents: struct(documents.map(({ documentId, tableName, tableId, statements: indexes }) => ({
      name: documentId, value: structOf({ tableName: string(tableName), tableId: string(tableId), statements: list(indexes.map(int)) }),
    }))),
  }));
}
