import { createHash } from 'node:crypto';
import { id, type TestTable } from './test-ledgers';
import type { SqlLedgerStorage } from '../../src/commit/sql-ledger-storage';
import { encode } from '../../src/ion/encode';
import { hashIon, hashString } from '../../src/ion/hash';
import { int, string, structOf, type Value } from '../../src/ion/value';
import { conflictKey, type ConflictSubject } from '../../src/transaction/conflict-keys';
import { documentIndexKey } from '../../src/transaction/index-key';
import type { CatalogueChange, CommitOutcome, DocumentChange, IndexEntry, PreparedTransaction } from '../../src/transaction/ledger-storage';

/** The field of the n-th index of a test table. */
export const indexedField = (n: number): string => `field${n}`;

/** Documents of tests: one field for each index, and a text. */
export type TestDocument = Readonly<Record<string, string | number>>;

export function documentBytes(document: TestDocument): Buffer {
  return encode(structOf(Object.fromEntries(Object.entries(document).map(([name, value]): [string, Value] =>
    [name, typeof value === 'string' ? string(value) : int(value)]))));
}

export function entriesOf(table: TestTable, document: TestDocument): readonly IndexEntry[] {
  return table.indexIds.flatMap((indexId, n) => {
    const key = keyOf(document, n);
    return key ? [{ indexId, key }] : [];
  });
}

export function keyOf(document: TestDocument, n: number): Buffer | undefined {
  const value = document[indexedField(n)];
  return value === undefined ? undefined
    : documentIndexKey(structOf({ [indexedField(n)]: typeof value === 'string' ? string(value) : int(value) }), indexedField(n));
}

export function transaction(parts: Partial<PreparedTransaction> = {}): PreparedTransaction {
  return {
    transactionId: id(),
    snapshot: undefined,
    transactionTime: Date.now(),
    reads: new Set(),
    touches: new Set(),
    statements: [],
    documents: [],
    catalogue: [],
    ...parts,
  };
}

export const keys = (...subjects: readonly ConflictSubject[]): ReadonlySet<bigint> => new Set(subjects.map(conflictKey));

/** A table of that many indexes. */
export async function createTable(storage: SqlLedgerStorage, name: string, indexes = 0): Promise<TestTable> {
  const table = { id: id(), name, indexIds: Array.from({ length: indexes }, id) };
  await committed(storage.commit(transaction({
    catalogue: [
      { kind: 'create-table', tableId: table.id, name, tags: new Map() },
      ...table.indexIds.map((indexId, n): CatalogueChange => ({ kind: 'create-index', tableId: table.id, indexId, field: indexedField(n) })),
    ],
  })));
  return table;
}

export function change(
  table: TestTable, documentId: string, version: number, document: TestDocument | undefined, before?: TestDocument,
): DocumentChange {
  const data = document && documentBytes(document);
  return {
    tableId: table.id,
    tableName: table.name,
    documentId,
    version,
    ...(data && { data }),
    dataHash: data ? hashIon(data) : Buffer.alloc(0),
    entries: document ? entriesOf(table, document) : [],
    replacedEntries: before ? entriesOf(table, before) : [],
    statements: [0],
  };
}

/** A transaction that changes documents, with the statement that would have done it. */
export function writing(documents: readonly DocumentChange[], parts: Partial<PreparedTransaction> = {}): PreparedTransaction {
  const statement = `UPDATE ${documents.length} documents`;
  return transaction({
    touches: keys(
      ...documents.flatMap(({ tableId, documentId }): ConflictSubject[] => [{ kind: 'table', tableId }, { kind: 'document', documentId }])),
    statements: [{ statement, startTime: Date.now(), digest: hashString(statement) }],
    documents,
    ...parts,
  });
}

/** The block of a commit that must succeed. */
export async function committed(commit: Promise<CommitOutcome>): Promise<number> {
  const outcome = await commit;
  if (outcome.kind !== 'committed' || outcome.sequenceNo === undefined) {
    throw new Error(`not committed: ${JSON.stringify(outcome)}`);
  }
  return outcome.sequenceNo;
}

export const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
