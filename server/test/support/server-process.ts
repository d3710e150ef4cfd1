import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { TestStorage } from './engines';

export const PROGRAM = join(__dirname, '..', '..', 'bin', 'qldb-server.js');

/** The environment of a program that must not find settings of the machine the tests run on. */
export function cleanEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_') && !name.startsWith('QLDB_SERVER_'));
  return { ...Object.fromEntries(own), NODE_NO_WARNINGS: '1', ...extra };
}

export interface ProgramResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a failing test leaves running ends with the test run. */
const running = new Set<ChildProcess>();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** `qldb-server` as a process of its own. */
export class ServerProcess {
  /** Starts it and waits for its start-up text. */
  static async start(flags: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
    const server = new ServerProcess(['--port', '0', '--log-level', 'warn', ...flags], env);
    await server.started();
    return server;
  }

  /** Runs it to its end. */
  static async run(flags: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<ProgramResult> {
    return this.launch(flags, env).ended();
  }

  /** Starts it without waiting for anything. */
  static launch(flags: readonly string[], env: Readonly<Record<string, string>> = {}): ServerProcess {
    return new ServerProcess(flags, env);
  }

  stdout = '';
  stderr = '';
  readonly child: ChildProcess;

  private constructor(flags: readonly string[], env: Readonly<Record<string, string>>) {
    this.child = spawn(process.execPath, [PROGRAM, ...flags], { env: cleanEnvironment(env), stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(this.child);
    this.child.once('exit', () => running.delete(this.child));
    this.child.stdout?.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()));
    this.child.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
  }

  get endpoint(): string {
    const [, endpoint] = /^export AWS_ENDPOINT_URL_QLDB=(.+)$/m.exec(this.stdout) ?? [];
    if (endpoint === undefined) {
      throw new Error(`no endpoint in what the server printed: ${this.stdout}${this.stderr}`);
    }
    return endpoint;
  }

  /** Sends a signal, and waits until the process has ended. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<ProgramResult> {
    this.child.kill(signal);
    return this.ended();
  }

  async ended(): Promise<ProgramResult> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      await once(this.child, 'close');
    }
    return { code: this.child.exitCode, stdout: this.stdout, stderr: this.stderr };
  }

  private async started(): Promise<void> {
    const ended = once(this.child, 'close');
    while (!this.stdout.includes('export AWS_DEFAULT_REGION=')) {
      await Promise.race([once(this.child.stdout ?? this.child, 'data'), ended]);
      if (this.child.exitCode !== null) {
        throw new Error(`the server did not start: ${this.stdout}${this.stderr}`);
      }
    }
  }
}

/** The flags that make the program use this storage. */
export function storageFlags({ options: { dataDir, databaseUrl } }: TestStorage): readonly string[] {
  return dataDir !== undefined ? ['--data', dataDir] : ['--database-url', String(databaseUrl)];
}
