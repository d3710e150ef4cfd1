import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cleanEnvironment } from './support/server-process';

const SERVER = join(__dirname, '..');

/** A user's test, as an ES module: vitest has no `require`. */
const TEST = `
import { CreateLedgerCommand, QLDBClient, ResourceAlreadyExistsException } from '@aws-sdk/client-qldb';
import { startQldbServer } from 'qldb-server';
import { afterAll, beforeAll, expect, test } from 'vitest';

let server;
beforeAll(async () => { server = await startQldbServer(); }, 60_000);
afterAll(() => server.close());

test('a name is taken once', async () => {
  const qldb = new QLDBClient({ endpoint: server.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'any', secretAccessKey: 'any' } });
  const create = () => qldb.send(new CreateLedgerCommand({ Name: 'orders', PermissionsMode: 'STANDARD' }));
  expect((await create()).State).toBe('CREATING');
  await expect(create()).rejects.toBeInstanceOf(ResourceAlreadyExistsException);
});
`;

test('starts in a test that vitest runs', () => {
  const directory = mkdtempSync(join(tmpdir(), 'qldb-server-vitest-'));
  try {
    mkdirSync(join(directory, 'node_modules', '@aws-sdk'), { recursive: true });
    symlinkSync(SERVER, join(directory, 'node_modules', 'qldb-server'));
    for (const name of ['vitest', '@aws-sdk/client-qldb']) {
      symlinkSync(dirname(require.resolve(`${name}/package.json`)), join(directory, 'node_modules', name));
    }
    writeFileSync(join(directory, 'package.json'), '{ "type": "module", "private": true }');
    writeFileSync(join(directory, 'ledger.test.js'), TEST);
    const vitest = join(directory, 'node_modules', 'vitest', 'vitest.mjs');
    const { status, stdout, stderr } = spawnSync(process.execPath, [vitest, 'run', '--reporter=json'], {
      cwd: directory,
      env: cleanEnvironment(),
      encoding: 'utf8',
    });
    expect({ status, output: `${stdout}${stderr}` }).toEqual({ status: 0, output: expect.stringContaining('"numPassedTests":1') });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
