import type { Value, ValueKind } from '../../ion/value';

const NAMES: Readonly<Record<ValueKind, string>> = {
  null: 'NULL',
  missing: 'MISSING',
  bool: 'BOOL',
  int: 'INT',
  float: 'FLOAT',
  decimal: 'DECIMAL',
  timestamp: 'TIMESTAMP',
  symbol: 'SYMBOL',
  string: 'STRING',
  clob: 'CLOB',
  blob: 'BLOB',
  list: 'LIST',
  sexp: 'SEXP',
  struct: 'STRUCT',
  bag: 'BAG',
};

/** The type of a value as error texts name it. */
export function typeName(value: Value): string {
  return NAMES[value.kind];
}
