import { CreateLedgerCommand, DescribeLedgerCommand, QLDBClient, ResourceInUseException } from '@aws-sdk/client-qldb';
import type { QldbServer } from '../../src';
import { FaultRegistry } from '../../src/faults/fault-registry';
import { failure, sdkClient, send } from '../support/clients';
import { TestServers } from '../support/engines';

const FAULTS = '/_qldb-server/faults';
const LEDGER = { PermissionsMode: 'STANDARD' } as const;

describe('injected faults', () => {
  const servers = new TestServers('postgresql');
  let server: QldbServer;
  let qldb: QLDBClient;
  beforeAll(async () => {
    server = await servers.start({ enableFaultInjection: true, quotas: { activeLedgers: 100 } });
    qldb = sdkClient(server.endpoint);
  });
  afterAll(async () => {
    qldb.destroy();
    await servers.closeAll();
  });
  afterEach(() => server.faults.clear());

  const describeLedger = (Name: string) => qldb.send(new DescribeLedgerCommand({ Name }));

  test('an error hits as many calls of its operation as it should, without effect, and no other', async () => {
    server.faults.add({ kind: 'error', operation: 'CreateLedger', error: 'ResourceInUseException', message: 'on purpose', times: 2 });
    for (let call = 1; call <= 2; call += 1) {
      const error = await failure(qldb.send(new CreateLedgerCommand({ Name: 'refused', ...LEDGER })));
      expect(error).toBeInstanceOf(ResourceInUseException);
      expect(error).toMatchObject({ message: 'on purpose', $metadata: { httpStatusCode: 409 } });
      expect(await failure(describeLedger('refused'))).toMatchObject({ name: 'ResourceNotFoundException' });
    }
    expect(server.faults.list()).toEqual([]);
    await qldb.send(new CreateLedgerCommand({ Name: 'refused', ...LEDGER }));
  });

  test('an error has the name and status that it was given', async () => {
    server.faults.add({ kind: 'error', operation: '*', error: 'InternalServerError', status: 500 });
    expect(await failure(describeLedger('any'))).toMatchObject({ name: 'InternalServerError', $metadata: { httpStatusCode: 500 } });
  });

  test('calls can be let pass before the fault hits', async () => {
    server.faults.add({ kind: 'error', operation: 'ListLedgers', error: 'ThrottlingException', skip: 2 });
    const statuses: number[] = [];
    for (let call = 1; call <= 4; call += 1) {
      statuses.push((await send(server.endpoint, 'GET', '/ledgers')).status);
    }
    expect(statuses).toEqual([200, 200, 400, 200]);
  });

  test('an answer is dropped after the call had its effect', async () => {
    server.faults.add({ kind: 'drop', operation: 'CreateLedger' });
    const error = await failure(qldb.send(new CreateLedgerCommand({ Name: 'dropped', ...LEDGER })));
    expect((error as { $response?: unknown }).$response).toBeUndefined();
    await expect(describeLedger('dropped')).resolves.toMatchObject({ Name: 'dropped' });
  });

  test('a client that tries again after a dropped answer meets what it has done', async () => {
    server.faults.add({ kind: 'drop', operation: 'CreateLedger' });
    const patient = new QLDBClient({ endpoint: server.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
    expect(await failure(patient.send(new CreateLedgerCommand({ Name: 'again', ...LEDGER })))).toMatchObject({ name: 'ResourceAlreadyExistsException' });
    patient.destroy();
  });

  test('latency delays the call', async () => {
    server.faults.add({ kind: 'latency', operation: 'ListLedgers', milliseconds: 300 });
    const from = performance.now();
    expect((await send(server.endpoint, 'GET', '/ledgers')).status).toBe(200);
    expect(performance.now() - from).toBeGreaterThanOrEqual(290);
  });

  test('are armed, listed and disarmed over HTTP', async () => {
    const fault = { kind: 'error', operation: 'ListLedgers', error: 'ThrottlingException' };
    const added = await send(server.endpoint, 'POST', FAULTS, fault);
    expect(added).toMatchObject({ status: 201, json: { ...fault, times: 1, skip: 0, id: expect.any(Number) } });
    expect((await send(server.endpoint, 'GET', FAULTS)).json).toEqual({ faults: [added.json] });
    expect((await send(server.endpoint, 'DELETE', FAULTS)).status).toBe(204);
    expect((await send(server.endpoint, 'GET', FAULTS)).json).toEqual({ faults: [] });
    expect((await send(server.endpoint, 'GET', '/ledgers')).status).toBe(200);
  });

  test.each([
    ['of no kind', {}], ['of an unknown kind', { kind: 'fire', operation: '*' }], ['for an unknown operation', { kind: 'drop', operation: 'MakeTea' }],
    ['with a member too many', { kind: 'drop', operation: '*', time: 1 }], ['without end', { kind: 'drop', operation: '*', times: 0 }],
    ['with a status of success', { kind: 'error', operation: '*', error: 'E', status: 200 }], ['that is a list', []],
    ['with a header in its name', { kind: 'error', operation: '*', error: 'a\r\nb' }],
  ])('a fault %s is refused', async (_what, fault) => {
    const { status, json } = await send(server.endpoint, 'POST', FAULTS, fault);
    expect({ status, json }).toMatchObject({ status: 400, json: { __type: 'InvalidParameterException', Message: expect.stringContaining('the body must be a fault') } });
    expect(server.faults.list()).toEqual([]);
  });
});

describe('without fault injection', () => {
  test('no fault can be armed over HTTP', async () => {
    const servers = new TestServers('postgresql');
    const { endpoint } = await servers.start();
    for (const method of ['GET', 'POST', 'DELETE']) {
      expect((await send(endpoint, method, FAULTS, method === 'POST' ? { kind: 'drop', operation: '*' } : undefined)).status).toBe(404);
    }
    expect((await send(endpoint, 'GET', '/ledgers')).status).toBe(200);
    await servers.closeAll();
  });
});

describe('the registry of faults', () => {
  test('is bounded', () => {
    const faults = new FaultRegistry();
    for (let index = 0; index < 1_000; index += 1) {
      faults.add({ kind: 'drop', operation: '*' });
    }
    expect(() => faults.add({ kind: 'drop', operation: '*' })).toThrow('clear them first');
  });
});
