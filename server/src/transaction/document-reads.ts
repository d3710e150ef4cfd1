import type { OwnDocument } from './changes';
import { documentIndexKey, indexKey } from './index-key';
import type { StoredRevision } from './ledger-storage';
import { decodeDocument, historyRow, OwnRow, StoredRow } from './rows';
import type { StatementScope } from './statement-scope';
import { millisecondsOf } from '../ion/timestamp-milliseconds';
import type { Value } from '../ion/value';
import type { HistoryRange, HistoryRow, Index, Row, Table } from '../partiql/data-source';

/** Small first, since many a statement stops early; then large, for fewer queries. */
const FIRST_BATCH = 100;
const LARGEST_BATCH = 1_000;

/** The documents of a table by id: the stored ones, with those the transaction wrote in their place. */
export async function* scan(scope: StatementScope, table: Table): AsyncGenerator<readonly Row[]> {
  scope.notes.note({ kind: 'table', tableId: table.id });
  const own = ownDocuments(scope, table).sort((a, b) => compareIds(a.documentId, b.documentId));
  let nextOwn = 0;
  for await (const batch of storedDocuments(scope, table)) {
    const rows: Row[] = [];
    for (const revision of batch) {
      nextOwn = addOwnBefore(revision.documentId, nextOwn, rows);
      if (!scope.own.documents.has(revision.documentId)) {
        rows.push(storedRow(scope, revision));
      }
    }
    scope.recent.add(batch);
    yield rows;
  }
  const rest: Row[] = [];
  addOwnBefore(undefined, nextOwn, rest);
  if (rest.length > 0) {
    yield rest;
  }

  function addOwnBefore(documentId: string | undefined, from: number, rows: Row[]): number {
    let index = from;
    for (const document of own.slice(from)) {
      if (documentId !== undefined && compareIds(document.documentId, documentId) > 0) {
        break;
      }
      pushOwn(scope, document, rows);
      index += 1;
    }
    return index;
  }
}

export async function lookupIds(scope: StatementScope, table: Table, ids: readonly string[]): Promise<readonly Row[]> {
  const wanted = [...new Set(ids)];
  scope.notes.noteWithin(table.id, wanted.map((documentId) => ({ kind: 'document', documentId })));
  const own = ownDocuments(scope, table).filter(({ documentId }) => wanted.includes(documentId));
  const storedIds = wanted.filter((documentId) => !scope.own.documents.has(documentId));
  const stored = storedIds.length === 0 || await isOwnTable(scope, table)
    ? []
    : await scope.context.storage.liveByIds(await scope.snapshot(), table.id, storedIds);
  return merged(scope, stored, own);
}

export async function lookupIndex(scope: StatementScope, table: Table, index: Index, values: readonly Value[]): Promise<readonly Row[]> {
  const keys = new Map(values.map((value) => indexKey(value)).map((key) => [key.toString('hex'), key]));
  scope.notes.noteWithin(table.id, [...keys.values()].map((key) => ({ kind: 'index-entry', indexId: index.id, key })));
  const own = ownDocuments(scope, table).filter(({ data }) => {
    const key = data && documentIndexKey(decodeDocument(data), index.field);
    return key !== undefined && keys.has(key.toString('hex'));
  });
  const stored = keys.size === 0 || await isOwnTable(scope, table)
    ? []
    : await scope.context.storage.liveByKeys(await scope.snapshot(), index.id, [...keys.values()]);
  return merged(scope, stored.filter(({ documentId }) => !scope.own.documents.has(documentId)), own);
}

/** Committed revisions alone: what the transaction wrote has no place in the journal yet, and no time at which it became active. */
export async function* history(
  scope: StatementScope, table: Table, range: HistoryRange, ids?: readonly string[],
): AsyncGenerator<readonly HistoryRow[]> {
  if (ids) {
    scope.notes.noteWithin(table.id, ids.map((documentId) => ({ kind: 'document', documentId })));
  } else {
    scope.notes.note({ kind: 'table', tableId: table.id });
  }
  if (await isOwnTable(scope, table) || ids?.length === 0) {
    return;
  }
  const { storage } = scope.context;
  const snapshot = await scope.snapshot();
  const query = {
    ...(range.start && { start: millisecondsOf(range.start) }),
    ...(range.end && { end: millisecondsOf(range.end) }),
    ...(ids && { documentIds: [...new Set(ids)] }),
  };
  let limit = FIRST_BATCH;
  let last: StoredRevision | undefined;
  do {
    const after: { readonly documentId: string; readonly version: number } | undefined = last;
    const batch: readonly StoredRevision[] = await storage.history(snapshot, table.id, {
      ...query, limit, ...(after && { after: { documentId: after.documentId, version: after.version } }),
    });
    yield batch.map((revision) => historyRow(storage.strandId, revision));
    last = batch.length < limit ? undefined : batch.at(-1);
    limit = Math.min(limit * 2, LARGEST_BATCH);
  } while (last);
}

async function* storedDocuments(scope: StatementScope, table: Table): AsyncGenerator<readonly StoredRevision[]> {
  if (await isOwnTable(scope, table)) {
    return;
  }
  const snapshot = await scope.snapshot();
  let limit = FIRST_BATCH;
  let after: string | undefined;
  do {
    const batch: readonly StoredRevision[] = await scope.context.storage.scan(snapshot, table.id, { limit, ...(after !== undefined && { after }) });
    yield batch;
    after = batch.length < limit ? undefined : batch.at(-1)?.documentId;
    limit = Math.min(limit * 2, LARGEST_BATCH);
  } while (after !== undefined);
}

/** Of the table, deleted ones included. */
function ownDocuments({ own }: StatementScope, table: Table): OwnDocument[] {
  return [...own.documents.values()].filter(({ tableId }) => tableId === table.id);
}

async function isOwnTable(scope: StatementScope, table: Table): Promise<boolean> {
  return (await scope.catalogue()).isOwn(table.id);
}

/** By id, so that a statement which is evaluated again for a later page finds the same order. */
function merged(scope: StatementScope, stored: readonly StoredRevision[], own: readonly OwnDocument[]): readonly Row[] {
  scope.recent.add(stored);
  const rows: Row[] = stored.map((revision) => storedRow(scope, revision));
  for (const document of own) {
    pushOwn(scope, document, rows);
  }
  return rows.sort((a, b) => compareIds(a.documentId, b.documentId));
}

function pushOwn({ transaction }: StatementScope, document: OwnDocument, rows: Row[]): void {
  if (document.data) {
    rows.push(new OwnRow(transaction.id, document));
  }
}

function storedRow({ context }: StatementScope, revision: StoredRevision): Row {
  return new StoredRow(context.storage.strandId, revision);
}

/** Byte by byte, as the database orders them. */
function compareIds(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
