import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { CreateLedgerCommand, DescribeLedgerCommand } from '@aws-sdk/client-qldb';
import { QLDBSessionClient } from '@aws-sdk/client-qldb-session';
import { load } from 'ion-js';
import { Client } from 'pg';
import { SdkSession } from './session/sdk-session';
import { sdkClient } from './support/clients';
import { newDatabase, newDataDirectory, type TestStorage } from './support/engines';
import { eventually } from './support/eventually';
import { ExportBucket } from './support/export-bucket';
import { Ministack } from './support/ministack';
import { cleanEnvironment, PROGRAM, ServerProcess, storageFlags } from './support/server-process';

const REPOSITORY = join(__dirname, '..', '..');
const PAGE = readFileSync(join(REPOSITORY, 'docs', 'how-to-leave.md'), 'utf8');
const AWS_CLI = join(REPOSITORY, '.venv-clients', 'bin');
const HAS_PSQL = (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'psql')));
if (!HAS_PSQL) console.warn('there is no psql on this machine: the script of docs/how-to-leave.md is loaded with another client');

/** Blocks of code of a language, below a heading. */
function blocks(heading: string, language: string): readonly string[] {
  const section = PAGE.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map(([, block]) => block!);
}

describe('docs/how-to-leave.md', () => {
  let directory: string;
  let ministack: Ministack;
  let bucket: ExportBucket;
  /** Of the ledgers, on disk and in PostgreSQL, and where the scripts are loaded. */
  let data: TestStorage;
  let database: TestStorage;
  let target: TestStorage;
  let servers: readonly ServerProcess[];

  beforeAll(async () => {
    if (!existsSync(join(AWS_CLI, 'aws'))) throw new Error('the AWS CLI is not installed: `npm test` in the repository\'s root installs it');
    directory = mkdtempSync(join(tmpdir(), 'qldb-how-to-leave-'));
    ministack = await Ministack.start();
    bucket = await ExportBucket.create(ministack, 'my-bucket');
    [data, database, target] = [newDataDirectory(), await newDatabase(), await newDatabase()];
    servers = [await ServerProcess.start(storageFlags(data), environment()), await ServerProcess.start(storageFlags(database), environment())];
    for (const { endpoint } of servers) await writeOrders(endpoint);
    // The end of an export is a whole second, and excludes it.
    await sleep(1_000);
  });
  afterAll(async () => {
    await Promise.all(servers?.map((server) => server.stop()) ?? []);
    await Promise.all([data, database, target].map((storage) => storage?.remove()));
    bucket?.close();
    await ministack?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const environment = (): Readonly<Record<string, string>> => ({
    AWS_ENDPOINT_URL_S3: ministack.endpoint, AWS_ENDPOINT_URL_STS: ministack.endpoint,
    AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test',
  });

  const shell = async (commands: string): Promise<string> => {
    const here = commands.replaceAll('npx qldb-server', `'${process.execPath}' '${PROGRAM}'`).replaceAll('./ledgers', `'${data.options.dataDir}'`);
    const { stdout, stderr } = await promisify(execFile)('bash', ['-e', '-c', here], {
      cwd: directory,
      env: cleanEnvironment({
        ...environment(), PATH: [AWS_CLI, process.env.PATH].join(delimiter), AWS_ENDPOINT_URL_QLDB: servers[0]!.endpoint,
        QLDB_DATABASE_URL: String(database.options.databaseUrl), DATABASE_URL: String(target.options.databaseUrl),
      }),
    });
    return `${stdout}${stderr}`;
  };
  const queries = async (...statements: readonly string[]) => {
    const client = new Client({ connectionString: String(target.options.databaseUrl) });
    await client.connect();
    const rows = [];
    for (const statement of statements) rows.push((await client.query<Record<string, unknown>>(statement)).rows);
    await client.end();
    return rows;
  };

  test('exports the journal and verifies it against the digest', async () => {
    const [digest, exporting, status, verifying, ...more] = blocks('The journal', 'sh');
    expect(more).toEqual([]);
    await shell(digest!);
    expect(await shell(exporting!)).toContain('"ExportId"');
    await eventually(() => shell(status!), (answer) => answer.includes('"COMPLETED"'));
    expect(await bucket.keys('exports/orders/')).toEqual(expect.arrayContaining([expect.stringMatching(/\.completed\.manifest$/), expect.stringMatching(/\.ion$/)]));
    expect(await shell(verifying!)).toContain('AS SIGNED OFF');
    expect(readFileSync(join(directory, 'report.txt'), 'utf8')).toContain('exports/orders/');
  });

  test('writes the documents as SQL, loads and queries them', async () => {
    const [fromDirectory, fromDatabase, loading, ...more] = blocks('The documents as SQL', 'sh');
    expect(more).toEqual([]);
    expect(await shell(fromDatabase!)).toContain('qldb-server: 2 documents and 5 revisions of 1 table, as of block 5');
    await servers[0]!.stop();
    expect(await shell(fromDirectory!)).toContain('qldb-server: 2 documents and 5 revisions of 1 table, as of block 5');
    if (HAS_PSQL) expect(await shell(loading!)).toBe('');
    else await queries(readFileSync(join(directory, 'orders.sql'), 'utf8'));
    await queries(readFileSync(join(directory, 'orders-2026.sql'), 'utf8'));
    const [current, versions, before] = await queries(...blocks('The documents as SQL', 'sql').join('').split(';\n').filter((statement) => statement.trim() !== ''));
    expect(current).toMatchObject([{ item: 'coffee', count: '1', price: '7.00' }, { item: 'tea', count: '3', price: '4.50' }]);
    expect(versions).toMatchObject([{ _ql_version: '0', count: '2', _ql_deleted: false }, { _ql_version: '1', count: '3', _ql_deleted: false }]);
    expect(before?.map(({ item, count }) => `${String(item)} ${String(count)}`).sort()).toEqual(['coffee 1', 'milk 4', 'tea 3']);
    expect(await queries('select item from orders_2026.items order by 1')).toEqual([[{ item: 'coffee' }, { item: 'tea' }]]);
  });

  test('has the columns and tables that there are, and no others', async () => {
    const columns = await queries("select distinct column_name as name from information_schema.columns where table_schema = 'orders' and column_name like '\\_ql\\_%'");
    const named = [...PAGE.matchAll(/^\| (`_ql_[^|]*) \|/gm)].flatMap(([, cell = '']) => [...cell.matchAll(/`(_ql_\w+)`/g)].map(([, name]) => name!));
    const tables = await queries("select table_name as name from information_schema.tables where table_schema = 'orders' and table_name like '\\_ql\\_%'");
    expect(named.sort()).toEqual([...columns.flat(), ...tables.flat()].map(({ name }) => String(name)).sort());
  });

  async function writeOrders(endpoint: string): Promise<void> {
    const qldb = sdkClient(endpoint);
    await qldb.send(new CreateLedgerCommand({ Name: 'orders', PermissionsMode: 'STANDARD' }));
    await eventually(async () => (await qldb.send(new DescribeLedgerCommand({ Name: 'orders' }))).State, (state) => state === 'ACTIVE');
    const client = new QLDBSessionClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'any', secretAccessKey: 'any' } });
    const session = await SdkSession.start({ client: () => client }, 'orders');
    await session.run('CREATE TABLE items');
    await session.run(['INSERT INTO items ?', load('{item:"tea",count:2,price:4.50}')]);
    await session.run(['INSERT INTO items ?', load('{item:"coffee",count:1,price:7.00}')], ['INSERT INTO items ?', load('{item:"milk",count:4,price:1.20}')]);
    await session.run("UPDATE items AS i SET i.count = 3 WHERE i.item = 'tea'");
    await session.run("DELETE FROM items AS i WHERE i.item = 'milk'");
    await session.end();
    client.destroy();
    qldb.destroy();
  }
});
