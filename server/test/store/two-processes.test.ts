import {
  CreateLedgerCommand, DeleteLedgerCommand, DescribeLedgerCommand, LimitExceededException, ListLedgersCommand, ListTagsForResourceCommand,
  ResourceAlreadyExistsException, TagResourceCommand, UpdateLedgerCommand, type QLDBClient,
} from '@aws-sdk/client-qldb';
import { failure, sdkClient } from '../support/clients';
import { newDatabase, type TestStorage } from '../support/engines';
import { eventually } from '../support/eventually';
import { ServerProcess, storageFlags } from '../support/server-process';

const LEDGER = { PermissionsMode: 'STANDARD', DeletionProtection: false } as const;

describe('two processes over one PostgreSQL', () => {
  let storage: TestStorage;
  let processes: readonly ServerProcess[];
  let clients: readonly [QLDBClient, QLDBClient];
  let first: QLDBClient;
  let second: QLDBClient;

  beforeAll(async () => {
    storage = await newDatabase();
    // Both at once, on an empty database: both bring the schema.
    const flags = [...storageFlags(storage), '--max-ledgers', '4', '--ledger-creation-time', '0ms'];
    processes = await Promise.all([ServerProcess.start(flags), ServerProcess.start(flags)]);
    const [one, two] = processes.map(({ endpoint }) => sdkClient(endpoint));
    clients = [one as QLDBClient, two as QLDBClient];
    [first, second] = clients;
  });
  afterAll(async () => {
    clients?.forEach((client) => client.destroy());
    await Promise.all(processes?.map((process) => process.stop()) ?? []);
    await storage.remove();
  });
  afterEach(async () => {
    const { Ledgers = [] } = await first.send(new ListLedgersCommand({}));
    await Promise.all(Ledgers.map(({ Name }) => first.send(new DeleteLedgerCommand({ Name })).catch(() => undefined)));
    await eventually(() => first.send(new ListLedgersCommand({})), (page) => page.Ledgers?.length === 0);
  });

  test('what one does the other sees', async () => {
    const created = await first.send(new CreateLedgerCommand({ Name: 'shared', ...LEDGER }));
    const seen = await second.send(new DescribeLedgerCommand({ Name: 'shared' }));
    expect(seen).toMatchObject({ Arn: created.Arn, CreationDateTime: created.CreationDateTime, State: 'ACTIVE' });
    await second.send(new UpdateLedgerCommand({ Name: 'shared', DeletionProtection: true }));
    expect(await failure(first.send(new DeleteLedgerCommand({ Name: 'shared' })))).toMatchObject({ name: 'ResourcePreconditionNotMetException' });
    await first.send(new UpdateLedgerCommand({ Name: 'shared', DeletionProtection: false }));
    await second.send(new DeleteLedgerCommand({ Name: 'shared' }));
    await eventually(() => first.send(new DescribeLedgerCommand({ Name: 'shared' })).catch((error: unknown) => error), (answer) => answer instanceof Error);
  });

  test('of many that create one name at once exactly one wins', async () => {
    for (const Name of ['race-1', 'race-2', 'race-3']) {
      const outcomes = await Promise.all(Array.from({ length: 10 }, (_, index) =>
        (index % 2 ? first : second).send(new CreateLedgerCommand({ Name, ...LEDGER })).catch((error: unknown) => error)));
      const losers = outcomes.filter((outcome) => outcome instanceof Error);
      expect(losers).toHaveLength(9);
      expect(losers.every((error) => error instanceof ResourceAlreadyExistsException)).toBe(true);
    }
  });

  test('the quota holds, however many ledgers both create at once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 16 }, (_, index) =>
      (index % 2 ? first : second).send(new CreateLedgerCommand({ Name: `quota-${index}`, ...LEDGER })).catch((error: unknown) => error)));
    expect(outcomes.filter((outcome) => outcome instanceof LimitExceededException)).toHaveLength(12);
    expect((await second.send(new ListLedgersCommand({}))).Ledgers).toHaveLength(4);
  });

  test('no tag is lost when both set tags of one ledger at once', async () => {
    const { Arn } = await first.send(new CreateLedgerCommand({ Name: 'tags', ...LEDGER }));
    await Promise.all(Array.from({ length: 30 }, (_, index) =>
      (index % 2 ? first : second).send(new TagResourceCommand({ ResourceArn: Arn, Tags: { [`key-${index}`]: `${index}` } }))));
    const { Tags } = await first.send(new ListTagsForResourceCommand({ ResourceArn: Arn }));
    expect(Tags).toEqual(Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`key-${index}`, `${index}`])));
  });

  test('a ledger goes on through its states after the process that created it was killed', async () => {
    const short = await ServerProcess.start([...storageFlags(storage), '--ledger-creation-time', '500ms']);
    const client = sdkClient(short.endpoint);
    const created = await client.send(new CreateLedgerCommand({ Name: 'orphan', ...LEDGER }));
    await short.stop('SIGKILL');
    client.destroy();
    expect(created.State).toBe('CREATING');
    await eventually(() => second.send(new DescribeLedgerCommand({ Name: 'orphan' })), ({ State }) => State === 'ACTIVE');
  });
});

describe('servers of different accounts and Regions over one PostgreSQL', () => {
  test('do not see each other\'s ledgers', async () => {
    const storage = await newDatabase();
    const places = [['111111111111', 'eu-west-1'], ['111111111111', 'us-east-1'], ['222222222222', 'us-east-1']] as const;
    const servers = await Promise.all(places.map(([account, region]) =>
      ServerProcess.start([...storageFlags(storage), '--account-id', account, '--region', region, '--max-ledgers', '1'])));
    try {
      for (const [index, [account, region]] of places.entries()) {
        const client = sdkClient(servers[index]?.endpoint ?? '');
        const { Arn } = await client.send(new CreateLedgerCommand({ Name: 'same-name', ...LEDGER }));
        expect(Arn).toBe(`arn:aws:qldb:${region}:${account}:ledger/same-name`);
        expect((await client.send(new ListLedgersCommand({}))).Ledgers).toHaveLength(1);
        client.destroy();
      }
    } finally {
      await Promise.all(servers.map((server) => server.stop()));
      await storage.remove();
    }
  });
});
