import { CreateLedgerCommand } from '@aws-sdk/client-qldb';
import { QLDBSessionClient } from '@aws-sdk/client-qldb-session';
import { Client } from 'pg';
import { SdkSession } from './sdk-session';
import type { QldbServer } from '../../src';
import { failure, sdkClient } from '../support/clients';
import { ENGINES, TestServers } from '../support/engines';

describe.each(ENGINES)('when the server has been started again, on %s', (engine) => {
  const servers = new TestServers(engine);
  let server: QldbServer;
  let client: QLDBSessionClient;
  const place = { client: () => client };
  const connect = () => {
    client = new QLDBSessionClient({
      endpoint: server.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'any', secretAccessKey: 'any' }, maxAttempts: 1,
    });
  };
  afterAll(async () => {
    client.destroy();
    await servers.closeAll();
  });

  test('a commit whose answer was lost is answered as committed, one that never arrived is not taken for it', async () => {
    const storage = await servers.storage();
    server = await servers.start({ timings: { ledgerCreation: 0 } }, storage);
    connect();
    const control = sdkClient(server.endpoint);
    await control.send(new CreateLedgerCommand({ Name: 'restart', PermissionsMode: 'STANDARD' }));
    control.destroy();
    const [first, second] = [await SdkSession.start(place, 'restart'), await SdkSession.start(place, 'restart')];
    await first.run('CREATE TABLE things');
    const [committed, open] = [await first.begin(), await second.begin()];
    await committed.execute('INSERT INTO things {\'name\': \'committed\'}');
    await open.execute('INSERT INTO things {\'name\': \'open\'}');
    await committed.commit();
    client.destroy();
    await server.close();

    server = await servers.start({}, storage);
    connect();
    expect(await committed.commit()).toMatchObject({ TransactionId: committed.id, CommitDigest: committed.commitDigest });
    if (engine === 'pglite') {
      expect(await failure(open.commit())).toMatchObject({ name: 'InvalidSessionException', message: 'No such session' });
    } else {
      // The session is in the database, so it goes on.
      expect(await open.commit()).toMatchObject({ TransactionId: open.id });
    }
    const names = await (await SdkSession.start(place, 'restart')).run('SELECT VALUE name FROM things');
    expect([...names].sort()).toEqual(engine === 'pglite' ? ['committed'] : ['committed', 'open']);
  });
});

test('a commit that came in time is taken again after the transaction has expired, whichever process had it first', async () => {
  const servers = new TestServers('postgresql');
  const storage = await servers.storage();
  const server = await servers.start({ timings: { ledgerCreation: 0 } }, storage);
  const client = new QLDBSessionClient({
    endpoint: server.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'any', secretAccessKey: 'any' }, maxAttempts: 1,
  });
  const place = { client: () => client };
  const control = sdkClient(server.endpoint);
  const database = new Client({ connectionString: storage.options.databaseUrl });
  await database.connect();
  try {
    await control.send(new CreateLedgerCommand({ Name: 'late', PermissionsMode: 'STANDARD' }));
    const session = await SdkSession.start(place, 'late');
    await session.run('CREATE TABLE things');
    const expire = "tx_expires_at = clock_timestamp() - interval '1 second', expires_at = clock_timestamp() - interval '1 second'";
    const insert = async () => {
      const transaction = await (await SdkSession.start(place, 'late')).begin();
      await transaction.execute('INSERT INTO things {\'name\': \'late\'}');
      return transaction;
    };

    // As another process leaves it that has got the commit and hangs, or has died.
    const [closing, open] = [await insert(), await insert()];
    await database.query(`update session set tx_status = 'closing', ${expire} where tx = $1`, [closing.id]);
    await database.query(`update session set ${expire} where tx = $1`, [open.id]);
    expect(await closing.commit()).toMatchObject({ TransactionId: closing.id });
    expect(await closing.commit()).toMatchObject({ TransactionId: closing.id });
    expect(await failure(open.commit())).toMatchObject({ name: 'InvalidSessionException' });
    expect(await session.run('SELECT VALUE name FROM things')).toEqual(['late']);

    // Its steps are gone, so this process cannot commit it, nor say that nobody else has.
    const lost = await insert();
    await database.query(`update session set tx_status = 'closing', ${expire} where tx = $1`, [lost.id]);
    await database.query('delete from transaction_step where tx = $1', [lost.id]);
    expect(await failure(lost.commit())).toMatchObject({ name: 'CommitOutcomeUnknown' });
  } finally {
    await database.end();
    control.destroy();
    client.destroy();
    await servers.closeAll();
  }
});
