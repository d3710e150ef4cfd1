import type { OwnDocument } from './changes';
import { documentIndexKey } from './index-key';
import type { IndexEntry, StoredRevision } from './ledger-storage';
import { decodeDocument } from './rows';
import { StatementError } from './statement-error';
import type { StatementScope } from './statement-scope';
import { encode } from '../ion/encode';
import { hashIon } from '../ion/hash';
import type { StructValue } from '../ion/value';
import type { Table } from '../partiql/data-source';

/** What a write replaces: nothing, for a new document. */
interface Base {
  readonly version: number;
  /** Of the committed revision. */
  readonly replacedEntries: readonly IndexEntry[];
  readonly statements: readonly number[];
}

export async function insertDocument(scope: StatementScope, table: Table, document: StructValue): Promise<string> {
  const documentId = scope.context.newId();
  putDocument(scope, table, documentId, { version: 0, replacedEntries: [], statements: [] }, document);
  return documentId;
}

export async function replaceDocument(scope: StatementScope, table: Table, documentId: string, document: StructValue): Promise<void> {
  putDocument(scope, table, documentId, await findBase(scope, table, documentId), document);
}

export async function removeDocument(scope: StatementScope, table: Table, documentId: string): Promise<void> {
  putDocument(scope, table, documentId, await findBase(scope, table, documentId), undefined);
}

/** The revision that the document has in the transaction, which may be written again and again until the commit makes it final. */
async function findBase(scope: StatementScope, table: Table, documentId: string): Promise<Base> {
  scope.notes.noteWithin(table.id, [{ kind: 'document', documentId }]);
  const own = scope.draft.document(documentId) ?? scope.own.documents.get(documentId);
  if (own) {
    if (!own.data || own.tableId !== table.id) {
      throw noDocument(table, documentId);
    }
    touchEntries(scope, own.entries);
    return own;
  }
  const stored = scope.recent.get(documentId) ?? await readStored(scope, table, documentId);
  if (!stored) {
    throw noDocument(table, documentId);
  }
  const replacedEntries = entriesOf(table, decodeDocument(stored.data));
  touchEntries(scope, replacedEntries);
  return { version: stored.version + 1, replacedEntries, statements: [] };
}

async function readStored(scope: StatementScope, table: Table, documentId: string): Promise<StoredRevision | undefined> {
  const [stored] = await scope.context.storage.liveByIds(await scope.snapshot(), table.id, [documentId]);
  return stored;
}

function putDocument(scope: StatementScope, table: Table, documentId: string, base: Base, document: StructValue | undefined): void {
  const { transaction, draft, context: { limits } } = scope;
  const data = document && encode(document);
  if (data && data.length > limits.documentBytes) {
    throw new StatementError(`a document can have ${limits.documentBytes} bytes in Ion binary, this one has ${data.length}; split it`);
  }
  const entries = document ? entriesOf(table, document) : [];
  const { version, replacedEntries } = base;
  const statements = [...new Set([...base.statements, transaction.statements.length])];
  const dataHash = data ? hashIon(data) : Buffer.alloc(0);
  draft.putDocument({ tableId: table.id, documentId, version, ...(data && { data }), dataHash, entries, replacedEntries, statements });
  draft.touch({ kind: 'table', tableId: table.id });
  draft.touch({ kind: 'document', documentId });
  touchEntries(scope, entries);
  checkLimits(scope);
}

function checkLimits({ draft, own, context: { limits } }: StatementScope): void {
  const documents = new Map<string, OwnDocument>(own.documents);
  for (const document of draft.writtenDocuments()) {
    documents.set(document.documentId, document);
  }
  if (documents.size > limits.documents) {
    throw new StatementError(`a transaction can insert, change or delete ${limits.documents} documents; use several transactions`);
  }
  const bytes = [...documents.values()].reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
  if (bytes > limits.bytes) {
    throw new StatementError(`the documents of a transaction can have ${limits.bytes} bytes in Ion binary, these have ${bytes}; use several transactions`);
  }
}

/** In every index of the table, whatever its status. */
export function entriesOf({ indexes }: Pick<Table, 'indexes'>, document: StructValue): readonly IndexEntry[] {
  return indexes.flatMap(({ id, field }) => {
    const key = documentIndexKey(document, field);
    return key ? [{ indexId: id, key }] : [];
  });
}

function touchEntries({ draft }: StatementScope, entries: readonly IndexEntry[]): void {
  for (const { indexId, key } of entries) {
    draft.touch({ kind: 'index-entry', indexId, key });
  }
}

function noDocument(table: Table, documentId: string): StatementError {
  return new StatementError(`there is no document '${documentId}' in the table '${table.name}'`);
}
