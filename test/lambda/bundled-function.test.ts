import { CreateLedgerCommand, DescribeLedgerCommand, ListLedgersCommand, ListTagsForResourceCommand, QLDBClient } from '@aws-sdk/client-qldb';
import { startQldbServer, type QldbServer } from 'qldb-server';
import { CERTIFICATE, CERTIFICATE_AUTHORITY, PRIVATE_KEY } from './support/certificates';
import { handlerAsset } from './support/handler-asset';
import { KEY, ledgerProps } from './support/ledger-world';
import { LocalFunction, type Death } from './support/local-function';
import { Stack } from './support/stack';
import { FUNCTION_ENVIRONMENT, OWNER_TAG } from '../../src/private/contract';

jest.setTimeout(60_000);

const OPERATIONS = [
  'CreateLedger', 'DescribeLedger', 'UpdateLedger', 'UpdateLedgerPermissionsMode', 'DeleteLedger', 'TagResource', 'UntagResource', 'ListTagsForResource',
] as const;

let asset: string;
let server: QldbServer;
let client: QLDBClient;
const functions: LocalFunction[] = [];

beforeAll(async () => {
  asset = await handlerAsset();
  server = await startQldbServer({ timings: { ledgerCreation: 50, ledgerDeletion: 50, keyChange: 50 }, quotas: { activeLedgers: 1_000 } });
  client = qldb(server.endpoint);
});

afterEach(async () => {
  expect(functions.flatMap(({ logs }) => logs).join('\n')).not.toContain('very-secret');
  await Promise.all(functions.splice(0).map(async (started) => started.stop()));
  server.faults.clear();
});

afterAll(async () => {
  client?.destroy();
  await server?.close();
});

function qldb(endpoint: string): QLDBClient {
  return new QLDBClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'id', secretAccessKey: 'secret' } });
}

async function localFunction(options: Partial<ConstructorParameters<typeof LocalFunction>[0]> = {}): Promise<LocalFunction> {
  const started = await new LocalFunction({ asset, target: server.endpoint, ...options }).start();
  functions.push(started);
  return started;
}

async function ledgersOf(stackName: string) {
  const { Ledgers = [] } = await client.send(new ListLedgersCommand({}));
  const found = await Promise.all(Ledgers.filter(({ Name, State }) => Name?.startsWith(stackName) && State !== 'DELETING').map(async ({ Name }) => {
    const ledger = await client.send(new DescribeLedgerCommand({ Name }));
    const { Tags = {} } = await client.send(new ListTagsForResourceCommand({ ResourceArn: ledger.Arn }));
    return { name: Name, mode: ledger.PermissionsMode, protected: ledger.DeletionProtection, key: ledger.EncryptionDescription, tags: Tags };
  }));
  return found.filter(({ tags }) => tags[OWNER_TAG]?.startsWith(`${stackName}/`));
}

/** Create, update, update with another name that is rolled back, delete: a whole life. */
async function live(stackName: string, started: LocalFunction): Promise<Stack> {
  const stack = new Stack(started, { name: stackName, responseUrl: started.responseUrl });
  const props = (changes: object) => ledgerProps({ Name: `${stackName}-1`, Endpoint: started.endpoint, TimeoutSeconds: '60', ...changes });
  expect(await stack.create(props({ Tags: { a: '1', b: '2' }, KmsKey: KEY }))).toMatchObject({ Status: 'SUCCESS' });
  expect(await stack.update(props({ Tags: { b: '3' }, PermissionsMode: 'ALLOW_ALL' }))).toMatchObject({ Status: 'SUCCESS' });
  const before = stack.resource;
  await stack.update(props({ Name: `${stackName}-2` }), { failElsewhere: true });
  expect(stack.resource).toEqual(before);
  const [ledger, ...others] = await ledgersOf(stackName);
  expect(others).toEqual([]);
  expect(ledger).toMatchObject({ name: `${stackName}-1`, mode: 'ALLOW_ALL', protected: false, tags: { b: '3' } });
  expect(ledger?.key).toMatchObject({ KmsKeyArn: 'AWS_OWNED_KMS_KEY', EncryptionStatus: 'ENABLED' });
  expect(await stack.destroy()).toMatchObject({ Status: 'SUCCESS' });
  expect(await ledgersOf(stackName)).toEqual([]);
  return stack;
}

test('runs a ledger\'s whole life', async () => {
  const started = await localFunction();
  await live('whole', started);
  expect(started.invocations).toBe(6);
});

test('ends the same wherever it dies', async () => {
  const undisturbed = await localFunction();
  await live('counted', undisturbed);
  const writes = undisturbed.calls.flatMap((operation, index) => operation.startsWith('GET') ? [] : [index + 1]);
  expect(writes.length).toBeGreaterThanOrEqual(7);
  // Every other place is gone through in virtual time; here it costs real seconds.
  const deaths: readonly Death[] = process.env.CDK_QLDB_FULL
    ? undisturbed.calls.flatMap((_operation, index) => [{ call: index + 1, effect: false }, { call: index + 1, effect: true }])
    : writes.map((call) => ({ call, effect: true }));
  const lanes = 10;
  await Promise.all(Array.from({ length: lanes }, async (_, lane) => {
    for (const death of deaths.filter((_death, index) => index % lanes === lane)) {
      const started = await localFunction();
      started.death = death;
      const stack = await live(`dies-${death.call}-${death.effect ? 'after' : 'before'}`, started);
      expect({ death, invocations: started.invocations > stack.history.length }).toEqual({ death, invocations: true });
    }
  }));
});

test.each(['drop', 'error'] as const)('ends the same when the service meets every operation once with a fault: %s', async (kind) => {
  const started = await localFunction();
  for (const operation of OPERATIONS) {
    // Four errors are more than the SDK tries again by itself.
    server.faults.add(kind === 'drop' ? { kind, operation } : { kind, operation, error: 'InternalFailure', status: 500, times: 4 });
  }
  await live(`faults-${kind}`, started);
  expect(server.faults.list()).toEqual([]);
});

test('answers again when CloudFormation did not take the answer', async () => {
  const started = await localFunction();
  started.refusedAnswers = 2;
  const stack = new Stack(started, { name: 'refused', responseUrl: started.responseUrl });
  expect(await stack.create(ledgerProps({ Name: 'refused', Endpoint: started.endpoint }))).toMatchObject({ Status: 'SUCCESS' });
});

test('goes on by invoking itself when one invocation is too short', async () => {
  const slow = await startQldbServer({ timings: { ledgerCreation: 2_500 } });
  try {
    const started = await localFunction({ target: slow.endpoint, limit: 2_000 });
    const stack = new Stack(started, { name: 'long', responseUrl: started.responseUrl });
    expect(await stack.create(ledgerProps({ Name: 'long', Endpoint: started.endpoint, TimeoutSeconds: '60' }))).toMatchObject({ Status: 'SUCCESS' });
    expect(started.invocations).toBeGreaterThan(1);
  } finally {
    await slow.close();
  }
});

test('leaves a foreign ledger of the same name alone', async () => {
  await client.send(new CreateLedgerCommand({ Name: 'foreign', PermissionsMode: 'STANDARD', DeletionProtection: false }));
  const started = await localFunction();
  const stack = new Stack(started, { name: 'mine', responseUrl: started.responseUrl });
  const response = await stack.create(ledgerProps({ Name: 'foreign', Endpoint: started.endpoint }));
  expect(response).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('"adoptExisting"') });
  expect(stack.history.at(-1)?.response?.Status).toBe('SUCCESS');
  expect((await client.send(new DescribeLedgerCommand({ Name: 'foreign' }))).State).not.toBe('DELETING');
});

test('says that an endpoint which is no QLDB is none', async () => {
  const started = await localFunction();
  const stack = new Stack(started, { name: 'wrong', responseUrl: started.responseUrl });
  const response = await stack.create(ledgerProps({ Name: 'wrong', Endpoint: `${started.endpoint}/no-such-base` }));
  expect(response).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'cdk-qldb::CREATE_FAILED', Reason: expect.stringContaining('check that the endpoint is a QLDB control plane') });
});

describe('with a certificate authority of one\'s own', () => {
  let secured: QldbServer;
  beforeAll(async () => {
    secured = await startQldbServer({ tls: { certificate: CERTIFICATE, privateKey: PRIVATE_KEY }, timings: { ledgerCreation: 0 } });
  });
  afterAll(async () => secured?.close());

  test('creates a ledger', async () => {
    const started = await localFunction({ environment: { [FUNCTION_ENVIRONMENT.certificateAuthority]: CERTIFICATE_AUTHORITY } });
    const stack = new Stack(started, { name: 'secured', responseUrl: started.responseUrl });
    expect(await stack.create(ledgerProps({ Name: 'secured', Endpoint: secured.endpoint }))).toMatchObject({ Status: 'SUCCESS' });
  });

  test('says what is missing when it was not told about the authority', async () => {
    const started = await localFunction();
    const stack = new Stack(started, { name: 'untrusted', responseUrl: started.responseUrl });
    expect(await stack.create(ledgerProps({ Name: 'untrusted', Endpoint: secured.endpoint }))).toMatchObject({
      Status: 'FAILED', PhysicalResourceId: 'cdk-qldb::CREATE_FAILED', Reason: expect.stringContaining('"certificateAuthority"'),
    });
  });
});
