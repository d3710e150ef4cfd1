import type { Action, Change, Condition, Document, DocumentRevision, FoundDocument, Outcome, Scalar } from './action';
import { fieldOf, int, string, structOf, type Value } from '../../../src/ion/value';

export interface StatementText {
  readonly text: string;
  readonly parameters: readonly Value[];
}

/** The statement that an action is sent as. */
export function statementOf(action: Action): StatementText {
  switch (action.kind) {
    case 'select':
      return action.view === 'user'
        ? query(`SELECT id, d AS data FROM ${action.table} AS d BY id`, where(action.where, 'id', 'd'))
        : query(
          `SELECT r.metadata.id, r.metadata.version, r.data FROM _ql_committed_${action.table} AS r`,
          where(action.where, 'r.metadata.id', 'r.data'),
        );
    case 'count':
      return query(`SELECT COUNT(*) AS documents FROM ${action.table} AS d BY id`, where(action.where, 'id', 'd'));
    case 'history':
      return query(
        `SELECT r.metadata.version, r.data FROM history(${action.table}) AS r`,
        where({ kind: 'id', id: action.id }, 'r.metadata.id', 'r.data'),
      );
    case 'insert':
      return { text: `INSERT INTO ${action.table} ?`, parameters: [documentValue(action.document)] };
    case 'update':
      return update(action);
    case 'delete':
      return query(`DELETE FROM ${action.table} AS d BY id`, where(action.where, 'id', 'd'));
    case 'create-table':
      return { text: `CREATE TABLE ${action.table}`, parameters: [] };
    case 'drop-table':
      return { text: `DROP TABLE ${action.table}`, parameters: [] };
    case 'undrop-table':
      return { text: `UNDROP TABLE "${action.tableId}"`, parameters: [] };
    case 'create-index':
      return { text: `CREATE INDEX ON ${action.table} (${action.field})`, parameters: [] };
  }
}

/** What the rows of its result say. */
export function outcomeOf(action: Action, rows: readonly Value[]): Outcome {
  switch (action.kind) {
    case 'select':
      return { kind: 'found', documents: rows.map(foundDocument) };
    case 'count':
      return { kind: 'counted', count: Number(scalarOf(member(rows[0], 'documents'))) };
    case 'history':
      return { kind: 'revisions', revisions: rows.map(revision).sort((a, b) => a.version - b.version) };
    case 'insert':
    case 'update':
    case 'delete':
      return { kind: 'written', ids: [...new Set(rows.map((row) => String(scalarOf(member(row, 'documentId')))))] };
    case 'create-table':
    case 'drop-table':
    case 'undrop-table':
    case 'create-index':
      return { kind: 'table', tableId: String(scalarOf(member(rows[0], 'tableId'))) };
  }
}

export function documentValue(document: Document): Value {
  return structOf(Object.fromEntries(Object.entries(document).map(([name, value]) => [name, scalarValue(value)])));
}

export function documentOf(value: Value): Document {
  if (value.kind !== 'struct') {
    throw new Error(`a document must be a struct; received ${value.kind}`);
  }
  return Object.fromEntries(value.fields.map((field) => [field.name, scalarOf(field.value)]));
}

const query = (text: string, condition: StatementText): StatementText => ({ text: `${text}${condition.text}`, parameters: condition.parameters });

function where(condition: Condition, id: string, document: string): StatementText {
  switch (condition.kind) {
    case 'all':
      return { text: '', parameters: [] };
    case 'id':
      return { text: ` WHERE ${id} = ?`, parameters: [string(condition.id)] };
    case 'equals':
      return { text: ` WHERE ${document}.${condition.field} = ?`, parameters: [scalarValue(condition.value)] };
    case 'one-of':
      return {
        text: ` WHERE ${document}.${condition.field} IN (${condition.values.map(() => '?').join(', ')})`,
        parameters: condition.values.map(scalarValue),
      };
    case 'at-least':
      return { text: ` WHERE ${document}.${condition.field} >= ?`, parameters: [scalarValue(condition.value)] };
  }
}

function update({ table, where: which, changes, form }: Extract<Action, { kind: 'update' }>): StatementText {
  const condition = where(which, 'id', 'd');
  const set = changes.map(assignment).join(', ');
  const values = changes.map(({ value }) => scalarValue(value));
  return form === 'update'
    ? { text: `UPDATE ${table} AS d BY id SET ${set}${condition.text}`, parameters: [...values, ...condition.parameters] }
    : { text: `FROM ${table} AS d BY id${condition.text} SET ${set}`, parameters: [...condition.parameters, ...values] };
}

function assignment({ kind, field }: Change): string {
  return kind === 'set' ? `d.${field} = ?` : `d.${field} = d.${field} + ?`;
}

function foundDocument(row: Value): FoundDocument {
  const version = optionalMember(row, 'version');
  return {
    id: String(scalarOf(member(row, 'id'))),
    ...(version && { version: Number(scalarOf(version)) }),
    document: documentOf(member(row, 'data')),
  };
}

function revision(row: Value): DocumentRevision {
  const data = optionalMember(row, 'data');
  return { version: Number(scalarOf(member(row, 'version'))), ...(data && { document: documentOf(data) }) };
}

function member(row: Value | undefined, name: string): Value {
  const value = row && optionalMember(row, name);
  if (!value) {
    throw new Error(`a row of the result has no field '${name}'`);
  }
  return value;
}

function optionalMember(row: Value, name: string): Value | undefined {
  return row.kind === 'struct' ? fieldOf(row, name) : undefined;
}

function scalarValue(value: Scalar): Value {
  return typeof value === 'number' ? int(value) : string(value);
}

function scalarOf(value: Value): Scalar {
  if (value.kind === 'string') {
    return value.value;
  }
  if (value.kind === 'int') {
    return Number(value.value);
  }
  throw new Error(`a value must be a string or an int here; received ${value.kind}`);
}
