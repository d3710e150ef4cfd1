import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface CdkCliOptions {
  /** Directory with `cdk.json`, or where `--app` is relative to. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Called with every line that the CLI prints. */
  readonly onLine?: (line: string) => void;
  /** Ends the CLI when it aborts. */
  readonly signal?: AbortSignal;
}

export interface CdkResult {
  readonly code: number;
  /** Standard output and standard error as they came, without colours. */
  readonly output: string;
}

const CLI = require.resolve('aws-cdk/bin/cdk');
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** Runs the AWS CDK CLI that is installed with this repository and answers how it ended; a failure does not throw. */
export async function tryCdk(args: readonly string[], options: CdkCliOptions): Promise<CdkResult> {
  const child = spawn(process.execPath, [CLI, ...args, '--no-notices', '--no-color'], {
    cwd: options.cwd,
    env: { ...options.env, CI: 'true', CDK_DISABLE_CLI_TELEMETRY: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: options.signal,
    killSignal: 'SIGKILL',
  });
  const lines: string[] = [];
  const read = async (stream: NodeJS.ReadableStream) => {
    for await (const raw of createInterface({ input: stream })) {
      const line = raw.replace(COLOURS, '');
      lines.push(line);
      options.onLine?.(line);
    }
  };
  const code = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve(status ?? 1));
  });
  const [status] = await Promise.all([code, read(child.stdout), read(child.stderr)]);
  return { code: status, output: lines.join('\n') };
}

/**
 * Runs the AWS CDK CLI.
 *
 * @throws Error with what the CLI printed last when it fails
 */
export async function cdk(args: readonly string[], options: CdkCliOptions): Promise<CdkResult> {
  const result = await tryCdk(args, options);
  if (result.code !== 0) {
    throw new Error(`\`cdk ${args.join(' ')}\` failed:\n${result.output.split('\n').slice(-25).join('\n')}`);
  }
  return result;
}
