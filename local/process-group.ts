import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

export interface ProcessGroupOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** File that takes standard output and standard error. */
  readonly logFile: string;
}

const running = new Set<ProcessGroup>();

// The last resort when this process ends without having stopped what it started.
process.on('exit', () => running.forEach((group) => group.kill()));

/** A child process and all that it starts, ended together. */
export class ProcessGroup {
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;

  constructor(options: ProcessGroupOptions) {
    const log = openSync(options.logFile, 'a');
    this.child = spawn(options.command, options.args, {
      cwd: options.cwd,
      env: options.env,
      // A group of its own: Ctrl-C reaches this process alone, which then ends the others in order.
      detached: true,
      // The pipe at standard input stays open as long as this process lives.
      stdio: ['pipe', log, log],
    });
    closeSync(log);
    running.add(this);
    this.ended = new Promise((resolve) => {
      const end = () => {
        running.delete(this);
        resolve();
      };
      this.child.once('exit', end);
      this.child.once('error', end);
    });
    // Writing never happens, but a child that ends first must not raise EPIPE here.
    this.child.stdin?.on('error', () => undefined);
  }

  public get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null || this.child.pid === undefined;
  }

  /** Ends the group at once. */
  public kill(): void {
    if (this.child.pid === undefined) {
      return;
    }
    try {
      process.kill(-this.child.pid, 'SIGKILL');
    } catch {
      // ESRCH: the group has ended already.
    }
  }

  /** Asks the child to end, and ends the whole group after a grace period. */
  public async stop(graceMilliseconds = 3000): Promise<void> {
    if (!this.hasEnded) {
      this.child.kill('SIGTERM');
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([this.ended, new Promise((resolve) => (timer = setTimeout(resolve, graceMilliseconds)))]);
      clearTimeout(timer);
    }
    // Workers of the child may outlive it.
    this.kill();
    await this.ended;
  }
}
