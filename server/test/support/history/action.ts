/** What the workloads keep in documents: enough to tell documents apart and to do sums. */
export type Scalar = string | number;

export type Document = Readonly<Record<string, Scalar>>;

export type Condition =
  | { readonly kind: 'all' }
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'equals'; readonly field: string; readonly value: Scalar }
  | { readonly kind: 'one-of'; readonly field: string; readonly values: readonly Scalar[] }
  | { readonly kind: 'at-least'; readonly field: string; readonly value: number };

export interface Change {
  readonly kind: 'set' | 'add';
  readonly field: string;
  readonly value: Scalar;
}

/** A statement, in terms that a model of the ledger can follow. */
export type Action =
  | { readonly kind: 'select'; readonly table: string; readonly where: Condition; readonly view: 'user' | 'committed' }
  | { readonly kind: 'count'; readonly table: string; readonly where: Condition }
  | { readonly kind: 'history'; readonly table: string; readonly id: string }
  | { readonly kind: 'insert'; readonly table: string; readonly document: Document }
  | { readonly kind: 'update'; readonly table: string; readonly where: Condition; readonly changes: readonly Change[]; readonly form: 'update' | 'from' }
  | { readonly kind: 'delete'; readonly table: string; readonly where: Condition }
  | { readonly kind: 'create-table'; readonly table: string }
  | { readonly kind: 'drop-table'; readonly table: string }
  | { readonly kind: 'undrop-table'; readonly tableId: string }
  | { readonly kind: 'create-index'; readonly table: string; readonly field: string };

export interface FoundDocument {
  readonly id: string;
  /** Only in the committed view. */
  readonly version?: number;
  readonly document: Document;
}

export interface DocumentRevision {
  readonly version: number;
  /** Absent after a deletion. */
  readonly document?: Document;
}

/** What the statement was answered with. */
export type Outcome =
  | { readonly kind: 'found'; readonly documents: readonly FoundDocument[] }
  | { readonly kind: 'counted'; readonly count: number }
  | { readonly kind: 'revisions'; readonly revisions: readonly DocumentRevision[] }
  /** Documents that were inserted, changed or deleted. */
  | { readonly kind: 'written'; readonly ids: readonly string[] }
  | { readonly kind: 'table'; readonly tableId: string }
  /** A BadRequestException: the statement does not fit the ledger as it is. */
  | { readonly kind: 'refused'; readonly message: string };

export interface Step {
  readonly action: Action;
  readonly outcome: Outcome;
}

export function satisfies(id: string, document: Document, where: Condition): boolean {
  switch (where.kind) {
    case 'all':
      return true;
    case 'id':
      return id === where.id;
    case 'equals':
      return document[where.field] === where.value;
    case 'one-of':
      return where.values.some((value) => document[where.field] === value);
    case 'at-least': {
      const value = document[where.field];
      return typeof value === 'number' && value >= where.value;
    }
  }
}

export function changed(document: Document, changes: readonly Change[]): Document {
  const result: Record<string, Scalar> = { ...document };
  for (const { kind, field, value } of changes) {
    result[field] = kind === 'set' ? value : Number(document[field]) + Number(value);
  }
  return result;
}

/** The same text for the same document, whatever the order of its fields. */
export function documentText(document: Document): string {
  return JSON.stringify(Object.entries(document).sort(([a], [b]) => (a < b ? -1 : 1)));
}
