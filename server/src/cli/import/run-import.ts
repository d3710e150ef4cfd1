import { parseImportArguments, type ImportArguments } from './arguments';
import { importHelpText } from './help';
import type { OpenArchive } from '../../archive/open-archive';
import { importArchive } from '../../import/import-archive';
import { importFileText, importText, type ImportReport } from '../../import/import-report';
import { DEFAULT_ACCOUNT_ID, DEFAULT_REGION } from '../../options';
import { discardImport } from '../../store/ledger-imports';
import { openAccount } from '../../store/ledgers';
import { openStore } from '../../store/open-store';
import type { Store } from '../../store/store';
import { withArchive } from '../archive/archive-pass';
import { checkReportWritable, writeReport } from '../archive/report-file';
import { keptStorage } from '../configuration';

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
  const storage = keptStorage(args, process.env, 'where the ledger is to be kept');
  const report = await withArchive(args, async (archive) => {
    await checkReportWritable(args.report);
    const store = await openStore(storage, { onProblem: (error) => process.stderr.write(`qldb-server: ${error.message}\n`) });
    try {
      const made = await importTo(store, archive, args);
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

async function importTo(store: Store, archive: OpenArchive, args: ImportArguments): Promise<ImportReport> {
  const account = await openAccount(store.queries, args['account-id'] ?? DEFAULT_ACCOUNT_ID, args.region ?? DEFAULT_REGION);
  if (args.discard && await discardImport(store.queries, account, archive.inventory.strandId)) {
    process.stderr.write('qldb-server: the import that was not finished is discarded\n');
  }
  return importArchive(store, account, archive, {
    name: args.ledger, permissionsMode: args['permissions-mode'], historyOnly: args['history-only'],
    onStart: (beginning) => process.stderr.write(`qldb-server: ${beginning}\n`),
  });
}
