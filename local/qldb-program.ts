import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';

const PROGRAM = join(dirname(require.resolve('qldb-server/package.json')), 'bin', 'qldb-server.js');

export interface ProgramRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program `qldb-server` to its end. A failure does not throw. */
export async function runQldbProgram(args: readonly string[], env: NodeJS.ProcessEnv): Promise<ProgramRun> {
  const child = spawn(process.execPath, [PROGRAM, ...args], { env: { ...env, NODE_NO_WARNINGS: '1' }, stdio: ['ignore', 'pipe', 'pipe'] });
  const code = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve(status ?? 1));
  });
  const [status, stdout, stderr] = await Promise.all([code, text(child.stdout), text(child.stderr)]);
  return { code: status, stdout, stderr };
}
