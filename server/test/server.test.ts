import { readFileSync } from 'node:fs';
import https from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { CreateLedgerCommand, DescribeLedgerCommand, QLDBClient } from '@aws-sdk/client-qldb';
import { startQldbServer } from '../src';
import { sdkClient, send } from './support/clients';
import { ENGINES, TestServers } from './support/engines';

const pem = (name: string) => readFileSync(join(__dirname, 'support', 'tls', name), 'utf8');
const TLS = { certificate: pem('certificate.pem'), privateKey: pem('key.pem') };

describe('startQldbServer', () => {
  test('without options keeps ledgers in memory, on a free port of loopback', async () => {
    const server = await startQldbServer();
    try {
      expect(server.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:[0-9]+$/);
      expect(server.storage).toBe('memory');
      expect(server.environment).toEqual({
        AWS_ENDPOINT_URL_QLDB: server.endpoint,
        AWS_ENDPOINT_URL_QLDB_SESSION: server.endpoint,
        AWS_REGION: 'us-east-1',
        AWS_DEFAULT_REGION: 'us-east-1',
      });
      const qldb = sdkClient(server.endpoint);
      await expect(qldb.send(new CreateLedgerCommand({ Name: 'first', PermissionsMode: 'STANDARD' }))).resolves.toMatchObject({ Name: 'first' });
      qldb.destroy();
    } finally {
      await Promise.all([server.close(), server.close()]);
    }
    await expect(fetch(`${server.endpoint}/health`)).rejects.toThrow();
  });

  test.each([
    [{ port: 70_000 }, "'port' must be an integer from 0 to 65535; received 70000"],
    [{ accountId: '123' }, "'accountId' must be 12 digits; received '123'"],
    [{ region: 'Mars' }, "'region' must be the name of a Region"],
    [{ dataDir: '' }, "'dataDir' must be the path of a directory"],
    [{ dataDir: 'x', databaseUrl: 'postgres://h/d' }, "'dataDir' and 'databaseUrl' cannot both be given"],
    [{ databaseUrl: 'mysql://h/d' }, "'databaseUrl' must be a URL such as"],
    [{ kms: { endpoint: 'kms' } }, "'kms.endpoint' must be an http or https URL; received 'kms'"],
    [{ timings: { keyChange: -1 } }, "'timings.keyChange' must be milliseconds from 0"],
    [{ timings: { keyCheckInterval: 0 } }, "'timings.keyCheckInterval' must be milliseconds from 10"],
    [{ quotas: { activeLedgers: 1.5 } }, "'quotas.activeLedgers' must be an integer from 0"],
    [{ tls: { certificate: 'no', privateKey: 'no' } }, "'tls' must be a certificate and its private key in PEM"],
  ])('refuses %j', async (options, message) => {
    await expect(startQldbServer(options)).rejects.toThrow(message);
  });

  test('lists every option that is wrong', async () => {
    await expect(startQldbServer({ port: -1, accountId: '' })).rejects.toThrow(/'port'.*\n'accountId'/);
  });

  test.each(['0.0.0.0', '::'])('does not listen on %s unless told that requests are not authenticated', async (host) => {
    await expect(startQldbServer({ host })).rejects.toThrow(`'${host}' is not a loopback address, and requests are not authenticated`);
  });

  test('says that a database cannot be reached, without its password', async () => {
    const error: Error = await startQldbServer({ databaseUrl: 'postgres://user:secret@127.0.0.1:9/ledgers' }).then(() => new Error('it started'), (e: Error) => e);
    expect(error.message).toMatch(/^the database 'postgres:\/\/user:\*\*\*@127\.0\.0\.1:9\/ledgers' cannot be used: .*ECONNREFUSED/);
  });
});

describe.each(ENGINES)('a server on %s', (engine) => {
  const servers = new TestServers(engine);
  afterEach(() => servers.closeAll());

  test('keeps everything over a restart', async () => {
    const storage = await servers.storage();
    const options = { accountId: '123456789012', region: 'eu-central-1', timings: { ledgerCreation: 0 } };
    const before = await servers.start(options, storage);
    const qldb = sdkClient(before.endpoint);
    await qldb.send(new CreateLedgerCommand({ Name: 'kept', PermissionsMode: 'STANDARD', Tags: { a: 'b' }, KmsKey: 'alias/x' }));
    const described = await qldb.send(new DescribeLedgerCommand({ Name: 'kept' }));
    await before.close();
    const after = sdkClient((await servers.start(options, storage)).endpoint);
    expect(await after.send(new DescribeLedgerCommand({ Name: 'kept' }))).toMatchObject({ ...described, $metadata: {} });
    expect(described.Arn).toBe('arn:aws:qldb:eu-central-1:123456789012:ledger/kept');
  });

  test('finishes requests under way when it is closed', async () => {
    const server = await servers.start();
    server.faults.add({ kind: 'latency', operation: 'ListLedgers', milliseconds: 500 });
    const underWay = send(server.endpoint, 'GET', '/ledgers');
    while (server.faults.list().length > 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    await server.close();
    expect((await underWay).status).toBe(200);
  });
});

describe('a server with a certificate', () => {
  const servers = new TestServers('postgresql');
  afterAll(() => servers.closeAll());

  test('speaks HTTPS to a client that trusts it, and to no other', async () => {
    const { endpoint } = await servers.start({ tls: TLS });
    expect(endpoint).toMatch(/^https:\/\/127\.0\.0\.1:/);
    const trusting = new https.Agent({ ca: TLS.certificate });
    const client = (httpsAgent: https.Agent) => new QLDBClient({
      endpoint, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, maxAttempts: 1, requestHandler: { httpsAgent },
    });
    await expect(client(trusting).send(new CreateLedgerCommand({ Name: 'secure', PermissionsMode: 'STANDARD' }))).resolves.toMatchObject({ Name: 'secure' });
    await expect(client(new https.Agent()).send(new DescribeLedgerCommand({ Name: 'secure' }))).rejects.toThrow('self-signed certificate');
    await expect(fetch(endpoint.replace('https:', 'http:'))).rejects.toThrow();
    trusting.destroy();
  });
});

describe('a port that is taken', () => {
  test('is named, and the storage is let go', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    const servers = new TestServers('pglite');
    const storage = await servers.storage();
    await expect(servers.start({ port }, storage)).rejects.toThrow(`port ${port} of 127.0.0.1 is in use by another process`);
    taken.close();
    await servers.start({}, storage);
    await servers.closeAll();
  });
});
