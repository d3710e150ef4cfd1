import { EMPTY_FRAME } from './frame';
import type { Bound, Frame } from './frame';
import { elementsOf } from './navigate';
import type { Query } from './query';
import type { Reader } from './reader';
import { Replay } from './replay';
import type { Statement } from './statement';
import { evaluateUnit } from './unit';
import type { Unit } from './unit';
import { list, string, structOf } from '../../ion/value';
import type { Value } from '../../ion/value';
import type { Table } from '../data-source';

/** The rows of a SELECT in a FROM clause, as they come. They have no order, so AT is MISSING. */
export function queryReader(query: Query, statement: Statement, repeated: boolean): Reader {
  const replay = repeated && query.uses.size === 0 ? new Replay(statement, () => boundRows(query)) : undefined;
  return { stored: false, read: (frame) => replay?.read() ?? boundRows(query, frame) };
}

async function* boundRows(query: Query, frame: Frame = EMPTY_FRAME): AsyncGenerator<readonly Bound[]> {
  for await (const values of query.rows(frame)) {
    yield values.map((value) => ({ value }));
  }
}

/** The elements of a collection that an expression gives, as a list of an earlier alias. */
export function valueReader(unit: Unit, unpivot: boolean): Reader {
  let constant: ReadonlyArray<readonly Bound[]> | undefined;
  const rowsOf = (value: Value): readonly Bound[] => unpivot ? unpivoted(value) : ranged(value);
  return {
    stored: false,
    read(frame) {
      if (constant !== undefined) {
        return constant;
      }
      const value = evaluateUnit(unit, frame);
      if (value instanceof Promise) {
        return later(value.then(rowsOf));
      }
      const rows = [rowsOf(value)];
      constant = unit.uses.size === 0 ? rows : undefined;
      return rows;
    },
  };
}

async function* later(rows: Promise<readonly Bound[]>): AsyncGenerator<readonly Bound[]> {
  yield await rows;
}

/** Any value that is no collection is one row, without a position. */
function ranged(value: Value): readonly Bound[] {
  return value.kind === 'list' || value.kind === 'sexp'
    ? value.elements.map((element, position) => ({ value: element, position }))
    : elementsOf(value).map((element) => ({ value: element }));
}

/** The fields of a struct. Any other value counts as a struct with that value as its field `_1`; MISSING as one without fields. */
function unpivoted(value: Value): readonly Bound[] {
  if (value.kind === 'struct') {
    return value.fields.map((field) => ({ value: field.value, position: field.name }));
  }
  return value.kind === 'missing' ? [] : [{ value, position: '_1' }];
}

/** `information_schema.user_tables`, in which dropped tables stand too. */
export function userTablesReader(statement: Statement): Reader {
  let rows: Promise<readonly Bound[]> | undefined;
  const read = async (): Promise<readonly Bound[]> =>
    (await statement.context.data.tables()).map((table) => ({ value: userTable(table) }));
  return { stored: false, read: () => later(rows ??= read()) };
}

/** https://docs.aws.amazon.com/qldb/latest/developerguide/working.catalog.html */
function userTable({ id, name, status, indexes }: Table): Value {
  return structOf({
    tableId: string(id),
    name: string(name),
    indexes: list(indexes.map((index) => structOf({
      indexId: string(index.id),
      expr: string(`[${index.field}]`),
      status: string(index.status),
      ...(index.message !== undefined && { message: string(index.message) }),
    }))),
    status: string(status),
  });
}
