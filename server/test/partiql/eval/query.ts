import { parseText, writeText } from '../../../src/ion/text';
import type { StructValue, Value } from '../../../src/ion/value';
import { execute } from '../../../src/partiql/execute';
import type { Execution, ExecutionContext } from '../../../src/partiql/execution';
import { parse } from '../../../src/partiql/syntax/parse';
import { MemoryDataSource, type MemoryTable } from '../../support/memory-data-source';

export interface TestTable extends Omit<MemoryTable, 'documents'> {
  /** Ion text. */
  readonly documents: readonly string[];
}

export function tablesOf(...tables: readonly TestTable[]): MemoryDataSource {
  return new MemoryDataSource(tables.map((table) => ({ ...table, documents: table.documents.map(ionStruct) })));
}

export const NO_TABLES = (): MemoryDataSource => new MemoryDataSource([]);

export function start(
  data: MemoryDataSource, statement: string, parameters: readonly string[] = [], context: Partial<ExecutionContext> = {},
): Execution {
  return execute(parse(statement), {
    data,
    parameters: parameters.map(parseText),
    now: { precision: 'second', offset: 0, year: 2021, month: 3, day: 4, hour: 5, minute: 6, second: 7, fraction: '' },
    transactionId: 'TransactionId000000001',
    checkpoint: () => undefined,
    ...context,
  });
}

export interface Answer {
  /** As Ion text: bags become lists, MISSING null. */
  readonly rows: readonly string[];
  readonly readIos: number;
  /** What the store was asked for. */
  readonly reads: readonly string[];
}

export async function ask(data: MemoryDataSource, statement: string, ...parameters: readonly string[]): Promise<Answer> {
  data.reads.length = 0;
  const execution = start(data, statement, parameters);
  const rows = await collect(execution);
  return { rows: rows.map(writeText), readIos: execution.readIos(), reads: [...data.reads] };
}

export async function rowsOf(data: MemoryDataSource, statement: string, ...parameters: readonly string[]): Promise<readonly string[]> {
  return (await ask(data, statement, ...parameters)).rows;
}

/** The value of an expression. */
export async function valueOf(expression: string, ...parameters: readonly string[]): Promise<string | undefined> {
  return (await rowsOf(NO_TABLES(), `SELECT VALUE (${expression}) FROM << 0 >>`, ...parameters))[0];
}

export async function collect(execution: Execution): Promise<readonly Value[]> {
  const values: Value[] = [];
  for await (const value of execution.rows) {
    values.push(value);
  }
  return values;
}

export function ionStruct(text: string): StructValue {
  const value = parseText(text);
  if (value.kind !== 'struct') {
    throw new Error(`no struct: ${text}`);
  }
  return value;
}
