import { toSqlFlagList } from './flags';
import { flagLines, flagRows } from '../help';

export function toSqlHelpText(): string {
  return [
    'Usage: qldb-server to-sql --ledger NAME --data DIR [flags]',
    '       qldb-server to-sql --ledger NAME --database-url URL [flags]',
    '',
    "Writes a ledger's current documents and their history as SQL for PostgreSQL, as they are at its last block: one script,",
    'which any client loads. Every field is a column, and every document is also there as Ion text.',
    '',
    ...flagLines(toSqlFlagList),
    '',
    'Exit codes: 0 written, 1 it could not be read or written, 2 the command line is wrong, or there is no such ledger.',
    '',
  ].join('\n');
}

/** The same flags as the table in the README. */
export function toSqlFlagTable(): string {
  return flagRows(toSqlFlagList);
}
