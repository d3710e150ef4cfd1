import { string, structOf, type StructValue, type Value } from '../../ion/value';
import type { Insert } from '../ast';
import type { Table } from '../data-source';
import { PartiqlError, type Position } from '../error';
import { storedValue } from './stored-value';
import { evaluate, rootEnvironment } from '../eval/environment';
import { noSuchVariable } from '../eval/names';
import { selectRows } from '../eval/select';
import type { Statement } from '../eval/statement';
import { loadTables, tableNamed } from '../eval/tables';

/**
 * `INSERT INTO table VALUE document`, and without VALUE one document, the elements of a collection or the rows of a SELECT.
 *
 * @returns `{documentId}` for each document
 */
export async function runInsert(insert: Insert, statement: Statement): Promise<readonly Value[]> {
  const table = await tableOf(insert, statement);
  const results: Value[] = [];
  for await (const document of documentsOf(insert, statement)) {
    const documentId = await statement.context.data.insert(table, asDocument(document, insert.source.at));
    statement.writeIos += 1;
    results.push(structOf({ documentId: string(documentId) }));
  }
  return results;
}

async function tableOf({ table }: Insert, statement: Statement): Promise<Table> {
  await loadTables(statement, { sources: [table], others: [] });
  const found = tableNamed(statement, table.name);
  if (found === undefined) {
    throw noSuchVariable(table);
  }
  if (found.view !== 'user') {
    throw new PartiqlError('Semantic', `documents are inserted into the table itself, not into its committed view: write INSERT INTO ${found.table.name}`, table.at);
  }
  return found.table;
}

async function* documentsOf({ source, single }: Insert, statement: Statement): AsyncGenerator<Value> {
  if (!single && source.kind === 'select' && source.projection.kind !== 'pivot') {
    // As they are read: a result that is too large for a transaction is never held as a whole.
    yield* selectRows(source, statement);
    return;
  }
  const value = await evaluate(source, rootEnvironment(statement));
  if (!single && (value.kind === 'bag' || value.kind === 'list')) {
    yield* value.elements;
  } else {
    yield value;
  }
}

function asDocument(value: Value, at: Position): StructValue {
  const stored = storedValue(value);
  if (stored.kind !== 'struct') {
    throw new PartiqlError('Evaluator', `a document must be a struct; received a value of type ${value.kind}`, at);
  }
  return stored;
}
