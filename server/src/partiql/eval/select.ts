import { EMPTY_FRAME } from './frame';
import type { Statement } from './statement';
import { loadTables } from './tables';
import type { Value } from '../../ion/value';
import type { Select } from '../ast';

/**
 * The rows of a SELECT that stands by itself, as they are read.
 *
 * @throws PartiqlError
 */
export async function* selectRows(select: Select, statement: Statement): AsyncGenerator<Value> {
  await loadTables(statement, { sources: [], others: [select] });
  for await (const values of statement.compilers.select(select, statement, undefined).rows(EMPTY_FRAME)) {
    yield* values;
  }
}
