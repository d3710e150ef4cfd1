import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { startQldbServer, type QldbServer, type QldbServerOptions } from 'qldb-server';
import { CLIENTS, clientEnvironment, PYTHON, requirePython } from './support/environment';
import { foreignTests } from './support/foreign-tests';

jest.setTimeout(600_000);

const FOLDER = join(CLIENTS, 'python');
const COMMAND = join(PYTHON, 'python');
const MODULES = readdirSync(FOLDER).filter((file) => file.startsWith('test_')).map((file) => basename(file, '.py'));

requirePython();

/** AWS's driver for Python and boto3, run by unittest. */
describe('clients in Python', () => {
  inPython('with a server as it is', MODULES.filter((module) => module !== 'test_expiry'), { quotas: { activeLedgers: 50 } });
  inPython('with a server whose transactions last a second', ['test_expiry'], { timings: { transactionTimeout: 1000 } });
});

function inPython(title: string, modules: readonly string[], options: QldbServerOptions): void {
  describe(title, () => {
    let server: QldbServer;
    beforeAll(async () => {
      server = await startQldbServer(options);
    });
    afterAll(() => server.close());

    foreignTests({
      ids: idsOf(modules),
      command: COMMAND,
      args: ['-W', 'error::ResourceWarning', 'run.py', ...modules],
      cwd: FOLDER,
      env: () => clientEnvironment(server.environment),
      title: (id) => id.split('.').slice(1).join(' ').replace(/([a-z])([A-Z])/g, '$1 $2').replace(/test_/, '').replace(/_/g, ' '),
    });
  });
}

function idsOf(modules: readonly string[]): readonly string[] {
  const listed = execFileSync(COMMAND, ['run.py', '--list', ...modules], { cwd: FOLDER, encoding: 'utf8', env: clientEnvironment({ AWS_DEFAULT_REGION: 'us-east-1' }) });
  return listed.trim().split('\n').map((line) => (JSON.parse(line) as { id: string }).id);
}
