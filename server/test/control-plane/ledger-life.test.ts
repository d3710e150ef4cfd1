import {
  CreateLedgerCommand, DeleteLedgerCommand, DescribeLedgerCommand, ListLedgersCommand, ListTagsForResourceCommand, QLDBClient,
  ResourceAlreadyExistsException, ResourceInUseException, ResourceNotFoundException, ResourcePreconditionNotMetException, TagResourceCommand,
  UntagResourceCommand, UpdateLedgerCommand, UpdateLedgerPermissionsModeCommand,
} from '@aws-sdk/client-qldb';
import { failure, sdkClient } from '../support/clients';
import { ENGINES, TestServers } from '../support/engines';
import { eventually } from '../support/eventually';

const NAME = 'vehicle-registration';
const ARN = `arn:aws:qldb:us-east-1:000000000000:ledger/${NAME}`;
const KEY = 'arn:aws:kms:us-east-1:000000000000:key/0123abcd-0123-4567-89ab-0123456789ab';

describe.each(ENGINES)('the whole life of a ledger through the AWS SDK, on %s', (engine) => {
  const servers = new TestServers(engine);
  let qldb: QLDBClient;

  beforeAll(async () => {
    qldb = sdkClient((await servers.start()).endpoint);
  });
  afterAll(async () => {
    qldb.destroy();
    await servers.closeAll();
  });

  const describeLedger = () => qldb.send(new DescribeLedgerCommand({ Name: NAME }));

  test('is created, protected against deletion, and becomes ACTIVE', async () => {
    const before = Date.now();
    const created = await qldb.send(new CreateLedgerCommand({ Name: NAME, PermissionsMode: 'STANDARD', Tags: { Domain: 'Vehicles', Empty: '' } }));
    expect(created).toMatchObject({ Name: NAME, Arn: ARN, State: 'CREATING', PermissionsMode: 'STANDARD', DeletionProtection: true });
    expect(created).not.toHaveProperty('KmsKeyArn');
    expect(created.CreationDateTime?.getTime()).toBeGreaterThanOrEqual(before - 1);
    expect(created.CreationDateTime?.getTime()).toBeLessThanOrEqual(Date.now() + 1);

    const active = await eventually(describeLedger, ({ State }) => State === 'ACTIVE');
    expect({ ...active, $metadata: 0 }).toEqual({ ...created, State: 'ACTIVE', $metadata: 0 });
    const { Ledgers } = await qldb.send(new ListLedgersCommand({}));
    expect(Ledgers).toEqual([{ Name: NAME, State: 'ACTIVE', CreationDateTime: created.CreationDateTime }]);
  });

  test('its name is taken', async () => {
    const creation = qldb.send(new CreateLedgerCommand({ Name: NAME, PermissionsMode: 'STANDARD' }));
    await expect(creation).rejects.toBeInstanceOf(ResourceAlreadyExistsException);
    await expect(creation).rejects.toMatchObject({ ResourceType: 'Ledger', ResourceName: NAME, $metadata: { httpStatusCode: 409 } });
  });

  test('its permissions mode, its key and its tags change in place', async () => {
    await expect(qldb.send(new UpdateLedgerPermissionsModeCommand({ Name: NAME, PermissionsMode: 'ALLOW_ALL' })))
      .resolves.toMatchObject({ Name: NAME, Arn: ARN, PermissionsMode: 'ALLOW_ALL' });
    await expect(qldb.send(new UpdateLedgerCommand({ Name: NAME, KmsKey: KEY })))
      .resolves.toMatchObject({ State: 'ACTIVE', EncryptionDescription: { KmsKeyArn: KEY } });
    await qldb.send(new TagResourceCommand({ ResourceArn: ARN, Tags: { 'Domain': 'Cars', 'cost centre': 'a/b+c=d@e:f' } }));
    await qldb.send(new UntagResourceCommand({ ResourceArn: ARN, TagKeys: ['Empty', 'never there'] }));
    await expect(qldb.send(new ListTagsForResourceCommand({ ResourceArn: ARN })))
      .resolves.toMatchObject({ Tags: { 'Domain': 'Cars', 'cost centre': 'a/b+c=d@e:f' } });
    const changed = await eventually(describeLedger, ({ EncryptionDescription }) => EncryptionDescription?.EncryptionStatus === 'ENABLED');
    expect(changed).toMatchObject({ PermissionsMode: 'ALLOW_ALL', EncryptionDescription: { KmsKeyArn: KEY } });
  });

  test('is not deleted until its protection is switched off', async () => {
    const deletion = qldb.send(new DeleteLedgerCommand({ Name: NAME }));
    await expect(deletion).rejects.toBeInstanceOf(ResourcePreconditionNotMetException);
    await expect(deletion).rejects.toMatchObject({ ResourceType: 'Ledger', ResourceName: NAME, $metadata: { httpStatusCode: 412 } });
    await expect(qldb.send(new UpdateLedgerCommand({ Name: NAME, DeletionProtection: false }))).resolves.toMatchObject({ DeletionProtection: false });
    await qldb.send(new DeleteLedgerCommand({ Name: NAME }));
  });

  test('then it is gone, and a new one of the same name starts from nothing', async () => {
    const gone = await eventually(() => describeLedger().catch((error: unknown) => error), (answer) => answer instanceof Error);
    expect(gone).toBeInstanceOf(ResourceNotFoundException);
    expect(gone).toMatchObject({ ResourceType: 'Ledger', ResourceName: NAME, $metadata: { httpStatusCode: 404 } });
    await expect(qldb.send(new ListLedgersCommand({}))).resolves.toMatchObject({ Ledgers: [] });

    const anew = await qldb.send(new CreateLedgerCommand({ Name: NAME, PermissionsMode: 'STANDARD', DeletionProtection: false, KmsKey: KEY }));
    expect(anew).toMatchObject({ State: 'CREATING', DeletionProtection: false, KmsKeyArn: KEY });
    await expect(qldb.send(new ListTagsForResourceCommand({ ResourceArn: ARN }))).resolves.toMatchObject({ Tags: {} });
    await expect(describeLedger()).resolves.toMatchObject({ EncryptionDescription: { KmsKeyArn: KEY, EncryptionStatus: 'ENABLED' } });
  });
});

// Times so long that a state never ends within the test.
const LONG = 3_600_000;

describe.each(ENGINES)('a ledger between two states, on %s', (engine) => {
  const servers = new TestServers(engine);
  afterEach(() => servers.closeAll());

  test('while it is CREATING it is refused deletion, and can be described, updated and tagged', async () => {
    const qldb = sdkClient((await servers.start({ timings: { ledgerCreation: LONG } })).endpoint);
    await qldb.send(new CreateLedgerCommand({ Name: NAME, PermissionsMode: 'STANDARD', DeletionProtection: false }));
    const deletion = qldb.send(new DeleteLedgerCommand({ Name: NAME }));
    await expect(deletion).rejects.toBeInstanceOf(ResourceInUseException);
    await expect(deletion).rejects.toMatchObject({ ResourceType: 'Ledger', ResourceName: NAME, message: expect.stringContaining('Ledger is being created') });
    await expect(qldb.send(new CreateLedgerCommand({ Name: NAME, PermissionsMode: 'STANDARD' }))).rejects.toBeInstanceOf(ResourceAlreadyExistsException);
    await qldb.send(new TagResourceCommand({ ResourceArn: ARN, Tags: { a: 'b' } }));
    await qldb.send(new UpdateLedgerPermissionsModeCommand({ Name: NAME, PermissionsMode: 'ALLOW_ALL' }));
    await expect(qldb.send(new UpdateLedgerCommand({ Name: NAME, DeletionProtection: true }))).resolves.toMatchObject({ State: 'CREATING', DeletionProtection: true });
    await expect(qldb.send(new DescribeLedgerCommand({ Name: NAME }))).resolves.toMatchObject({ State: 'CREATING', PermissionsMode: 'ALLOW_ALL' });
  });

  test('while it is DELETING it can be described and listed, not used, and its name is not free', async () => {
    const qldb = sdkClient((await servers.start({ timings: { ledgerCreation: 0, ledgerDeletion: LONG } })).endpoint);
    await qldb.send(new CreateLedgerCommand({ Name: NAME, PermissionsMode: 'STANDARD', DeletionProtection: false }));
    await qldb.send(new DeleteLedgerCommand({ Name: NAME }));
    await expect(qldb.send(new DescribeLedgerCommand({ Name: NAME }))).resolves.toMatchObject({ State: 'DELETING' });
    await expect(qldb.send(new ListLedgersCommand({}))).resolves.toMatchObject({ Ledgers: [{ Name: NAME, State: 'DELETING' }] });
    for (const error of await Promise.all([
      qldb.send(new DeleteLedgerCommand({ Name: NAME })),
      qldb.send(new CreateLedgerCommand({ Name: NAME, PermissionsMode: 'STANDARD' })),
    ].map(failure))) {
      expect(error).toBeInstanceOf(ResourceInUseException);
      expect(error).toMatchObject({ ResourceName: NAME, message: expect.stringContaining('Ledger is being deleted') });
    }
    for (const error of await Promise.all([
      qldb.send(new UpdateLedgerCommand({ Name: NAME, DeletionProtection: true })),
      qldb.send(new UpdateLedgerPermissionsModeCommand({ Name: NAME, PermissionsMode: 'ALLOW_ALL' })),
      qldb.send(new TagResourceCommand({ ResourceArn: ARN, Tags: { a: 'b' } })),
      qldb.send(new UntagResourceCommand({ ResourceArn: ARN, TagKeys: ['a'] })),
      qldb.send(new ListTagsForResourceCommand({ ResourceArn: ARN })),
    ].map(failure))) {
      expect(error).toBeInstanceOf(ResourceNotFoundException);
    }
  });
});
