import { parseVerifyArguments } from './arguments';
import { verifyHelpText } from './help';
import { EXIT_CODES } from '../../archive/report/report';
import { reportFileText, reportText } from '../../archive/report/report-text';
import { withArchive } from '../archive/archive-pass';
import { checkReportWritable, writeReport } from '../archive/report-file';

/** What was given cannot be verified. */
const UNUSABLE = 2;

/**
 * `qldb-server verify`.
 *
 * @returns the exit code
 * @throws UsageError
 */
export async function runVerify(argv: readonly string[]): Promise<number> {
  const args = parseVerifyArguments(argv);
  if (args.help) {
    process.stdout.write(verifyHelpText());
    return 0;
  }
  const status = await withArchive(args, async (archive) => {
    await checkReportWritable(args.report);
    const report = await archive.pass();
    await writeReport(args.report, report, reportFileText);
    process.stdout.write(args.json ? `${JSON.stringify(report, undefined, 2)}\n` : reportText(report));
    return report.status;
  });
  return status === undefined ? UNUSABLE : EXIT_CODES[status];
}
