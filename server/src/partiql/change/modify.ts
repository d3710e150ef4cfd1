import { string, structOf, type Value } from '../../ion/value';
import type { From, Modification, Modify } from '../ast';
import { PartiqlError } from '../error';
import { changeDocument, type Change, type RowChanges } from './change';
import { storedValue } from './stored-value';
import { resolveTarget } from './target';
import { evaluate } from '../eval/environment';
import type { Statement } from '../eval/statement';
import { loadTables, tableNamed } from '../eval/tables';
import { targetRows, type TargetRow } from '../eval/target-rows';
import { fromSteps } from '../eval/walk';

/**
 * UPDATE, DELETE and FROM … SET | INSERT INTO | REMOVE.
 *
 * All expressions mean the row as it was when the statement began; the modifications are made one after the other. The data source shows
 * the start of the statement until its end, so documents are written while further ones are read: the first that is too many for a
 * transaction ends the statement.
 *
 * @returns `{documentId}` for each document and modification: QLDB gives one for each assignment
 */
export async function runModify({ from, where, modifications }: Modify, statement: Statement): Promise<readonly Value[]> {
  await refuseFurtherTables(from, statement);
  const results: Value[] = [];
  for await (const rows of documentsOf(targetRows(from, where, statement))) {
    const documentId = await writeDocument(rows, modifications, statement);
    results.push(...modifications.map(() => structOf({ documentId: string(documentId) })));
  }
  return results;
}

/** Rows about one document come one after the other: the table is the first source of the FROM clause. */
async function* documentsOf(rows: AsyncIterable<TargetRow>): AsyncGenerator<readonly [TargetRow, ...TargetRow[]]> {
  let group: [TargetRow, ...TargetRow[]] | undefined;
  for await (const row of rows) {
    if (group?.[0].row.documentId === row.row.documentId) {
      group.push(row);
      continue;
    }
    if (group !== undefined) {
      yield group;
    }
    group = [row];
  }
  if (group !== undefined) {
    yield group;
  }
}

async function writeDocument(
  rows: readonly [TargetRow, ...TargetRow[]], modifications: readonly Modification[], statement: Statement,
): Promise<string> {
  const [{ row, table }] = rows;
  const changes: RowChanges[] = [];
  for (const target of rows) {
    changes.push({ places: target.places, changes: await changesOf(modifications, target) });
  }
  const document = changeDocument(row.data, changes);
  const { data } = statement.context;
  await (document === undefined ? data.remove(table, row.documentId) : data.replace(table, row.documentId, document));
  statement.writeIos += 1;
  return row.documentId;
}

async function changesOf(modifications: readonly Modification[], row: TargetRow): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for (const modification of modifications) {
    changes.push(await changeOf(modification, row));
  }
  return changes;
}

async function changeOf(modification: Modification, row: TargetRow): Promise<Change> {
  const { at } = modification;
  if (modification.kind === 'delete') {
    return { kind: 'remove', target: { steps: [] }, at };
  }
  const target = await resolveTarget(modification.target, row);
  if (modification.kind === 'remove') {
    return { kind: 'remove', target, at };
  }
  const value = await evaluate(modification.value, row.environment);
  const stored = value.kind === 'missing' ? value : storedValue(value);
  if (modification.kind === 'set') {
    return { kind: 'set', target, value: stored, at };
  }
  const position = modification.index && await evaluate(modification.index, row.environment);
  return { kind: 'insert', target, value: stored, ...(position && { position }), at };
}

/** https://docs.aws.amazon.com/qldb/latest/developerguide/ql-reference.from.html: "Each statement can only run on a single table." */
async function refuseFurtherTables(from: From, statement: Statement): Promise<void> {
  const sources = fromSteps(from).flatMap((step) => step.kind === 'source' ? [step.source.expression] : []);
  await loadTables(statement, { sources, others: [] });
  for (const source of sources.slice(1)) {
    if (source.kind === 'identifier' && !source.lexical && tableNamed(statement, source.name) !== undefined) {
      throw new PartiqlError(
        'Semantic', `a statement can only change one table: '${source.name}' is another one; compare with its documents in a nested SELECT of the WHERE clause`, source.at,
      );
    }
  }
}
