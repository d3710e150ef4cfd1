import { open, writeFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { parseVerifyArguments, type VerifyArguments } from './arguments';
import { verifyHelpText } from './help';
import { Progress } from './progress';
import { requestedClaims } from './requested-claims';
import { readArchivedClaims } from '../../archive/claims/archived-claims';
import type { Claim } from '../../archive/claims/claim';
import { InputError } from '../../archive/input-error';
import { takeInventory } from '../../archive/inventory/take-inventory';
import { TypeRecovery } from '../../archive/json/type-recovery';
import { EXIT_CODES, type VerificationReport } from '../../archive/report/report';
import { ReportBuilder } from '../../archive/report/report-builder';
import { reportFileText, reportText } from '../../archive/report/report-text';
import { SourceError } from '../../archive/source/archive-source';
import { openSource } from '../../archive/source/open-source';
import { verifyArchive } from '../../archive/verify/verify-archive';
import { version } from '../../version';

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
  const claims = requestedClaims(args);
  try {
    if (args.report !== undefined) await checkWritable(args.report);
    const report = await verify(args, claims);
    if (args.report !== undefined) await writeReport(args.report, report);
    process.stdout.write(args.json ? `${JSON.stringify(report, undefined, 2)}\n` : reportText(report));
    return EXIT_CODES[report.status];
  } catch (error) {
    if (!(error instanceof InputError || error instanceof SourceError)) throw error;
    process.stderr.write(`qldb-server: ${error.message}\n`);
    return UNUSABLE;
  }
}

async function verify(args: VerifyArguments, claims: readonly Claim[]): Promise<VerificationReport> {
  const source = openSource(args.source, process.env);
  try {
    const inventory = await takeInventory(source, args.strand);
    const archived = await readArchivedClaims(source, inventory.proofs);
    const found = { ...inventory, findings: [...inventory.findings, ...archived.findings] };
    const builder = new ReportBuilder(found, { program: `qldb-server ${version}`, verifiedAt: new Date().toISOString(), source: source.name });
    const progress = process.stderr.isTTY
      ? new Progress(found, { write: (text) => process.stderr.write(text), now: () => performance.now() })
      : undefined;
    const recovery = new TypeRecovery({ maxCombinations: args['max-combinations'] });
    for await (const event of verifyArchive(source, found, { recovery, claims: [...claims, ...archived.claims] })) {
      builder.add(event);
      progress?.add(event);
    }
    progress?.end();
    return builder.report();
  } finally {
    source.close();
  }
}

/** Before the work, which may take hours. What is in the file stays until the new report is there. */
async function checkWritable(path: string): Promise<void> {
  await writing(async () => (await open(path, 'a')).close());
}

async function writeReport(path: string, report: VerificationReport): Promise<void> {
  await writing(async () => writeFile(path, path.endsWith('.json') ? `${JSON.stringify(report, undefined, 2)}\n` : reportFileText(report)));
}

async function writing(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw new InputError(`--report must be a file that can be written: ${(error as Error).message}`, { cause: error });
  }
}
