import { Client } from 'pg';
import { startQldbServer, type QldbServer } from '../../src';
import { send } from '../support/clients';
import { newDatabase, type TestStorage } from '../support/engines';

const LEDGER = { Name: 'ledger', PermissionsMode: 'STANDARD' };

describe('a PostgreSQL that goes away', () => {
  let storage: TestStorage;
  let server: QldbServer;
  beforeEach(async () => {
    storage = await newDatabase();
    server = await startQldbServer(storage.options);
  });
  afterEach(() => server.close());

  test('for a moment, closing every connection, is connected to again', async () => {
    expect((await send(server.endpoint, 'POST', '/ledgers', LEDGER)).status).toBe(200);
    const other = new Client({ connectionString: storage.options.databaseUrl });
    await other.connect();
    await other.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()');
    await other.end();
    // The first may still meet a connection that is being closed; it is told to try again.
    expect([200, 503]).toContain((await send(server.endpoint, 'GET', '/ledgers')).status);
    expect((await send(server.endpoint, 'GET', '/ledgers/ledger')).json).toMatchObject({ Name: 'ledger' });
    await server.close();
    await storage.remove();
  });

  test('for good makes requests fail with a status that clients try again on, and health say so', async () => {
    await storage.remove();
    for (const [method, path, body] of [['GET', '/ledgers', undefined], ['POST', '/ledgers', LEDGER], ['DELETE', '/ledgers/ledger', undefined]] as const) {
      const { status, json, headers } = await send(server.endpoint, method, path, body);
      expect({ status, json }).toMatchObject({ status: 503, json: { __type: 'ServiceUnavailable', Message: 'the database does not answer; try again' } });
      expect(headers.get('x-amzn-errortype')).toBe('ServiceUnavailable');
    }
    expect(await send(server.endpoint, 'GET', '/health')).toMatchObject({ status: 503, json: { status: 'database unavailable' } });
  });
});
