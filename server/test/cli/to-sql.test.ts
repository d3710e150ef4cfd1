import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toSqlHelpText } from '../../src/cli/to-sql/help';
import { ProgressLine } from '../../src/cli/to-sql/progress';
import { newDatabase, newDataDirectory, type TestStorage } from '../support/engines';
import { cleanEnvironment, PROGRAM, ServerProcess, storageFlags } from '../support/server-process';
import { id, TestLedgers } from '../support/test-ledgers';
import { change, committed, createTable, writing } from '../support/transactions';

const toSql = (...flags: readonly string[]) => ServerProcess.run(['to-sql', ...flags]);

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'qldb-to-sql-test-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const at = (name: string): string => join(directory, name);

describe('the command line of qldb-server to-sql', () => {
  test('has a help', async () => {
    expect(await toSql('--help')).toEqual({ code: 0, stdout: toSqlHelpText(), stderr: '' });
  });

  test('is told all that is wrong with it', async () => {
    expect(await toSql('--data', '', '--database-url', 'mysql://user:secret@host', '--account-id', '1', '--region', 'moon', '--schema', 'pg_mine', '--output', '')).toEqual({
      code: 2,
      stdout: '',
      stderr: [
        "--data must be the path of a directory; received ''",
        '--database-url must be a URL such as postgres://user:password@host/database',
        "--account-id must be 12 digits; received '1'",
        "--region must be the name of a Region, such as us-east-1; received 'moon'",
        "--schema must be a name that does not begin with pg_; received 'pg_mine'",
        "--output must be the path of a file; received ''",
        '--ledger is needed: the name of the ledger to write',
        '--data and --database-url cannot both be given; keep one of them',
        'to-sql --help lists the flags',
        '',
      ].map((line) => line && `qldb-server: ${line}`).join('\n'),
    });
  });

  test.each([
    [['--ledger', 'orders'], '--data or --database-url is needed: where the ledgers are'],
    [['--ledger', 'orders', '--data', 'x', '--schema', 'ü'.repeat(32)], '--schema must have 63 bytes at most'],
    [['--nonsense'], "Unknown option '--nonsense'"],
    [['orders'], "Unexpected argument 'orders'"],
  ])('is told what is wrong with %j', async (flags, message) => {
    expect(await toSql(...flags)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
  });
});

describe('qldb-server to-sql', () => {
  let storage: TestStorage;
  let ledgers: TestLedgers;
  const flags = (...more: readonly string[]) => ['--ledger', 'orders', ...storageFlags(storage), ...more];

  beforeAll(async () => {
    storage = await newDatabase();
    ledgers = await TestLedgers.open('postgresql', { storage });
    const orders = ledgers.storages.open(await ledgers.create('orders'));
    const table = await createTable(orders, 'items');
    for (let n = 0; n < 3; n += 1) {
      await committed(orders.commit(writing(Array.from({ length: 200 }, () => change(table, id(), 0, { n, text: 'x'.repeat(1_000) })))));
    }
    await ledgers.create('invoices');
  });
  afterAll(async () => {
    await ledgers.close();
    await storage.remove();
  });

  test('finds the database in the environment', async () => {
    const { code, stdout, stderr } = await ServerProcess.run(['to-sql', '--ledger', 'orders', '--schema', 'mine'], { QLDB_SERVER_DATABASE_URL: String(storage.options.databaseUrl) });
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('600 documents and 600 revisions of 1 table, as of block ') });
    expect(stdout).toMatch(/^-- [^]*CREATE SCHEMA "mine";[^]*CREATE TABLE "mine"\."items" \([^]*\nCOMMIT;\n$/);
  });

  test('names the ledgers that there are, where the one it is asked for is not', async () => {
    expect(await toSql('--ledger', 'order', ...storageFlags(storage))).toEqual({
      code: 2, stdout: '',
      stderr: "qldb-server: --ledger must be the name of a ledger of account 000000000000 in us-east-1; received 'order', there are invoices, orders\n"
        + 'qldb-server: to-sql --help lists the flags\n',
    });
    expect(await toSql(...flags('--region', 'eu-west-1'))).toMatchObject({
      code: 2, stderr: expect.stringContaining("received 'orders', there are invoices (--account-id 000000000000 --region us-east-1), orders ("),
    });
  });

  test('replaces a file once all is written, and leaves it as it is where something fails', async () => {
    writeFileSync(at('orders.sql'), 'old');
    expect(await toSql('--ledger', 'nothing', ...storageFlags(storage), '--output', at('orders.sql'))).toMatchObject({ code: 2 });
    expect(readFileSync(at('orders.sql'), 'utf8')).toBe('old');
    expect(await toSql(...flags('--output', at('orders.sql')))).toMatchObject({ code: 0, stdout: '' });
    expect(readFileSync(at('orders.sql'), 'utf8')).toMatch(/COMMIT;\n$/);
    expect(readdirSync(directory)).toEqual(['orders.sql']);
  });

  test('says that its output cannot be written', async () => {
    mkdirSync(at('folder'));
    expect(await toSql(...flags('--output', at('nowhere/orders.sql')))).toMatchObject({ code: 1, stderr: expect.stringContaining('the output cannot be written: ENOENT') });
    expect(await toSql(...flags('--output', at('folder')))).toMatchObject({ code: 1, stderr: expect.stringContaining('the output cannot be written: EISDIR') });
    expect(await toSql(...flags('--output', '/dev/full'))).toMatchObject({ code: 1, stderr: expect.stringContaining('the output cannot be written: ENOSPC') });
  });

  test('ends when nobody reads its output any more', async () => {
    const child = spawn(process.execPath, [PROGRAM, 'to-sql', ...flags()], { env: cleanEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    await once(child.stdout, 'readable');
    child.stdout.destroy();
    const [code] = (await once(child, 'close')) as [number | null];
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'qldb-server: the output cannot be written: write EPIPE\n' });
  });

  test('needs a database with ledgers, and changes nothing in any', async () => {
    const other = await newDatabase();
    expect(await toSql('--ledger', 'orders', ...storageFlags(other))).toMatchObject({
      code: 1, stdout: '', stderr: expect.stringMatching(/the database 'postgres:.*' cannot be used: it has no ledgers in it; give the database that a server was started with/),
    });
    await other.remove();
    expect(await toSql('--ledger', 'orders', '--database-url', 'postgres://user:secret@127.0.0.1:1/x')).toMatchObject({
      code: 1, stderr: expect.stringMatching(/^qldb-server: the database 'postgres:\/\/user:\*\*\*@127\.0\.0\.1:1\/x' cannot be used: connect ECONNREFUSED/),
    });
    expect(await toSql('--ledger', 'orders', '--data', at('nothing'))).toMatchObject({
      code: 1, stderr: `qldb-server: the data directory '${at('nothing')}' has no ledgers in it; give the one that a server was started with\n`,
    });
    expect(existsSync(at('nothing'))).toBe(false);
  });

  test('needs the schema of its own version', async () => {
    const other = await newDatabase();
    const written = await TestLedgers.open('postgresql', { storage: other });
    await written.sql("delete from schema_migration where name = '0005-streams'");
    expect(await toSql('--ledger', 'orders', ...storageFlags(other))).toMatchObject({ code: 1, stderr: expect.stringContaining('it lacks schema steps of this version of qldb-server (0005-streams); start a server of this version on it once') });
    await written.sql("insert into schema_migration (name) values ('9999-later'), ('0005-streams')");
    expect(await toSql('--ledger', 'orders', ...storageFlags(other))).toMatchObject({ code: 1, stderr: expect.stringContaining('does not know (9999-later); use the version that wrote it') });
    await written.close();
    await other.remove();
  });

  test('works with a role that may only read', async () => {
    await ledgers.sql('create role reader login');
    await ledgers.sql('grant select on all tables in schema public to reader');
    const url = new URL(String(storage.options.databaseUrl));
    url.username = 'reader';
    expect(await toSql('--ledger', 'orders', '--database-url', url.href, '--output', at('orders.sql'))).toMatchObject({ code: 0 });
    await ledgers.sql('drop owned by reader');
    await ledgers.sql('drop role reader');
  });

  test('finds the ledgers of a data directory', async () => {
    const data = newDataDirectory();
    const own = await TestLedgers.open('pglite', { storage: data });
    await own.create('orders');
    expect(await toSql('--ledger', 'orders', ...storageFlags(data))).toMatchObject({ code: 1, stderr: expect.stringContaining('is in use') });
    await own.close();
    expect(await toSql('--ledger', 'orders', ...storageFlags(data))).toMatchObject({ code: 0, stderr: 'qldb-server: 0 documents and 0 revisions of 0 tables, as of block 0\n' });
    await data.remove();
  });
});

test('the progress of to-sql is one line', () => {
  const written: string[] = [];
  let now = 0;
  const progress = new ProgressLine({ write: (text) => written.push(text), now: () => now });
  const table = { table: 'items', tablesDone: 1, tables: 3 };
  progress.show({ ...table, pass: 'types', revisions: 1 });
  progress.show({ ...table, pass: 'types', revisions: 2 });
  now = 200;
  progress.show({ ...table, pass: 'rows', revisions: 50, of: 80 });
  progress.end();
  expect(written).toEqual([
    '\r\u001b[Ktable 2 of 3, items: reading the types of revisions, 1', '\r\u001b[Ktable 2 of 3, items: writing revisions, 50 of 80, 62 %', '\r\u001b[K',
  ]);
});
