import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startQldbServer, type QldbServer } from 'qldb-server';
import { CLIENTS, clientEnvironment, PYTHON, requirePython } from './support/environment';
import { run } from './support/run';

jest.setTimeout(600_000);
requirePython();

const REPOSITORY = join(CLIENTS, '..', '..');
const PAGE = readFileSync(join(REPOSITORY, 'docs', 'clients.md'), 'utf8');
const GO = join(CLIENTS, 'go');
const JAVA_LIBRARIES = join(CLIENTS, 'java', 'target', 'last-sdk');

/** The examples of docs/clients.md, as they stand there. Only the installations before them are those of the set-up. */
describe('an example of docs/clients.md', () => {
  let server: QldbServer;
  let directory: string;
  let created: string;
  beforeAll(async () => {
    server = await startQldbServer({ timings: { ledgerCreation: 0 } });
    directory = mkdtempSync(join(tmpdir(), 'clients-page-'));
    symlinkSync(join(REPOSITORY, 'node_modules'), join(directory, 'node_modules'));
    for (const environment of ['aws-cli', 'qldb']) {
      symlinkSync(join(PYTHON, '..'), join(directory, environment));
    }
    symlinkSync(JAVA_LIBRARIES, join(directory, 'libraries'));
    created = await shell(block('AWS CLI', 'sh', 1));
  });
  afterAll(async () => {
    rmSync(directory, { recursive: true, force: true });
    await server.close();
  });

  const shell = async (commands: string) => {
    const { code, stdout, stderr } = await run('bash', ['-e', '-c', commands], { cwd: directory, env: clientEnvironment(server.environment) });
    if (code !== 0) {
      throw new Error(`${commands}\nended with exit code ${code}\n${stderr}`);
    }
    return stdout;
  };
  const example = (heading: string, language: string, file: string, command: string) => {
    writeFileSync(join(directory, file), block(heading, language));
    return shell(command);
  };

  it('sets what the server says, and credentials', () => {
    const exported = [...block('Before you start', 'sh', 1).matchAll(/^export (\w+)=/gm)].map((match) => match[1]);
    const set = Object.keys(clientEnvironment(server.environment)).filter((name) => name.startsWith('AWS_'));
    expect(exported.sort()).toEqual(set.sort());
  });

  it('creates a ledger with the AWS CLI', () => {
    expect(created).toMatch(/"Name": "orders"[^]*"State": "ACTIVE"[^]*"Digest": "/);
  });

  it('writes and reads in Python', async () => {
    expect(await example('Python', 'python', 'orders.py', 'qldb/bin/python orders.py')).toBe('ACTIVE\ntea 2\n');
  });

  it('writes and reads in Node.js', async () => {
    expect(await example('Node.js', 'js', 'orders.js', `'${process.execPath}' orders.js`)).toBe('ACTIVE\ntea 2\n');
  });

  (existsSync(JAVA_LIBRARIES) ? it : it.skip)('writes and reads in Java', async () => {
    const [, start] = block('Java', 'sh').trim().split('\n');
    expect(await example('Java', 'java', 'Orders.java', start!)).toBe('ACTIVE\n"tea" 2\n');
  });

  (existsSync(join(GO, 'target', 'ready')) ? it : it.skip)('writes and reads in Go', async () => {
    const program = join(directory, 'orders');
    writeFileSync(join(directory, 'orders.go'), block('Go', 'go'));
    // In the folder of the tests' module, which has the versions that the page installs.
    const built = await run('go', ['build', '-o', program, join(directory, 'orders.go')], { cwd: GO, env: { ...process.env, GOTOOLCHAIN: 'local' } });
    expect(built).toMatchObject({ code: 0 });
    expect(await shell('./orders')).toBe('ACTIVE\ntea 2\n');
  });
});

/** A block of code below a heading: the first of its language, or the one with that number. */
function block(heading: string, language: string, number = 0): string {
  const section = PAGE.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  const found = [...(section ?? '').matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))][number]?.[1];
  if (found === undefined) {
    throw new Error(`docs/clients.md has no block ${number} of ${language} below '${heading}'`);
  }
  return found;
}
