import { LAST_COLUMN, OWN_COLUMNS, rowText, type FieldColumn, type Revision, type TableKind } from './columns';
import { InsertBatch } from './insert-batch';
import type { LedgerSnapshot } from './ledger-snapshot';
import { bytesLiteral, identifier, momentLiteral, textLiteral } from './literal';
import { OWN_TABLES, tableNames } from './table-names';
import { TableSurvey, withCurrent, type TableNames, type TablePlan } from './table-survey';
import { decode } from '../ion/decode';
import type { StoredRevision } from '../transaction/ledger-storage';

export interface ScriptOptions {
  /** Name of the schema that the script makes. */
  readonly schema: string;
  /** What the script says that it was written by. */
  readonly program: string;
  /** When, in milliseconds since the epoch. */
  readonly writtenAt: number;
  /** @default - nobody is told */
  readonly onProgress?: (progress: ScriptProgress) => void;
}

/** How far a script is. */
export interface ScriptProgress {
  readonly table: string;
  /** Tables before this one. */
  readonly tablesDone: number;
  readonly tables: number;
  /** Each table is read twice: for the types of its columns, then for its rows. */
  readonly pass: 'types' | 'rows';
  /** Of this table in this pass. */
  readonly revisions: number;
  /** Of the table. Known in the second pass. */
  readonly of?: number;
}

/** What a script came to. */
export interface ScriptSummary {
  readonly documents: number;
  readonly revisions: number;
  /** Names in SQL of tables some of whose fields became no column. */
  readonly partial: readonly string[];
}

/**
 * The current documents and the history of a ledger as SQL for PostgreSQL: one transaction that makes a schema and fills it.
 *
 * It comes in pieces, and memory does not grow with the ledger. Only the last piece has the COMMIT: a script that was cut off does nothing.
 *
 * @throws Error when what is stored cannot be read, or the ledger has gone meanwhile
 */
export async function* writeScript(ledger: LedgerSnapshot, options: ScriptOptions): AsyncGenerator<string, ScriptSummary> {
  yield header(ledger, options);
  const names = tableNames(ledger.tables);
  let documents = 0;
  let revisions = 0;
  const partial: string[] = [];
  for (const [tablesDone, table] of ledger.tables.entries()) {
    const progress = { table: table.name, tablesDone, tables: ledger.tables.length };
    const survey = new TableSurvey();
    let total = 0;
    for await (const { revision, isCurrent } of withCurrent(decoded(ledger, table.id))) {
      survey.add(revision, isCurrent);
      total += 1;
      options.onProgress?.({ ...progress, pass: 'types', revisions: total });
    }
    const plan = survey.plan(table, names.get(table.id)!);
    const counts = yield* tableScript(ledger, plan, options.schema, (read) =>
      options.onProgress?.({ ...progress, pass: 'rows', revisions: read, of: total }));
    documents += counts.documents;
    revisions += counts.revisions;
    if (plan.isPartial) partial.push(plan.names.current);
  }
  await ledger.checkStillThere();
  yield 'COMMIT;\n';
  return { documents, revisions, partial };
}

function header(ledger: LedgerSnapshot, { schema, program, writtenAt }: ScriptOptions): string {
  const { name, region, accountId, strandId, tip, tipTime, digest } = ledger;
  const own = (table: string, columns: string) => `CREATE TABLE ${qualified(schema, table)} (${columns});\n`;
  const values = [
    textLiteral(name), textLiteral(accountId), textLiteral(region), textLiteral(strandId), String(tip), momentLiteral(tipTime),
    digest ? bytesLiteral(digest) : 'null',
    textLiteral(program), momentLiteral(writtenAt),
  ];
  return [
    `-- The documents of a ledger and their history up to block ${tip}, for PostgreSQL. One transaction: all of it is loaded, or nothing.\n`,
    'BEGIN;\n',
    "SET LOCAL client_encoding = 'UTF8';\n",
    `CREATE SCHEMA ${identifier(schema)};\n`,
    own(OWN_TABLES.ledger, 'ledger text not null, account_id text not null, region text not null, strand_id text not null, tip bigint not null, '
      + 'tip_time timestamptz not null, digest bytea, written_by text not null, written_at timestamptz not null'),
    own(OWN_TABLES.tables, 'table_id text primary key, name text not null, dropped boolean not null, current_table text not null, '
      + 'history_table text not null, documents bigint not null, revisions bigint not null'),
    own(OWN_TABLES.columns, 'sql_table text, sql_column text, field text not null, type text not null, primary key (sql_table, sql_column)'),
    `INSERT INTO ${qualified(schema, OWN_TABLES.ledger)} VALUES\n(${values.join(', ')});\n`,
  ].join('');
}

async function* tableScript(
  ledger: LedgerSnapshot, plan: TablePlan, schema: string, onRead: (revisions: number) => void,
): AsyncGenerator<string, { readonly documents: number; readonly revisions: number }> {
  yield `${tableDefinition('current', plan, schema)}${tableDefinition('history', plan, schema)}${columnRows(plan, schema)}`;
  const current = new InsertBatch(qualified(schema, plan.names.current), columnNames('current', plan.current));
  const history = new InsertBatch(qualified(schema, plan.names.history), columnNames('history', plan.history));
  for await (const { revision, isCurrent } of withCurrent(decoded(ledger, plan.table.id))) {
    const statements = writing(revision, () => [
      isCurrent ? current.add(rowText('current', plan.current, revision)) : undefined, history.add(rowText('history', plan.history, revision)),
    ]);
    onRead(history.count);
    yield* given(statements);
  }
  yield* given([current.flush(), history.flush()]);
  yield tableRow(plan, schema, current.count, history.count);
  return { documents: current.count, revisions: history.count };
}

function tableDefinition(kind: TableKind, plan: TablePlan, schema: string): string {
  const columns = [...OWN_COLUMNS[kind], ...plan[kind], LAST_COLUMN].map(({ name, type }) => `  ${identifier(name)} ${type}`);
  const key = kind === 'current' ? ['_ql_document_id'] : ['_ql_document_id', '_ql_version'];
  return `CREATE TABLE ${qualified(schema, plan.names[kind])} (\n${columns.join(',\n')},\n  PRIMARY KEY (${key.join(', ')})\n);\n`;
}

function columnRows(plan: TablePlan, schema: string): string {
  const rows = (kind: TableKind, names: TableNames) => plan[kind].map(({ name, field, type }) =>
    `(${[names[kind], name, field, type].map(textLiteral).join(', ')})`);
  const all = [...rows('current', plan.names), ...rows('history', plan.names)];
  return all.length === 0 ? '' : `INSERT INTO ${qualified(schema, OWN_TABLES.columns)} VALUES\n${all.join(',\n')};\n`;
}

function tableRow({ table, names }: TablePlan, schema: string, documents: number, revisions: number): string {
  const values = [
    textLiteral(table.id), textLiteral(table.name), !table.active, textLiteral(names.current), textLiteral(names.history), documents, revisions,
  ];
  return `INSERT INTO ${qualified(schema, OWN_TABLES.tables)} VALUES\n(${values.join(', ')});\n`;
}

async function* decoded(ledger: LedgerSnapshot, tableId: string): AsyncGenerator<Revision> {
  for await (const revision of ledger.revisions(tableId)) {
    yield writing(revision, () => {
      const document = revision.data && decode(revision.data);
      if (document && document.kind !== 'struct') throw new Error(`a document is a struct, found ${document.kind}`);
      return { ...revision, ...document && { document } };
    });
  }
}

/** @throws Error that names the revision */
function writing<T>(revision: StoredRevision, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Error(`version ${revision.version} of document ${revision.documentId} cannot be written: ${(error as Error).message}`, { cause: error });
  }
}

function given(statements: ReadonlyArray<string | undefined>): string[] {
  return statements.filter((statement) => statement !== undefined);
}

function columnNames(kind: TableKind, fields: readonly FieldColumn[]): string[] {
  return [...OWN_COLUMNS[kind], ...fields, LAST_COLUMN].map(({ name }) => name);
}

function qualified(schema: string, table: string): string {
  return `${identifier(schema)}.${identifier(table)}`;
}
