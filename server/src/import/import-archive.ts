import type { ImportReport } from './import-report';
import { LedgerImporter } from './ledger-importer';
import type { OpenArchive } from '../archive/open-archive';
import type { PermissionsMode } from '../store/ledgers';
import type { Store } from '../store/store';

export interface ImportArchiveOptions {
  /** Of the ledger that comes out of it. */
  readonly name: string;
  /** @default 'STANDARD' */
  readonly permissionsMode?: PermissionsMode;
  /** Import blocks that do not begin with the journal without a proof. @default false */
  readonly historyOnly?: boolean;
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
export async function importArchive(store: Store, account: number, archive: OpenArchive, options: ImportArchiveOptions): Promise<ImportReport> {
  const { name, permissionsMode = 'STANDARD', historyOnly = false, onStart } = options;
  const { inventory: { strandId }, claims } = archive;
  const importer = await LedgerImporter.start(store, account, { name, strandId, permissionsMode, historyOnly, hasProof: claims.some(({ proof }) => proof) });
  onStart?.(importer.beginning);
  const verification = await archive.pass((event) => importer.add(event)).catch(async (error: unknown) => {
    // What could be written stays, for the next attempt; the error that ended this one is the one to be told.
    await importer.breakOff().catch(() => undefined);
    throw error;
  });
  const isGood = verification.status === 'matches' || verification.status === 'consistent';
  return isGood ? { verification, ledger: await importer.finish() } : { verification, unfinished: { lastBlock: await importer.breakOff() } };
}
