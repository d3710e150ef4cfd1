import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port';

const PYTHON = join(__dirname, '..', '..', '..', '.venv', 'bin', 'python');
const START_LIMIT_MILLISECONDS = 60_000;

/** Runs it until standard input closes, which is when this process ends, however it ends. */
const LAUNCHER = `
import os, sys, threading
def end_with_parent():
    sys.stdin.buffer.read()
    os._exit(0)
threading.Thread(target=end_with_parent, daemon=True).start()
sys.argv = ["ministack"]
from ministack.app import main
main()
`;

/** An AWS of one's own with a real KMS in it (https://pypi.org/project/ministack/). */
export class Ministack {
  /** @param settings environment variables of its, such as `AUTH` with which it evaluates IAM policies */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<Ministack> {
    if (!existsSync(PYTHON)) {
      throw new Error(`ministack is missing at ${PYTHON}: 'npm test' in the repository's root installs it`);
    }
    const port = await freePort();
    const directory = mkdtempSync(join(tmpdir(), 'qldb-server-ministack-'));
    const child = spawn(PYTHON, ['-c', LAUNCHER], {
      cwd: directory,
      stdio: ['pipe', 'ignore', 'ignore'],
      env: { PATH: process.env.PATH, HOME: directory, GATEWAY_PORT: String(port), BIND_HOST: '127.0.0.1', PYTHONDONTWRITEBYTECODE: '1', ...settings },
    });
    const ministack = new Ministack(child, directory, `http://127.0.0.1:${port}`);
    await ministack.ready();
    return ministack;
  }

  private constructor(private readonly child: ChildProcess, private readonly directory: string, readonly endpoint: string) {}

  async stop(): Promise<void> {
    const exited = once(this.child, 'exit');
    this.child.stdin?.end();
    await exited;
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async ready(): Promise<void> {
    const deadline = Date.now() + START_LIMIT_MILLISECONDS;
    while (!await fetch(`${this.endpoint}/_ministack/health`).then(({ ok }) => ok, () => false)) {
      if (this.child.exitCode !== null || Date.now() > deadline) {
        throw new Error('ministack did not start');
      }
      await sleep(100);
    }
  }
}
