import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ImportReport } from '../../src/import/import-report';
import type { TestStorage } from '../support/engines';
import { ServerProcess } from '../support/server-process';
import type { TestArchive } from '../support/test-archive';

/** Writes the objects of an archive into a directory. */
export function writeArchive(archive: TestArchive, directory: string): string {
  for (const [key, body] of archive.objects) {
    const path = join(directory, key);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, body);
  }
  return directory;
}

/** Flags that lead the command to the ledgers of a test. */
export function storageFlags({ options: { dataDir, databaseUrl } }: TestStorage): readonly string[] {
  return dataDir === undefined ? ['--database-url', String(databaseUrl)] : ['--data', dataDir];
}

export interface Imported {
  readonly code: number | null;
  readonly stderr: string;
  readonly report: ImportReport | undefined;
}

/** Runs `qldb-server import`. */
export async function runImport(storage: TestStorage, ledger: string, source: string, ...flags: string[]): Promise<Imported> {
  const { code, stdout, stderr } = await ServerProcess.run(['import', '--ledger', ledger, ...storageFlags(storage), source, '--json', ...flags]);
  return { code, stderr, report: stdout === '' ? undefined : JSON.parse(stdout) as ImportReport };
}
