import { isTableStatement } from './table-statement';
import type { Value } from '../../ion/value';

/** Of `transactionInfo`, what tells of tables. */
export interface Executed {
  readonly statements: readonly string[];
  /** One of the statements begins like one about tables and indexes. */
  readonly changesTables: boolean;
  readonly documents: readonly DocumentTable[];
  /** Something in it has not the form that blocks have. It is left out here. */
  readonly odd: boolean;
}

/** The table of a document that was written. */
export interface DocumentTable {
  readonly table: string;
  readonly tableId: string;
  /** Which statements wrote it. Only there where statements change tables: their order means nothing otherwise. */
  readonly statements: readonly number[];
}

/** https://docs.aws.amazon.com/qldb/latest/developerguide/journal-contents.html */
export function readExecuted(transactionInfo: Value): Executed {
  const statements: string[] = [];
  const documents: DocumentTable[] = [];
  let odd = transactionInfo.kind !== 'struct';
  for (const value of elementsOf(member(transactionInfo, 'statements'))) {
    const text = textOf(member(value, 'statement'));
    // An empty one keeps the numbers of the others.
    statements.push(text ?? '');
    odd ||= text === undefined;
  }
  const changesTables = statements.some(isTableStatement);
  const written = member(transactionInfo, 'documents');
  for (const { value } of written?.kind === 'struct' ? written.fields : []) {
    const table = textOf(member(value, 'tableName'));
    const tableId = textOf(member(value, 'tableId'));
    if (table === undefined || tableId === undefined) {
      odd = true;
    } else {
      documents.push({ table, tableId, statements: changesTables ? numbersOf(member(value, 'statements')) : [] });
    }
  }
  return { statements, changesTables, documents, odd };
}

function member(value: Value, name: string): Value | undefined {
  return value.kind === 'struct' ? value.fields.find((field) => field.name === name)?.value : undefined;
}

function elementsOf(value: Value | undefined): readonly Value[] {
  return value?.kind === 'list' ? value.elements : [];
}

function textOf(value: Value | undefined): string | undefined {
  return value?.kind === 'string' || value?.kind === 'symbol' ? value.value : undefined;
}

function numbersOf(value: Value | undefined): readonly number[] {
  return elementsOf(value).flatMap((element) => element.kind === 'int' ? [Number(element.value)] : []);
}
