import { importFlagList } from './flags';
import { flagLines, flagRows } from '../help';

export function importHelpText(): string {
  return [
    'Usage: qldb-server import --ledger NAME --data DIR DIRECTORY [flags]',
    '       qldb-server import --ledger NAME --database-url URL s3://BUCKET/PREFIX [flags]',
    '',
    'Brings a ledger back from exports of its journal: with its ids, addresses, times, hashes and digest, so that receipts from',
    'before still hold and new transactions continue the journal. Everything is verified on the way, as by `verify`. Nothing of',
    'it is seen before all of it is there; broken off, it goes on when it is run again.',
    '',
    ...flagLines(importFlagList),
    '',
    'Exit codes: 0 the ledger is there, 1 something is wrong with the export, 2 it could not be imported. With 1 and 2 there is no ledger.',
    '',
  ].join('\n');
}

/** The same flags as the table in the README. */
export function importFlagTable(): string {
  return flagRows(importFlagList);
}
