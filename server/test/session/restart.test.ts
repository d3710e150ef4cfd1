import { CreateLedgerCommand } from '@aws-sdk/client-qldb';
import { QLDBSessionClient } from '@aws-sdk/client-qldb-session';
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
