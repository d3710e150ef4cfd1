import type { ImportReport } from './import-report';
import type { ImportTarget } from './import-target';
import { LedgerImporter } from './ledger-importer';
import type { OpenArchive } from '../archive/open-archive';
import type { ImportStart, StartedImport } from '../store/ledger-imports';
import type { PermissionsMode } from '../store/ledgers';

export interface ImportArchiveOptions {
  /** Of the ledger that comes out of it. */
  readonly name: string;
  /** @default 'STANDARD' */
  readonly permissionsMode?: PermissionsMode;
  /** Import blocks that do not begin with the journal without a proof. @default false */
  readonly historyOnly?: boolean;
  /** Give up an import of this journal that was not finished. @default false */
  readonly discard?: boolean;
  /** Told what is there from before, in words. @default - nobody is */
  readonly onStart?: (beginning: string) => void;
}

/**
 * Verifies an archive and makes a ledger of it.
 *
 * Where something is wrong there is no ledger, and the report says what is wrong; what was written before stays, unseen, for another attempt.
 *
 * @throws InputError, SourceError
 */
export async function importArchive(target: ImportTarget, archive: OpenArchive, options: ImportArchiveOptions): Promise<ImportReport> {
  const { name, permissionsMode = 'STANDARD', historyOnly = false } = options;
  const { inventory: { strandId }, claims } = archive;
  const hasProof = claims.some(({ proof }) => proof);
  const starting = start(target, strandId, options);
  // Whoever needs it next is told.
  starting.catch(() => undefined);
  const importer = new LedgerImporter(target, { name, strandId, permissionsMode, historyOnly, hasProof }, starting);
  const verification = await archive.pass((event) => importer.add(event)).catch(async (error: unknown) => {
    // What could be written stays, for the next attempt; the error that ended this one is the one to be told.
    await importer.breakOff().catch(() => undefined);
    throw error;
  });
  const isGood = verification.status === 'matches' || verification.status === 'consistent';
  return isGood ? { verification, ledger: await importer.finish() } : { verification, unfinished: { lastBlock: await importer.breakOff() } };
}

async function start(target: ImportTarget, strandId: string, { name, discard = false, onStart }: ImportArchiveOptions): Promise<ImportStart> {
  if (discard && await target.discard(strandId)) onStart?.('the import that was not finished is discarded');
  const started = await target.start(name, strandId);
  if (started.kind !== 'refused') onStart?.(beginning(started, name));
  return started;
}

/** How many blocks, and of what, are there from before. */
function beginning({ kind, position }: StartedImport, name: string): string {
  if (kind === 'finished') return `the ledger '${name}' was imported already, up to block ${position}: the archive is compared with it`;
  return position === undefined ? 'a new ledger' : `an import that was broken off is continued: blocks up to ${position} are there`;
}
