import { columnValue } from './column-value';
import { firstFields, type SurveyedField } from './field-survey';
import { bytesLiteral, momentLiteral, textLiteral } from './literal';
import type { StructValue } from '../ion/value';
import { writeText } from '../ion/write-text';
import type { StoredRevision } from '../transaction/ledger-storage';

/** A revision with its document. */
export interface Revision extends StoredRevision {
  /** Absent after a deletion or a redaction. */
  readonly document?: StructValue;
}

/** A column that is not a field's. */
export interface OwnColumn {
  readonly name: string;
  /** With its constraints. */
  readonly type: string;
  readonly literal: (revision: Revision) => string;
}

/** A column of a field. */
export interface FieldColumn extends SurveyedField {
  readonly name: string;
}

const IDENTITY: readonly OwnColumn[] = [
  { name: '_ql_document_id', type: 'text not null', literal: ({ documentId }) => textLiteral(documentId) },
  { name: '_ql_version', type: 'bigint not null', literal: ({ version }) => String(version) },
  { name: '_ql_transaction_id', type: 'text not null', literal: ({ transactionId }) => textLiteral(transactionId) },
  { name: '_ql_transaction_time', type: 'timestamptz not null', literal: ({ transactionTime }) => momentLiteral(transactionTime) },
  { name: '_ql_block', type: 'bigint not null', literal: ({ sequenceNo }) => String(sequenceNo) },
  { name: '_ql_unproven', type: 'boolean not null', literal: ({ unproven }) => String(unproven === true) },
];

const MARKS: readonly OwnColumn[] = [
  { name: '_ql_hash', type: 'bytea not null', literal: ({ hash }) => bytesLiteral(hash) },
  { name: '_ql_deleted', type: 'boolean not null', literal: (revision) => String(isDeletion(revision)) },
  { name: '_ql_redacted', type: 'boolean not null', literal: (revision) => String(isRedacted(revision)) },
  { name: '_ql_data_hash', type: 'bytea', literal: ({ dataHash }) => dataHash ? bytesLiteral(dataHash) : 'null' },
];

const ION: OwnColumn = { name: '_ql_ion', type: 'text', literal: ({ document }) => document ? textLiteral(writeText(document)) : 'null' };

/** Before the fields of a table of current documents, and of one of revisions. The exact text comes behind them. */
export const OWN_COLUMNS = { current: IDENTITY, history: [...IDENTITY, ...MARKS] } as const;

export const LAST_COLUMN = ION;

export type TableKind = keyof typeof OWN_COLUMNS;

/** Our own columns, and those that every table of PostgreSQL has. https://www.postgresql.org/docs/current/ddl-system-columns.html */
export const RESERVED_COLUMNS: ReadonlySet<string> = new Set([
  ...OWN_COLUMNS.history.map(({ name }) => name), ION.name, 'tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid',
]);

/** What a deletion leaves has no data, and no hash in its place. */
export function isDeletion({ data, dataHash }: StoredRevision): boolean {
  return data === undefined && dataHash === undefined;
}

export function isRedacted({ data, dataHash }: StoredRevision): boolean {
  return data === undefined && dataHash !== undefined;
}

/** The row of a revision, in parentheses. */
export function rowText(kind: TableKind, fields: readonly FieldColumn[], revision: Revision): string {
  const values = revision.document && firstFields(revision.document);
  return `(${[
    ...OWN_COLUMNS[kind].map(({ literal }) => literal(revision)),
    ...fields.map(({ field, type }) => columnValue(type, values?.get(field))),
    LAST_COLUMN.literal(revision),
  ].join(', ')})`;
}
