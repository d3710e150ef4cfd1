import { open, writeFile } from 'node:fs/promises';
import { InputError } from '../../archive/input-error';

/**
 * Before the work, which may take hours. What is in the file stays until the new report is there.
 *
 * @throws InputError
 */
export async function checkReportWritable(path: string | undefined): Promise<void> {
  if (path !== undefined) await writing(async () => (await open(path, 'a')).close());
}

/**
 * Writes a report: plain data as JSON where the name of the file ends so, else as the text that a person reads.
 *
 * @throws InputError
 */
export async function writeReport<Report>(path: string | undefined, report: Report, text: (report: Report) => string): Promise<void> {
  if (path === undefined) return;
  await writing(async () => writeFile(path, path.endsWith('.json') ? `${JSON.stringify(report, undefined, 2)}\n` : text(report)));
}

async function writing(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw new InputError(`--report must be a file that can be written: ${(error as Error).message}`, { cause: error });
  }
}
