import { flags, type Flag } from '../flags';

/** Flags of `qldb-server to-sql`. */
export const toSqlFlags = {
  'ledger': { value: 'NAME', description: 'ledger to write; needed' },
  'data': { value: 'DIR', description: 'directory that a server kept the ledgers in; the server has to be stopped' },
  'database-url': { value: 'URL', description: 'PostgreSQL database that servers keep the ledgers in; they may go on', default: flags['database-url'].default },
  'account-id': flags['account-id'],
  'region': flags.region,
  'schema': { value: 'NAME', description: 'schema that the script makes', default: "the ledger's name" },
  'output': { value: 'FILE', description: 'file to write; it is replaced once all is written', default: 'standard output' },
  'help': { description: 'print this text' },
} as const satisfies Readonly<Record<string, Flag>>;

export const toSqlFlagList: ReadonlyArray<readonly [string, Flag]> = Object.entries(toSqlFlags);
