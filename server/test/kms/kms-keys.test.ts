import {
  CreateAliasCommand, CreateKeyCommand, DisableKeyCommand, EnableKeyCommand, KMSClient, ScheduleKeyDeletionCommand, UpdateAliasCommand,
  type CreateKeyCommandInput,
} from '@aws-sdk/client-kms';
import {
  CreateLedgerCommand, DescribeLedgerCommand, InvalidParameterException, ListLedgersCommand, QLDBClient, UpdateLedgerCommand,
} from '@aws-sdk/client-qldb';
import { failure, sdkClient } from '../support/clients';
import { ENGINES, TestServers } from '../support/engines';
import { eventually } from '../support/eventually';
import { Ministack } from '../support/ministack';

const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

let ministack: Ministack;
let kms: KMSClient;

beforeAll(async () => {
  ministack = await Ministack.start();
  kms = new KMSClient({ endpoint: ministack.endpoint, region: 'us-east-1', credentials: CREDENTIALS });
});
afterAll(async () => {
  kms?.destroy();
  await ministack?.stop();
});

describe.each(ENGINES)('keys of a real KMS, on %s', (engine) => {
  const servers = new TestServers(engine);
  let qldb: QLDBClient;
  let endpoint: string;
  let count = 0;

  beforeAll(async () => {
    ({ endpoint } = await servers.start({
      kms: { endpoint: ministack.endpoint, credentials: CREDENTIALS },
      quotas: { activeLedgers: 100 },
      timings: { ledgerCreation: 0, keyCheckInterval: 50 },
    }));
    qldb = sdkClient(endpoint);
  });
  afterAll(async () => {
    qldb?.destroy();
    await servers.closeAll();
  });

  const newKey = async (input: CreateKeyCommandInput = {}) => {
    const { KeyMetadata } = await kms.send(new CreateKeyCommand(input));
    return { id: KeyMetadata?.KeyId ?? '', arn: KeyMetadata?.Arn ?? '' };
  };
  const create = async (KmsKey: string) => {
    count += 1;
    const { KmsKeyArn, Name = '' } = await qldb.send(new CreateLedgerCommand({ Name: `ledger-${count}`, PermissionsMode: 'STANDARD', KmsKey }));
    return { KmsKeyArn, Name };
  };
  const encryption = async (Name: string) => (await qldb.send(new DescribeLedgerCommand({ Name }))).EncryptionDescription;

  test('a key id, an alias and an alias ARN become the ARN of the key, for good', async () => {
    const key = await newKey();
    const alias = `alias/${engine}`;
    await kms.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: key.id }));
    const aliasArn = key.arn.replace(/key\/.*/, alias);
    for (const form of [key.id, key.arn, alias, aliasArn]) {
      expect((await create(form)).KmsKeyArn).toBe(key.arn);
    }
    const { Name } = await create(alias);
    const other = await newKey();
    await kms.send(new UpdateAliasCommand({ AliasName: alias, TargetKeyId: other.id }));
    expect(await encryption(Name)).toMatchObject({ KmsKeyArn: key.arn });
    expect(await qldb.send(new UpdateLedgerCommand({ Name, KmsKey: alias }))).toMatchObject({ EncryptionDescription: { KmsKeyArn: other.arn } });
  });

  test.each([
    ['does not exist', async () => '0123abcd-0123-4567-89ab-0123456789ab', 'NotFoundException'],
    ['is an alias of nothing', async () => 'alias/nothing', 'NotFoundException'],
    ['is disabled', async () => {
      const { id } = await newKey();
      await kms.send(new DisableKeyCommand({ KeyId: id }));
      return id;
    }, 'is in the state Disabled'],
    ['is to be deleted', async () => {
      const { id } = await newKey();
      await kms.send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: 7 }));
      return id;
    }, 'is in the state PendingDeletion'],
    ['is not for encryption', async () => (await newKey({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' })).id, 'is not a symmetric encryption key'],
    ['is in another Region', async () => 'arn:aws:kms:eu-west-1:000000000000:key/0123abcd-0123-4567-89ab-0123456789ab', "in the ledger's Region 'us-east-1'"],
  ])('a key that %s is refused, and nothing is created or changed', async (_what, key, message) => {
    const before = await qldb.send(new ListLedgersCommand({}));
    const KmsKey = await key();
    const error = await failure(create(KmsKey));
    expect(error).toBeInstanceOf(InvalidParameterException);
    expect(error).toMatchObject({ ParameterName: 'KmsKey', message: expect.stringContaining(message) });
    expect((await qldb.send(new ListLedgersCommand({}))).Ledgers).toEqual(before.Ledgers);
    const { arn } = await newKey();
    const { Name } = await create(arn);
    expect(await failure(qldb.send(new UpdateLedgerCommand({ Name, KmsKey, DeletionProtection: false })))).toBeInstanceOf(InvalidParameterException);
    const unchanged = { DeletionProtection: true, EncryptionDescription: { KmsKeyArn: arn } };
    expect(await qldb.send(new DescribeLedgerCommand({ Name }))).toMatchObject(unchanged);
  });

  test('a key that is disabled makes its ledgers inaccessible since a moment, and enabled again accessible', async () => {
    const key = await newKey();
    const [ledger, other] = [await create(key.arn), await create((await newKey()).arn)];
    await kms.send(new DisableKeyCommand({ KeyId: key.id }));
    const inaccessible = await eventually(() => encryption(ledger.Name), (description) => description?.EncryptionStatus === 'KMS_KEY_INACCESSIBLE');
    expect(inaccessible).toEqual({ KmsKeyArn: key.arn, EncryptionStatus: 'KMS_KEY_INACCESSIBLE', InaccessibleKmsKeyDateTime: expect.any(Date) });
    expect(await qldb.send(new DescribeLedgerCommand({ Name: ledger.Name }))).toMatchObject({ State: 'ACTIVE' });
    expect(await encryption(other.Name)).toMatchObject({ EncryptionStatus: 'ENABLED' });
    expect(await encryption(ledger.Name)).toEqual(inaccessible);
    await kms.send(new EnableKeyCommand({ KeyId: key.id }));
    const back = await eventually(() => encryption(ledger.Name), (description) => description?.EncryptionStatus === 'ENABLED');
    expect(back).toEqual({ KmsKeyArn: key.arn, EncryptionStatus: 'ENABLED' });
  });

  test('a ledger with an inaccessible key becomes accessible with another key', async () => {
    const key = await newKey();
    const { Name } = await create(key.arn);
    await kms.send(new DisableKeyCommand({ KeyId: key.id }));
    await eventually(() => encryption(Name), (description) => description?.EncryptionStatus === 'KMS_KEY_INACCESSIBLE');
    const { arn } = await newKey();
    await qldb.send(new UpdateLedgerCommand({ Name, KmsKey: arn }));
    expect(await eventually(() => encryption(Name), (description) => description?.EncryptionStatus === 'ENABLED')).toEqual({ KmsKeyArn: arn, EncryptionStatus: 'ENABLED' });
  });

  test('while KMS does not answer, a request with a key may be tried again, and no ledger becomes inaccessible', async () => {
    const unreachable = await servers.start({ kms: { endpoint: 'http://127.0.0.1:9', credentials: CREDENTIALS }, timings: { keyCheckInterval: 10 } });
    const client = sdkClient(unreachable.endpoint);
    const error = await failure(client.send(new CreateLedgerCommand({ Name: 'a', PermissionsMode: 'STANDARD', KmsKey: 'alias/a' })));
    expect(error).toMatchObject({ name: 'ServiceUnavailable', message: expect.stringContaining('KMS did not answer'), $metadata: { httpStatusCode: 503 } });
    await client.send(new CreateLedgerCommand({ Name: 'a', PermissionsMode: 'STANDARD' }));
    client.destroy();
  });
});
