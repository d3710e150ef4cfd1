import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port';
import { ProcessGroup } from './process-group';

export interface MinistackOptions {
  /** Directory for its log and state. */
  readonly directory: string;
  /** Port to take when it is free; 0 for any. */
  readonly preferredPort: number;
  /** Account number in ARNs. */
  readonly accountId: string;
  readonly region: string;
  /** Check signatures and evaluate IAM policies, as in an account. */
  readonly evaluateIam: boolean;
  /**
   * Python file that runs it.
   * @default - `ministack_launcher.py` beside this file
   */
  readonly launcher?: string;
}

const START_LIMIT_MILLISECONDS = 60_000;
const START_ATTEMPTS = 3;
const REPOSITORY = join(__dirname, '..');

/** CloudFormation, Lambda, S3, Kinesis, KMS, IAM, STS and SSM on this machine: https://pypi.org/project/ministack/. */
export class Ministack {
  /** Starts it on 127.0.0.1 and waits until it answers. */
  public static async start(options: MinistackOptions): Promise<Ministack> {
    const python = join(REPOSITORY, '.venv', 'bin', 'python');
    if (!existsSync(python)) {
      throw new Error(`ministack is not installed: ${python} is missing; run \`node scripts/setup.mjs\``);
    }
    for (let attempt = 1; ; attempt++) {
      const port = await freePort(options.preferredPort);
      const logFile = join(options.directory, `ministack-${port}.log`);
      const group = new ProcessGroup({
        command: python,
        args: [options.launcher ?? join(__dirname, 'ministack_launcher.py')],
        cwd: options.directory,
        env: environment(options, port),
        logFile,
      });
      if (await isReady(group, port, logFile)) {
        return new Ministack(group, `http://127.0.0.1:${port}`, logFile);
      }
      await group.stop();
      // Between the look for a free port and its use, another process can have taken it.
      const log = existsSync(logFile) ? readFileSync(logFile, 'utf8') : '(no log)';
      if (attempt === START_ATTEMPTS || !log.includes('already in use')) {
        throw new Error(`ministack did not start; the end of its log:\n${log.split('\n').slice(-15).join('\n')}`);
      }
    }
  }

  private constructor(
    private readonly group: ProcessGroup,
    /** URL of every service. */
    public readonly endpoint: string,
    public readonly logFile: string,
  ) {}

  public stop(): Promise<void> {
    return this.group.stop();
  }
}

/** Waits until this very process, and not another that has the port already, answers. */
async function isReady(group: ProcessGroup, port: number, logFile: string): Promise<boolean> {
  const limit = Date.now() + START_LIMIT_MILLISECONDS;
  while (!group.hasEnded && Date.now() < limit) {
    if (readFileSync(logFile, 'utf8').includes(`Running on http://127.0.0.1:${port}`) && (await answers(port))) {
      return true;
    }
    await sleep(50);
  }
  return false;
}

async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/_ministack/health`, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}

function environment(options: MinistackOptions, port: number): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    TMPDIR: options.directory,
    GATEWAY_PORT: `${port}`,
    BIND_HOST: '127.0.0.1',
    MINISTACK_HOST: '127.0.0.1',
    MINISTACK_ACCOUNT_ID: options.accountId,
    MINISTACK_REGION: options.region,
    // Functions run as child processes of the `node` on the PATH: no Docker.
    LAMBDA_EXECUTOR: 'local',
    AUTH: `${options.evaluateIam}`,
    SFTP_ENABLED: '0',
    IOT_MTLS_ENABLED: '0',
    PYTHONDONTWRITEBYTECODE: '1',
  };
}
