import { parseImportArguments } from './arguments';
import { importHelpText } from './help';
import { importArchive } from '../../import/import-archive';
import { importFileText, importText } from '../../import/import-report';
import { ThreadedTarget } from '../../import/thread/threaded-target';
import { DEFAULT_ACCOUNT_ID, DEFAULT_REGION } from '../../options';
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
    const target = new ThreadedTarget(
      { storage, accountId: args['account-id'] ?? DEFAULT_ACCOUNT_ID, region: args.region ?? DEFAULT_REGION }, { onProblem: ({ message }) => tell(message) },
    );
    try {
      const made = await importArchive(target, archive, {
        name: args.ledger, permissionsMode: args['permissions-mode'], historyOnly: args['history-only'], discard: args.discard, onStart: tell,
      });
      await writeReport(args.report, made, importFileText);
      process.stdout.write(args.json ? `${JSON.stringify(made, undefined, 2)}\n` : importText(made));
      return made;
    } finally {
      await target.close();
    }
  });
  if (report?.ledger) return EXIT.imported;
  return report?.verification.status === 'broken' ? EXIT.broken : EXIT.unusable;
}

function tell(text: string): void {
  process.stderr.write(`qldb-server: ${text}\n`);
}
