import type { Changes, OwnDocument } from './changes';
import { conflictKey, type ConflictSubject } from './conflict-keys';
import type { CatalogueChange, RedactionRecord } from './ledger-storage';

/** The changes of a statement that has not finished. They show only in the next one, and a statement that fails leaves none. */
export class Draft {
  private readonly documents = new Map<string, OwnDocument>();
  private readonly catalogue: CatalogueChange[] = [];
  private readonly touches = new Set<bigint>();
  private redaction: RedactionRecord | undefined;

  touch(subject: ConflictSubject): void {
    this.touches.add(conflictKey(subject));
  }

  document(documentId: string): OwnDocument | undefined {
    return this.documents.get(documentId);
  }

  writtenDocuments(): IterableIterator<OwnDocument> {
    return this.documents.values();
  }

  putDocument(document: OwnDocument): void {
    this.documents.set(document.documentId, document);
  }

  addDdl(tableName: string, change: CatalogueChange): void {
    this.catalogue.push(change);
    this.touch({ kind: 'table-name', name: tableName });
    this.touch({ kind: 'catalogue' });
  }

  setRedaction(redaction: RedactionRecord): void {
    this.redaction = redaction;
    this.touch({ kind: 'table', tableId: redaction.tableId });
    this.touch({ kind: 'document', documentId: redaction.documentId });
  }

  changes(): Changes {
    return {
      documents: [...this.documents.values()],
      catalogue: this.catalogue,
      ...(this.redaction && { redaction: this.redaction }),
      touches: [...this.touches],
    };
  }
}
