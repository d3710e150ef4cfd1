import { CreateLedgerCommand, DescribeLedgerCommand, QLDBClient, UpdateLedgerCommand } from '@aws-sdk/client-qldb';
import { sdkClient } from '../support/clients';
import { ENGINES, TestServers } from '../support/engines';

const KEY_ID = '0123abcd-0123-4567-89ab-0123456789ab';
const KEY = `arn:aws:kms:us-east-1:000000000000:key/${KEY_ID}`;
const OTHER_KEY = 'arn:aws:kms:us-east-1:111111111111:key/11111111-2222-3333-4444-555555555555';
const AWS_OWNED = 'AWS_OWNED_KMS_KEY';
// So long that it does not end within the test.
const LONG = 3_600_000;

describe.each(ENGINES)('the key of a ledger, taken as given, on %s', (engine) => {
  const servers = new TestServers(engine);
  let qldb: QLDBClient;
  let count = 0;

  beforeAll(async () => {
    qldb = sdkClient((await servers.start({ timings: { keyChange: LONG }, quotas: { activeLedgers: 100 } })).endpoint);
  });
  afterAll(async () => {
    qldb.destroy();
    await servers.closeAll();
  });

  const create = async (KmsKey?: string) => {
    count += 1;
    const { KmsKeyArn, Name = '' } = await qldb.send(new CreateLedgerCommand({ Name: `ledger-${count}`, PermissionsMode: 'STANDARD', KmsKey }));
    return { KmsKeyArn, Name };
  };
  const encryption = async (Name: string) => (await qldb.send(new DescribeLedgerCommand({ Name }))).EncryptionDescription;
  const changeKey = async (Name: string, KmsKey?: string) => (await qldb.send(new UpdateLedgerCommand({ Name, KmsKey }))).EncryptionDescription;

  test.each([
    ['a key ARN', KEY, KEY],
    ['a key id', KEY_ID, KEY],
    ['a multi-Region key id', 'mrk-0123456789abcdef0123456789abcdef', 'arn:aws:kms:us-east-1:000000000000:key/mrk-0123456789abcdef0123456789abcdef'],
    ['an alias', 'alias/my/key_1', 'arn:aws:kms:us-east-1:000000000000:alias/my/key_1'],
    ['an alias ARN of another account', 'arn:aws:kms:us-east-1:111111111111:alias/x', 'arn:aws:kms:us-east-1:111111111111:alias/x'],
  ])('%s is shown as an ARN and is ENABLED from the start', async (_form, given, arn) => {
    const { KmsKeyArn, Name } = await create(given);
    expect(KmsKeyArn).toBe(arn);
    expect(await encryption(Name)).toEqual({ KmsKeyArn: arn, EncryptionStatus: 'ENABLED' });
  });

  test.each([undefined, AWS_OWNED])('a ledger created with %p has no encryption description', async (given) => {
    const { KmsKeyArn, Name } = await create(given);
    expect(KmsKeyArn).toBeUndefined();
    expect(await encryption(Name)).toBeUndefined();
    expect(await changeKey(Name)).toBeUndefined();
    expect(await changeKey(Name, AWS_OWNED)).toBeUndefined();
  });

  test('a change is UPDATING with the new key; the same key again is no change', async () => {
    const { Name } = await create(KEY);
    expect(await changeKey(Name, KEY)).toEqual({ KmsKeyArn: KEY, EncryptionStatus: 'ENABLED' });
    expect(await changeKey(Name, OTHER_KEY)).toEqual({ KmsKeyArn: OTHER_KEY, EncryptionStatus: 'UPDATING' });
    expect(await encryption(Name)).toEqual({ KmsKeyArn: OTHER_KEY, EncryptionStatus: 'UPDATING' });
  });

  test('back to the key that AWS owns, the description has that name instead of an ARN', async () => {
    const { Name } = await create(KEY);
    expect(await changeKey(Name, AWS_OWNED)).toEqual({ KmsKeyArn: AWS_OWNED, EncryptionStatus: 'UPDATING' });
    expect(await encryption(Name)).toEqual({ KmsKeyArn: AWS_OWNED, EncryptionStatus: 'UPDATING' });
    expect(await changeKey(Name)).toMatchObject({ KmsKeyArn: AWS_OWNED });
  });
});
