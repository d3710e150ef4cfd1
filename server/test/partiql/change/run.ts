import { parseText, writeText } from '../../../src/ion/text';
import type { StructValue, Value } from '../../../src/ion/value';
import { execute } from '../../../src/partiql/execute';
import { parse } from '../../../src/partiql/syntax/parse';
import { MemoryDataSource, type MemoryTable } from '../../support/memory-data-source';

const now = { precision: 'second', offset: 0, year: 2021, month: 3, day: 4, hour: 5, minute: 6, second: 7, fraction: '' } as const;

/** Statements one after the other against tables in memory; documents are written as Ion text. */
export class Ledger {
  readonly data: MemoryDataSource;
  /** Documents, tables and indexes written by the latest statement. */
  writeIos = 0;

  constructor(tables: Readonly<Record<string, readonly string[]>>, indexes: MemoryTable['indexes'] = []) {
    this.data = new MemoryDataSource(Object.entries(tables).map(([name, documents]) => ({ name, indexes, documents: documents.map(ionStruct) })));
  }

  /** @returns the rows of the result as Ion text */
  async run(statement: string, ...parameters: readonly string[]): Promise<readonly string[]> {
    const execution = execute(parse(statement), {
      data: this.data, parameters: parameters.map(parseText), now, transactionId: 'TransactionId000000001', checkpoint: () => undefined,
    });
    const rows: Value[] = [];
    try {
      for await (const row of execution.rows) {
        rows.push(row);
      }
      this.data.nextStatement();
    } finally {
      this.data.forget();
    }
    this.writeIos = execution.writeIos();
    return rows.map(writeText);
  }

  documents(table: string): readonly string[] {
    return [...this.data.documents(table).values()].map(writeText);
  }

  ids(table: string): readonly string[] {
    return [...this.data.documents(table).keys()];
  }
}

function ionStruct(text: string): StructValue {
  const value = parseText(text);
  if (value.kind !== 'struct') {
    throw new Error(`no struct: ${text}`);
  }
  return value;
}

/** What the only document of a table `t` becomes. */
export async function changed(document: string, statement: string, ...parameters: readonly string[]): Promise<string> {
  const ledger = new Ledger({ t: [document] });
  await ledger.run(statement, ...parameters);
  return ledger.documents('t').join();
}
