import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { LocalStack } from '../../local/local-stack';
import { ProcessGroup } from '../../local/process-group';
import { run, type Run } from '../clients/support/run';

const REPOSITORY = join(__dirname, '..', '..');
/** AWS's clients for Python, the AWS CLI among them. */
const PYTHON_CLIENTS = join(REPOSITORY, '.venv-clients', 'bin');

/** What the documentation calls by names that only an installation has, and where it is here. */
const INSTALLED = {
  'npx cdk': `'${process.execPath}' '${require.resolve('aws-cdk/bin/cdk')}'`,
  'npx qldb-server': `'${process.execPath}' '${join(REPOSITORY, 'server', 'bin', 'qldb-server.js')}'`,
};

export interface ShellOptions {
  readonly cwd: string;
}

/** Runs commands of the documentation against the local stack, as a shell would. A failure does not throw. */
export async function tryShell(local: LocalStack, commands: string, options: ShellOptions): Promise<Run> {
  return run('bash', shellArguments(commands), { cwd: options.cwd, env: environment(local) });
}

/** Starts a command of the documentation that does not end by itself. The caller stops it. */
export function startShell(local: LocalStack, command: string, options: ShellOptions & { readonly logFile: string }): ProcessGroup {
  return new ProcessGroup({ command: 'bash', args: shellArguments(`exec ${command}`), ...options, env: environment(local) });
}

/**
 * Runs commands of the documentation against the local stack.
 *
 * @returns what they printed
 * @throws Error with what they printed, when one fails
 */
export async function shell(local: LocalStack, commands: string, options: ShellOptions): Promise<string> {
  const { code, stdout, stderr } = await tryShell(local, commands, options);
  if (code !== 0) {
    throw new Error(`${commands}\nended with exit code ${code}\n${stdout}\n${stderr}`);
  }
  return `${stdout}${stderr}`;
}

function shellArguments(commands: string): readonly string[] {
  return ['-e', '-o', 'pipefail', '-c', Object.entries(INSTALLED).reduce((text, [name, here]) => text.replaceAll(name, here), commands)];
}

function environment(local: LocalStack): NodeJS.ProcessEnv {
  if (!existsSync(join(PYTHON_CLIENTS, 'aws'))) {
    throw new Error('the AWS CLI is not installed: run `npm test -- --only e2e`, which installs it');
  }
  return {
    ...local.processEnvironment,
    PATH: [PYTHON_CLIENTS, process.env.PATH].join(delimiter),
    CI: 'true',
    NO_COLOR: '1',
    NODE_NO_WARNINGS: '1',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_DISABLE_VERSION_CHECK: 'true',
  };
}
