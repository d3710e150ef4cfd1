import type { CatalogueChange, IndexEntry, RedactionRecord } from './ledger-storage';

/** A document as a transaction has left it. */
export interface OwnDocument {
  readonly tableId: string;
  readonly documentId: string;
  /** 0: the transaction made it. */
  readonly version: number;
  /** Ion binary. Absent: deleted. */
  readonly data?: Buffer;
  /** Empty when deleted. */
  readonly dataHash: Buffer;
  /** For every index that the table had when it was written. */
  readonly entries: readonly IndexEntry[];
  /** Of the committed revision that this one replaces. */
  readonly replacedEntries: readonly IndexEntry[];
  /** Numbers of the statements that wrote it, from 0. */
  readonly statements: readonly number[];
}

/** What one statement did. */
export interface Changes {
  readonly documents: readonly OwnDocument[];
  readonly catalogue: readonly CatalogueChange[];
  readonly redaction?: RedactionRecord;
  /** Conflict keys. */
  readonly touches: readonly bigint[];
}

/** What a transaction has done up to some statement: it lies over the ledger at the snapshot. Never changed, only replaced. */
export interface OwnChanges {
  /** By document id, in the order of their first write. */
  readonly documents: ReadonlyMap<string, OwnDocument>;
  readonly catalogue: readonly CatalogueChange[];
  readonly redaction?: RedactionRecord;
}

export const NO_CHANGES: OwnChanges = { documents: new Map(), catalogue: [] };

export function withChanges(before: OwnChanges, changes: Changes): OwnChanges {
  return {
    documents: changes.documents.length === 0
      ? before.documents
      : new Map([...before.documents, ...changes.documents.map((document) => [document.documentId, document] as const)]),
    catalogue: changes.catalogue.length === 0 ? before.catalogue : [...before.catalogue, ...changes.catalogue],
    redaction: changes.redaction ?? before.redaction,
  };
}
