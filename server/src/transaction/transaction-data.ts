import * as catalogueWrites from './catalogue-writes';
import * as documentReads from './document-reads';
import * as documentWrites from './document-writes';
import { redact } from './redaction';
import type { StatementScope } from './statement-scope';
import type { StructValue, Value } from '../ion/value';
import type { DataSource, HistoryRange, HistoryRow, Index, RedactionTarget, RevisionReference, Row, Table } from '../partiql/data-source';

/** The ledger as one statement of a transaction sees it: stored documents at the snapshot, under what earlier statements changed. */
export class TransactionData implements DataSource {
  constructor(private readonly scope: StatementScope) {}

  async table(name: string): Promise<Table | undefined> {
    this.scope.notes.note({ kind: 'table-name', name });
    return (await this.scope.catalogue()).byName(name);
  }

  async tableById(id: string): Promise<Table | undefined> {
    const table = (await this.scope.catalogue()).byId(id);
    this.scope.notes.note(table ? { kind: 'table-name', name: table.name } : { kind: 'catalogue' });
    return table;
  }

  async tables(): Promise<readonly Table[]> {
    this.scope.notes.note({ kind: 'catalogue' });
    return (await this.scope.catalogue()).tables();
  }

  scan(table: Table): AsyncIterable<readonly Row[]> {
    return documentReads.scan(this.scope, table);
  }

  async lookupIds(table: Table, ids: readonly string[]): Promise<readonly Row[]> {
    return documentReads.lookupIds(this.scope, table, ids);
  }

  async lookupIndex(table: Table, index: Index, values: readonly Value[]): Promise<readonly Row[]> {
    return documentReads.lookupIndex(this.scope, table, index, values);
  }

  history(table: Table, range: HistoryRange, ids?: readonly string[]): AsyncIterable<readonly HistoryRow[]> {
    return documentReads.history(this.scope, table, range, ids);
  }

  async insert(table: Table, document: StructValue): Promise<string> {
    return documentWrites.insertDocument(this.scope, table, document);
  }

  async replace(table: Table, documentId: string, document: StructValue): Promise<void> {
    return documentWrites.replaceDocument(this.scope, table, documentId, document);
  }

  async remove(table: Table, documentId: string): Promise<void> {
    return documentWrites.removeDocument(this.scope, table, documentId);
  }

  async createTable(name: string, tags: ReadonlyMap<string, string>): Promise<string> {
    return catalogueWrites.createTable(this.scope, name, tags);
  }

  async dropTable(name: string): Promise<string> {
    return catalogueWrites.dropTable(this.scope, name);
  }

  async undropTable(tableId: string): Promise<string> {
    return catalogueWrites.undropTable(this.scope, tableId);
  }

  async createIndex(table: string, field: string): Promise<string> {
    return catalogueWrites.createIndex(this.scope, table, field);
  }

  async dropIndex(table: string, indexId: string): Promise<string> {
    return catalogueWrites.dropIndex(this.scope, table, indexId);
  }

  async redact(revision: RevisionReference): Promise<RedactionTarget> {
    return redact(this.scope, revision);
  }
}
