import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateLedgerCommand } from '@aws-sdk/client-qldb';
import { sdkClient, send } from '../support/clients';
import { newDatabase, newDataDirectory, type TestStorage } from '../support/engines';
import { ServerProcess, storageFlags } from '../support/server-process';

const SERVER = join(__dirname, '..', '..');

describe('the program qldb-server', () => {
  let database: TestStorage;
  beforeAll(async () => {
    database = await newDatabase();
  });
  afterAll(() => database.remove());

  test('prints its help and its version', async () => {
    const help = await ServerProcess.run(['--help']);
    expect(help).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^Usage: qldb-server \[flags\]\n +qldb-server verify DIRECTORY\|s3:/) });
    const { version } = JSON.parse(readFileSync(join(SERVER, 'package.json'), 'utf8')) as { version: string };
    expect(await ServerProcess.run(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('ends with code 2 and what is wrong when its flags are wrong', async () => {
    expect(await ServerProcess.run(['--port', 'x', '--max-tags', 'y'])).toEqual({
      code: 2,
      stdout: '',
      stderr: [
        "qldb-server: --port must be an integer from 0 to 65535; received 'x'",
        "qldb-server: --max-tags must be an integer from 0 to 1000000; received 'y'",
        'qldb-server: --help lists the flags',
        '',
      ].join('\n'),
    });
    const missing = await ServerProcess.run(['--tls-cert', '/nowhere/cert.pem', '--tls-key', '/nowhere/key.pem']);
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('--tls-cert must be a file that can be read: ENOENT') });
  });

  test('ends with code 1 when its port is busy, and names it', async () => {
    const running = await ServerProcess.start(storageFlags(database));
    const { port } = new URL(running.endpoint);
    const second = await ServerProcess.run(['--port', port, ...storageFlags(database)]);
    expect(second).toMatchObject({ code: 1, stdout: '', stderr: `qldb-server: port ${port} of 127.0.0.1 is in use by another process; stop that, or give another port (0 takes a free one)\n` });
    await running.stop();
  });

  test('refuses to be reached from other machines, and does not when told so', async () => {
    const refused = await ServerProcess.run(['--host', '0.0.0.0', '--port', '0', ...storageFlags(database)]);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('--allow-unauthenticated') });
    const told = await ServerProcess.start(['--host', '0.0.0.0', '--allow-unauthenticated', ...storageFlags(database)]);
    expect((await send(told.endpoint, 'GET', '/health')).status).toBe(200);
    await told.stop();
  });

  test('prints a script that gives a shell the environment', async () => {
    const server = await ServerProcess.start([...storageFlags(database), '--region', 'eu-west-1']);
    const output = execFileSync('sh', ['-c', 'eval "$1"; env', 'sh', server.stdout], { encoding: 'utf8', env: { PATH: process.env.PATH } });
    expect(output.split('\n')).toEqual(expect.arrayContaining([
      `AWS_ENDPOINT_URL_QLDB=${server.endpoint}`, `AWS_ENDPOINT_URL_QLDB_SESSION=${server.endpoint}`, 'AWS_REGION=eu-west-1', 'AWS_DEFAULT_REGION=eu-west-1',
    ]));
    await server.stop();
  });

  test('says where the ledgers are, how safe that is, and that keys are taken as given', async () => {
    const directory = newDataDirectory();
    const [memory, pglite, postgres] = await Promise.all([
      ServerProcess.start([]), ServerProcess.start(storageFlags(directory)),
      ServerProcess.start([...storageFlags(database), '--kms-endpoint', 'http://127.0.0.1:9', '--enable-fault-injection']),
    ]);
    expect(memory.stdout).toContain('# storage: in memory, gone when the server stops');
    expect(pglite.stdout).toContain(`# storage: PGlite in ${directory.options.dataDir}; survives the end of the process, not safe against power loss (PGlite never calls fsync)`);
    expect(pglite.stdout).toContain('# keys: KMS keys are taken as given');
    expect(postgres.stdout).toMatch(/^# storage: PostgreSQL at postgres:\/\/postgres@127\.0\.0\.1:[0-9]+\/test_[0-9a-f]+$/m);
    expect(postgres.stdout).toContain('# keys: checked through KMS at http://127.0.0.1:9');
    expect(postgres.stdout).toContain('# fault injection is enabled');
    expect(memory.stdout).not.toContain('fault injection');
    await Promise.all([memory, pglite, postgres].map((server) => server.stop()));
    await directory.remove();
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('on %s answers what is under way and ends with code 0', async (signal) => {
    const server = await ServerProcess.start([...storageFlags(database), '--enable-fault-injection']);
    await send(server.endpoint, 'POST', '/_qldb-server/faults', { kind: 'latency', operation: 'ListLedgers', milliseconds: 1_000 });
    const underWay = send(server.endpoint, 'GET', '/ledgers');
    while (((await send(server.endpoint, 'GET', '/_qldb-server/faults')).json?.faults as unknown[]).length > 0) {
      // Until the call has met its fault.
    }
    const ended = server.stop(signal);
    expect((await underWay).status).toBe(200);
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });

  test('logs requests as lines of JSON, without the tags in them', async () => {
    const server = await ServerProcess.start([...storageFlags(database), '--log-level', 'info']);
    const qldb = sdkClient(server.endpoint);
    const { Arn = '' } = await qldb.send(new CreateLedgerCommand({ Name: 'logged', PermissionsMode: 'STANDARD', Tags: { secretKey: 'secretValue' } }));
    await send(server.endpoint, 'DELETE', `/tags/${encodeURIComponent(Arn)}?tagKeys=secretKey`);
    const answer = await send(server.endpoint, 'GET', '/ledgers/a--b');
    const { stderr } = await server.stop();
    const lines = stderr.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toContainEqual(expect.objectContaining({ operation: 'CreateLedger', method: 'POST', path: '/ledgers', status: 200, milliseconds: expect.any(Number) }));
    expect(lines).toContainEqual(expect.objectContaining({
      operation: 'DescribeLedger', status: 400, error: 'InvalidParameterException', requestId: answer.headers.get('x-amzn-requestid'),
    }));
    expect(stderr).not.toContain('secret');
    qldb.destroy();
  });
});
