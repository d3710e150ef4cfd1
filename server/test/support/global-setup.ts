import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresCluster } from './postgres-cluster';
import { PREPARED } from './prepared';
import { makeScratchFolder, removeAtTheEnd } from './scratch-folder';
import { openStore } from '../../src/store/open-store';

declare global {
  // What the tear-down has to undo; the two run in the same process.
  // eslint-disable-next-line no-var
  var qldbServerTests: { readonly cluster: PostgresCluster } | undefined;
}

/** Once for all test files: the compiled program, one PostgreSQL, and a PGlite data directory to copy instead of making one each time. */
async function globalSetup(): Promise<void> {
  const server = join(__dirname, '..', '..');
  execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '--build', join(server, 'tsconfig.json')], { stdio: 'inherit' });

  const programs = mkdtempSync(join(tmpdir(), 'qldb-server-programs-'));
  const scratch = makeScratchFolder('qldb-server-test-');
  removeAtTheEnd([programs, scratch]);
  const pglite = join(scratch, 'pglite');
  const [cluster] = await Promise.all([PostgresCluster.start(join(scratch, 'postgres'), join(programs, 'postgres')), makeDataDirectory(pglite)]);
  globalThis.qldbServerTests = { cluster };
  process.env[PREPARED.postgresUrl] = cluster.url;
  process.env[PREPARED.pglite] = pglite;
  // What the test files and the processes that they start take for the folder of temporary files.
  process.env.TMPDIR = scratch;
}

async function makeDataDirectory(path: string): Promise<void> {
  const store = await openStore({ kind: 'pglite', directory: path }, { onProblem: (error) => { throw error; } });
  await store.close();
}

export = globalSetup;
