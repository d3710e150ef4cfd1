import type { Catalogue } from './catalogue';
import { StatementError } from './statement-error';
import type { StatementScope } from './statement-scope';
import { tags as tagsShape } from '../model/shapes';
import type { Table } from '../partiql/data-source';

/** https://docs.aws.amazon.com/qldb/latest/developerguide/ql-reference.create-table.html */
export const TABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;

/** Of views such as `_ql_committed_Vehicle`. */
export const RESERVED_PREFIX = '_ql_';

const MAX_TAGS = 50;

export async function createTable(scope: StatementScope, name: string, tags: ReadonlyMap<string, string>): Promise<string> {
  if (!TABLE_NAME.test(name)) {
    throw new StatementError(`the name of a table has 1 to 128 letters, digits and underscores, the first no digit; received '${name.slice(0, 200)}'`);
  }
  if (name.startsWith(RESERVED_PREFIX)) {
    throw new StatementError(`the name of a table cannot start with '${RESERVED_PREFIX}', which is the service's own; received '${name}'`);
  }
  checkTags(scope, tags);
  const catalogue = await readCatalogue(scope);
  checkNameIsFree(scope, catalogue, name);
  const { limits, newId } = scope.context;
  checkActiveTables(scope, catalogue);
  if (catalogue.tables().length >= limits.tables) {
    throw new StatementError(`a ledger can have ${limits.tables} tables, dropped ones included, and has as many`);
  }
  const tableId = newId();
  scope.draft.addDdl(name, { kind: 'create-table', tableId, name, tags });
  return tableId;
}

export async function dropTable(scope: StatementScope, name: string): Promise<string> {
  const table = await activeTable(scope, name);
  scope.draft.addDdl(name, { kind: 'drop-table', tableId: table.id });
  return table.id;
}

/** https://docs.aws.amazon.com/qldb/latest/developerguide/ql-reference.undrop-table.html */
export async function undropTable(scope: StatementScope, tableId: string): Promise<string> {
  const catalogue = await readCatalogue(scope);
  const table = catalogue.byId(tableId);
  if (!table) {
    throw new StatementError(`there is no table with the id '${tableId}'; information_schema.user_tables lists all, dropped ones included`);
  }
  if (table.status === 'ACTIVE') {
    throw new StatementError(`the table '${tableId}' is active: only a dropped table can be brought back`);
  }
  checkNameIsFree(scope, catalogue, table.name);
  checkActiveTables(scope, catalogue);
  scope.draft.addDdl(table.name, { kind: 'undrop-table', tableId });
  return tableId;
}

/** https://docs.aws.amazon.com/qldb/latest/developerguide/ql-reference.create-index.html */
export async function createIndex(scope: StatementScope, tableName: string, field: string): Promise<string> {
  const table = await activeTable(scope, tableName);
  if (field === '') {
    throw new StatementError('the field of an index has a name');
  }
  const there = table.indexes.find((index) => index.field === field && index.status !== 'FAILED');
  if (there) {
    throw new StatementError(`the table '${tableName}' has an index on the field '${field}' already: '${there.id}'`);
  }
  const { limits, newId } = scope.context;
  if (table.indexes.length >= limits.indexesPerTable) {
    throw new StatementError(`a table can have ${limits.indexesPerTable} indexes, and '${tableName}' has as many; drop one first`);
  }
  scope.draft.addDdl(tableName, { kind: 'create-index', tableId: table.id, indexId: newId(), field });
  return table.id;
}

/** https://docs.aws.amazon.com/qldb/latest/developerguide/ql-reference.drop-index.html */
export async function dropIndex(scope: StatementScope, tableName: string, indexId: string): Promise<string> {
  const table = await activeTable(scope, tableName);
  if (!table.indexes.some(({ id }) => id === indexId)) {
    throw new StatementError(`the table '${tableName}' has no index with the id '${indexId}'; information_schema.user_tables lists them`);
  }
  scope.draft.addDdl(tableName, { kind: 'drop-index', tableId: table.id, indexId });
  return table.id;
}

async function activeTable(scope: StatementScope, name: string): Promise<Table> {
  scope.notes.note({ kind: 'table-name', name });
  const table = (await scope.catalogue()).byName(name);
  if (!table) {
    throw new StatementError(`there is no active table with the name '${name}'`);
  }
  return table;
}

async function readCatalogue(scope: StatementScope): Promise<Catalogue> {
  scope.notes.note({ kind: 'catalogue' });
  return scope.catalogue();
}

function checkNameIsFree(scope: StatementScope, catalogue: Catalogue, name: string): void {
  scope.notes.note({ kind: 'table-name', name });
  if (catalogue.byName(name)) {
    // The words of the service: programs compare them to find out whether they have been set up.
    throw new StatementError(`Table with name: USER.${name} already exists`);
  }
}

function checkActiveTables({ context: { limits } }: StatementScope, catalogue: Catalogue): void {
  if (catalogue.countActive() >= limits.activeTables) {
    throw new StatementError(`a ledger can have ${limits.activeTables} active tables, and has as many; drop one first`);
  }
}

function checkTags({ context: { tableTags } }: StatementScope, tags: ReadonlyMap<string, string>): void {
  if (tags.size > 0 && !tableTags) {
    throw new StatementError('tables have tags only in a ledger whose permissions mode is STANDARD; leave aws_tags away');
  }
  const problems: string[] = [];
  tagsShape.read(Object.fromEntries(tags), 'aws_tags', ({ message }) => problems.push(message));
  if (tags.size > MAX_TAGS) {
    problems.push(`'aws_tags' must have at most ${MAX_TAGS} entries; received ${tags.size}`);
  }
  if (problems.length > 0) {
    throw new StatementError(problems.join('; '));
  }
}
