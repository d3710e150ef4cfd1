import { parseImportArguments, type ImportArguments } from './arguments';
import { importHelpText } from './help';
import { importFileText, importText, type ImportReport } from '../../import/import-report';
import { LedgerImporter } from '../../import/ledger-importer';
import { DEFAULT_ACCOUNT_ID, DEFAULT_REGION } from '../../options';
import { discardImport } from '../../store/ledger-imports';
import { openAccount } from '../../store/ledgers';
import { openStore, type StorageOptions } from '../../store/open-store';
import type { Store } from '../../store/store';
import { withArchive, type OpenArchive } from '../archive/archive-pass';
import { checkReportWritable, writeReport } from '../archive/report-file';
import { UsageError } from '../arguments';
import { databaseUrlOf } from '../configuration';

const EXIT = { imported: 0, broken: 1, unusable: 2 } as const;

/**
 * `qldb-server import`.
 *
 * @returns the exit code
 * @throws UsageError, and Error when the store cannot be opened or written
 */
export async function runImport(argv: readonly string[]): Promise<number> {
  const args = parseImportArguments(argv);
  if (args.help) {
    process.stdout.write(importHelpText());
    return EXIT.imported;
  }
  const storage = storageOf(args);
  const report = await withArchive(args, async (archive) => {
    await checkReportWritable(args.report);
    const store = await openStore(storage, { onProblem: (error) => process.stderr.write(`qldb-server: ${error.message}\n`) });
    try {
      const made = await importArchive(store, archive, args);
      await writeReport(args.report, made, importFileText);
      process.stdout.write(args.json ? `${JSON.stringify(made, undefined, 2)}\n` : importText(made));
      return made;
    } finally {
      await store.close();
    }
  });
  if (report?.ledger) return EXIT.imported;
  return report?.verification.status === 'broken' ? EXIT.broken : EXIT.unusable;
}

async function importArchive(store: Store, archive: OpenArchive, args: ImportArguments): Promise<ImportReport> {
  const { inventory: { strandId }, claims } = archive;
  const account = await openAccount(store.queries, args['account-id'] ?? DEFAULT_ACCOUNT_ID, args.region ?? DEFAULT_REGION);
  if (args.discard && await discardImport(store.queries, account, strandId)) {
    process.stderr.write('qldb-server: the import that was not finished is discarded\n');
  }
  const importer = await LedgerImporter.start(store, account, {
    name: args.ledger, strandId, permissionsMode: args['permissions-mode'], historyOnly: args['history-only'], hasProof: claims.some(({ proof }) => proof),
  });
  process.stderr.write(`qldb-server: ${importer.beginning}\n`);
  const verification = await archive.pass((event) => importer.add(event)).catch(async (error: unknown) => {
    await importer.breakOff().catch(() => undefined);
    throw error;
  });
  const isGood = verification.status === 'matches' || verification.status === 'consistent';
  return isGood ? { verification, ledger: await importer.finish() } : { verification, unfinished: { lastBlock: await importer.breakOff() } };
}

function storageOf(args: ImportArguments): StorageOptions {
  const url = databaseUrlOf(args, process.env);
  if (url !== undefined) return { kind: 'postgresql', url };
  if (args.data !== undefined) return { kind: 'pglite', directory: args.data };
  throw new UsageError('--data or --database-url is needed: where the ledger is to be kept');
}
