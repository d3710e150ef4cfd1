import { string, structOf, type Value } from '../../ion/value';
import type { CreateIndex, CreateTable, DropIndex, DropTable, UndropTable } from '../ast';
import type { DataSource } from '../data-source';
import type { Statement } from '../eval/statement';

export type TableStatement = CreateTable | DropTable | UndropTable | CreateIndex | DropIndex;

/** Statements about tables and indexes. What names and numbers are allowed is for the data source to say: it knows the others. */
export async function runTableStatement(syntax: TableStatement, statement: Statement): Promise<readonly Value[]> {
  const tableId = await change(syntax, statement.context.data);
  statement.writeIos += 1;
  return [structOf({ tableId: string(tableId) })];
}

function change(syntax: TableStatement, data: DataSource): Promise<string> {
  switch (syntax.kind) {
    case 'create-table': return data.createTable(syntax.name, syntax.tags ?? new Map());
    case 'drop-table': return data.dropTable(syntax.name);
    case 'undrop-table': return data.undropTable(syntax.tableId);
    case 'create-index': return data.createIndex(syntax.table, syntax.field);
    case 'drop-index': return data.dropIndex(syntax.table, syntax.indexId);
  }
}
