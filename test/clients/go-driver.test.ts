import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startQldbServer, type QldbServer, type QldbServerOptions } from 'qldb-server';
import { CLIENTS, clientEnvironment } from './support/environment';
import { foreignTests, type Outcome } from './support/foreign-tests';
import { run } from './support/run';

jest.setTimeout(600_000);

const FOLDER = join(CLIENTS, 'go');
const PROGRAM = join(FOLDER, 'target', 'clients.test');
const TESTS = [...readFileSync(join(FOLDER, 'driver_test.go'), 'utf8').matchAll(/^func (Test\w+)\(/gm)].map((match) => match[1]!);
const isExpiry = (name: string) => name.startsWith('TestExpiry');

const fetched = existsSync(join(FOLDER, 'target', 'ready'));
if (!fetched) {
  process.stderr.write('AWS\'s driver for Go is NOT TESTED: Go is missing, or it could not reach the repository of its packages (`npm test` says which)\n');
}

/** AWS's driver for Go, run by its own test framework. */
(fetched ? describe : describe.skip)('the Go driver', () => {
  beforeAll(async () => {
    const { code, stdout, stderr } = await run('go', ['test', '-c', '-vet=off', '-o', PROGRAM, '.'], { cwd: FOLDER, env: { ...process.env, GOTOOLCHAIN: 'local' } });
    if (code !== 0) {
      throw new Error(`the tests in Go do not compile\n${stdout}${stderr}`);
    }
  });

  const inGo = (names: readonly string[], options: QldbServerOptions) => {
    let server: QldbServer;
    beforeAll(async () => {
      server = await startQldbServer(options);
    });
    afterAll(() => server.close());
    foreignTests({
      ids: names,
      command: PROGRAM,
      args: ['-test.v', '-test.run', `^(${names.join('|')})$`],
      env: () => clientEnvironment(server.environment),
      title: (id) => id.replace('Test', '').replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`),
      outcomes: outcomesOf,
    });
  };
  describe('with a server as it is', () => inGo(TESTS.filter((name) => !isExpiry(name)), { timings: { ledgerCreation: 0 }, quotas: { activeLedgers: 20 } }));
  describe('with a server whose transactions last a second', () => inGo(TESTS.filter(isExpiry), { timings: { ledgerCreation: 0, transactionTimeout: 1000 } }));
});

/** What `-test.v` prints: what a test says stands between the lines that it runs and that it passed or failed. */
function outcomesOf(stdout: string): readonly Outcome[] {
  const outcomes: Outcome[] = [];
  let said: string[] = [];
  for (const line of stdout.split('\n')) {
    const [, result, id] = /^--- (PASS|FAIL|SKIP): (\w+) /.exec(line) ?? [];
    if (line.startsWith('=== RUN')) {
      said = [];
    } else if (id === undefined) {
      said.push(line);
    } else {
      outcomes.push({ id, problem: result === 'PASS' ? null : `${result}\n${said.join('\n')}` });
    }
  }
  return outcomes;
}
