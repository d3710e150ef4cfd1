import { Catalogue } from './catalogue';
import type { OwnDocument } from './changes';
import { entriesOf } from './document-writes';
import type { DocumentChange, IndexEntry, LedgerStorage, PreparedTransaction } from './ledger-storage';
import { decodeDocument } from './rows';
import type { Transaction } from './transaction';
import type { Table } from '../partiql/data-source';

/** A transaction in the form that the ledger commits. `transactionTime` is when its commit arrived, in milliseconds since the epoch. */
export async function prepare(transaction: Transaction, storage: LedgerStorage, transactionTime: number): Promise<PreparedTransaction> {
  const { id, snapshot, reads, touches, statements, own } = transaction;
  const documents = [...own.documents.values()].filter(leavesRevision);
  const catalogue = documents.length === 0 ? undefined : await finalCatalogue(transaction, storage);
  return {
    transactionId: id,
    snapshot,
    transactionTime,
    reads,
    touches,
    statements,
    documents: documents.map((document) => documentChange(document, catalogue?.byId(document.tableId))),
    catalogue: own.catalogue,
    ...(own.redaction && { redaction: own.redaction }),
  };
}

/** Of a document that the transaction both made and deleted nothing is left; its id is used by nothing else. */
function leavesRevision({ version, data }: OwnDocument): boolean {
  return version > 0 || data !== undefined;
}

async function finalCatalogue(transaction: Transaction, storage: LedgerStorage): Promise<Catalogue> {
  const { snapshot, own } = transaction;
  if (snapshot === undefined) {
    throw new Error('a transaction that wrote documents has read the catalogue');
  }
  return Catalogue.of(await transaction.storedTables(storage, snapshot), own.catalogue);
}

function documentChange(document: OwnDocument, table: Table | undefined): DocumentChange {
  if (!table) {
    throw new Error(`the table '${document.tableId}' of the document '${document.documentId}' is not in the catalogue`);
  }
  const { tableId, documentId, version, data, dataHash, replacedEntries, statements } = document;
  return {
    tableId,
    tableName: table.name,
    documentId,
    version,
    ...(data && { data }),
    dataHash,
    entries: entriesOfFinal(document, table),
    replacedEntries,
    statements,
  };
}

/** Indexes may have been made or dropped since the document was written. */
function entriesOfFinal({ data, entries }: OwnDocument, { indexes }: Table): readonly IndexEntry[] {
  const written = new Set(entries.map(({ indexId }) => indexId));
  const missing = indexes.filter(({ id }) => !written.has(id));
  const known = entries.filter(({ indexId }) => indexes.some(({ id }) => id === indexId));
  return data && missing.length > 0 ? [...known, ...entriesOf({ indexes: missing }, decodeDocument(data))] : known;
}
