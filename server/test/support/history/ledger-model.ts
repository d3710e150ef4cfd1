import { documentText, type Document, type DocumentRevision } from './action';

export interface LiveDocument {
  readonly version: number;
  readonly document: Document;
  readonly text: string;
}

export interface ModelTable {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  readonly indexes: readonly string[];
}

/** A revision as it is written: without a document it is a deletion. */
export interface WrittenRevision extends DocumentRevision {
  readonly tableId: string;
  readonly documentId: string;
}

/** A ledger in plain maps: what one transaction after the other makes of it. */
export class LedgerModel {
  private readonly tableById = new Map<string, ModelTable>();
  private readonly live = new Map<string, Map<string, LiveDocument>>();
  private readonly revisions = new Map<string, DocumentRevision[]>();

  tables(): Iterable<ModelTable> {
    return this.tableById.values();
  }

  documents(tableId: string): ReadonlyMap<string, LiveDocument> {
    return this.live.get(tableId) ?? new Map<string, LiveDocument>();
  }

  history(tableId: string, documentId: string): readonly DocumentRevision[] {
    return this.revisions.get(`${tableId} ${documentId}`) ?? [];
  }

  putTable(table: ModelTable): void {
    this.tableById.set(table.id, table);
  }

  write({ tableId, documentId, version, document }: WrittenRevision): void {
    const table = this.live.get(tableId) ?? new Map<string, LiveDocument>();
    this.live.set(tableId, table);
    if (document) {
      table.set(documentId, { version, document, text: documentText(document) });
    } else {
      table.delete(documentId);
    }
    this.revisions.set(`${tableId} ${documentId}`, [...this.history(tableId, documentId), { version, ...(document && { document }) }]);
  }
}
