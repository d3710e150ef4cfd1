import type { SnapshotTable } from './ledger-snapshot';
import { Names } from './names';
import type { TableNames } from './table-survey';

/** Tables that tell what the others are. */
export const OWN_TABLES = { ledger: '_ql_ledger', tables: '_ql_table', columns: '_ql_column' } as const;

/**
 * The names of tables in SQL, by table id.
 *
 * Tables that are there keep their names before those that were dropped, and all before their histories: `a` and `a_history` of the
 * ledger keep theirs, and the history of `a` gets a number.
 */
export function tableNames(tables: readonly SnapshotTable[]): ReadonlyMap<string, TableNames> {
  const names = new Names(new Set(Object.values(OWN_TABLES)));
  const ordered = [...tables].sort((a, b) => Number(b.active) - Number(a.active) || compare(a.name, b.name) || compare(a.id, b.id));
  const current = [...names.take(ordered.filter(({ active }) => active).map(({ name }) => name)),
    ...names.take(ordered.filter(({ active }) => !active).map(({ name }) => name))];
  const history = names.take(current.map((name) => `${name}_history`));
  return new Map(ordered.map(({ id }, n) => [id, { current: current[n]!, history: history[n]! }]));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
