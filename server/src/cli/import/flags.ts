import { archiveFlags } from '../archive/arguments';
import { flags, type Flag } from '../flags';

/** Flags of `qldb-server import`. */
export const importFlags = {
  'ledger': { value: 'NAME', description: 'name of the ledger that comes out of it; needed' },
  'data': { value: 'DIR', description: 'directory that a server keeps its ledgers in; the server has to be stopped' },
  'database-url': { value: 'URL', description: 'PostgreSQL database that servers keep their ledgers in; they may go on', default: flags['database-url'].default },
  'account-id': flags['account-id'],
  'region': flags.region,
  'permissions-mode': { value: 'MODE', description: 'permissions mode of the ledger: STANDARD or ALLOW_ALL', default: 'STANDARD' },
  'history-only': { description: 'import blocks that do not begin with the journal without a proof: the ledger has no digest then' },
  'discard': { description: 'give up an import of this journal that was not finished, and begin anew' },
  ...archiveFlags,
  'strand': { ...archiveFlags.strand, description: 'strand to import, where there are several' },
} as const satisfies Readonly<Record<string, Flag>>;

export const importFlagList: ReadonlyArray<readonly [string, Flag]> = Object.entries(importFlags);
