import { CreateLedgerCommand } from '@aws-sdk/client-qldb';
import { BadRequestException, QLDBSessionClient } from '@aws-sdk/client-qldb-session';
import { Client } from 'pg';
import { SdkSession } from './sdk-session';
import { failure, sdkClient } from '../support/clients';
import { TestServers } from '../support/engines';
import { eventually } from '../support/eventually';

const KEY = 'arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab';

describe('a ledger whose key has become inaccessible', () => {
  const servers = new TestServers('postgresql');
  afterAll(() => servers.closeAll());

  test('is neither read nor written until the key is back; sessions live on and can be ended', async () => {
    const storage = await servers.storage();
    const { endpoint } = await servers.start({ timings: { ledgerCreation: 0, keyChange: 0 } }, storage);
    const control = sdkClient(endpoint);
    await control.send(new CreateLedgerCommand({ Name: 'keyed', PermissionsMode: 'STANDARD', KmsKey: KEY }));
    control.destroy();
    const client = new QLDBSessionClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'any', secretAccessKey: 'any' }, maxAttempts: 1 });
    const place = { client: () => client };
    // What the check of keys notes; the key itself is in no KMS here.
    const database = new Client({ connectionString: storage.options.databaseUrl ?? '' });
    await database.connect();
    try {
      const session = await SdkSession.start(place, 'keyed');
      await session.run('CREATE TABLE things');
      await database.query('update ledger set kms_key_inaccessible_at = now()');
      for (const call of [() => SdkSession.start(place, 'keyed'), () => session.begin()]) {
        expect(await failure(call())).toMatchObject({ name: 'BadRequestException', message: expect.stringContaining(KEY) });
      }
      await session.abort();
      await database.query('update ledger set kms_key_inaccessible_at = null');
      const transaction = await session.begin();
      await database.query('update ledger set kms_key_inaccessible_at = now()');
      await eventually(() => transaction.execute('SELECT * FROM things').then(() => undefined, (error: unknown) => error), (error) => error instanceof BadRequestException);
      await session.end();
    } finally {
      await database.end();
      client.destroy();
    }
  });
});
