import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProcessGroup } from '../../local/process-group';

/** A shell that starts a grandchild, prints its process id, and stays. */
const FAMILY = 'sleep 600 & echo $!; wait';

function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', `${pid}`], { encoding: 'utf8' });
  // A zombie has ended, but its parent has not taken note of it.
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('ProcessGroup', () => {
  let directory: string;
  let logFile: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'process-group-'));
    logFile = join(directory, 'log');
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  async function startFamily(): Promise<{ group: ProcessGroup; grandchild: number }> {
    const group = new ProcessGroup({ command: 'sh', args: ['-c', FAMILY], env: process.env, logFile });
    await until(() => /^\d+\n/.test(readFileSync(logFile, 'utf8')));
    return { group, grandchild: Number(readFileSync(logFile, 'utf8')) };
  }

  it('ends a child together with what the child started', async () => {
    const { group, grandchild } = await startFamily();
    expect(isAlive(grandchild)).toBe(true);
    await group.stop();
    expect(group.hasEnded).toBe(true);
    await until(() => !isAlive(grandchild));
  });

  it('ends a child that ignores SIGTERM after the grace period', async () => {
    const group = new ProcessGroup({ command: 'sh', args: ['-c', "trap '' TERM; echo ready; while :; do sleep 1; done"], env: process.env, logFile });
    await until(() => readFileSync(logFile, 'utf8').includes('ready'));
    await group.stop(50);
    expect(group.hasEnded).toBe(true);
  });

  it('has ended when the command cannot be run', async () => {
    const group = new ProcessGroup({ command: join(directory, 'missing'), args: [], env: process.env, logFile });
    await group.stop();
    expect(group.hasEnded).toBe(true);
  });
});

describe('the launcher of ministack', () => {
  it('ends the services when the process that holds its standard input is killed', async () => {
    const repository = join(__dirname, '..', '..');
    const script = `
      require('node:child_process').spawn('${join(repository, '.venv/bin/python')}', ['${join(repository, 'local/ministack_launcher.py')}'],
        { detached: true, stdio: ['pipe', 'inherit', 'inherit'], env: { ...process.env, GATEWAY_PORT: '0', BIND_HOST: '127.0.0.1', SFTP_ENABLED: '0' } });`;
    const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'pipe'] });
    // Its log reaches us through pipes that close when the last process of the family is gone.
    const closed = new Promise((resolve) => parent.once('close', resolve));
    await new Promise((resolve) => parent.stderr.once('data', resolve));
    parent.kill('SIGKILL');
    await closed;
    expect(parent.signalCode).toBe('SIGKILL');
  });
});
