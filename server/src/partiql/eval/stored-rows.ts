import type { Bound } from './frame';
import type { Statement } from './statement';
import type { TableView } from './tables';
import { bag } from '../../ion/value';
import type { Value } from '../../ion/value';
import type { HistoryRow, Row } from '../data-source';

export function boundRow(row: Row, view: TableView['view']): Bound {
  return { value: view === 'user' ? row.data : row.committed, row };
}

export function boundRevision(row: HistoryRow): Bound {
  return { value: row.committed, row };
}

export async function* scanTable(statement: Statement, { table, view }: TableView): AsyncGenerator<readonly Bound[]> {
  for await (const rows of statement.context.data.scan(table)) {
    yield rows.map((row) => boundRow(row, view));
  }
}

/** A table where an expression in a FROM clause needs it as a value: `FROM Person[*].Addresses`. */
export async function tableValue(statement: Statement, table: TableView): Promise<Value> {
  const values: Value[] = [];
  for await (const rows of scanTable(statement, table)) {
    for (const row of rows) {
      const pause = statement.step();
      if (pause !== undefined) {
        await pause;
      }
      statement.readIos++;
      values.push(row.value);
    }
  }
  return bag(values);
}
