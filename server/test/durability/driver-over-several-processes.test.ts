import { randomUUID } from 'node:crypto';
import { QldbDriver, RetryConfig, type TransactionExecutor } from 'amazon-qldb-driver-nodejs';
import { newDatabase } from '../support/engines';
import { RoundRobinProxy } from '../support/round-robin-proxy';
import { ServerProcess, storageFlags } from '../support/server-process';
import { createLedger } from '../support/workload/test-ledger';

const LEDGER = 'driver';
const WORKERS = 8;
const OPERATIONS = process.env.CDK_QLDB_FULL ? 100 : 12;

/** What became of one call of the driver. */
interface Call {
  readonly key: string;
  readonly acknowledged: boolean;
}

describe('AWS\'s driver for Node.js over two processes without stickiness, one of which is killed', () => {
  let proxy: RoundRobinProxy;
  let driver: QldbDriver;
  let stop: () => Promise<void>;
  let calls: Call[];
  beforeAll(async () => {
    const storage = await newDatabase();
    const servers = await Promise.all([1, 2].map(() => ServerProcess.start(storageFlags(storage))));
    proxy = await RoundRobinProxy.start(servers.map(({ endpoint }) => endpoint));
    await createLedger(servers[0]?.endpoint ?? '', LEDGER);
    const client = { endpoint: proxy.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'any', secretAccessKey: 'any' } };
    driver = new QldbDriver(LEDGER, client, undefined, WORKERS, new RetryConfig(10));
    stop = async () => {
      driver.close();
      await proxy.stop();
      await Promise.all(servers.map((server) => server.stop()));
      await storage.remove();
    };
    await driver.executeLambda(async (transaction) => {
      await transaction.execute('CREATE TABLE Payment');
      await transaction.execute('CREATE INDEX ON Payment (code)');
      await transaction.execute('CREATE TABLE Total');
    });
    await driver.executeLambda(async (transaction) => { await transaction.execute('INSERT INTO Total ?', { amount: 0 }); });
    const half = WORKERS * OPERATIONS / 2;
    calls = [];
    let killed: Promise<unknown> | undefined;
    await Promise.all(Array.from({ length: WORKERS }, () => pay(driver, calls, () => {
      if (calls.length >= half) {
        killed ??= servers[0]?.stop('SIGKILL');
      }
    })));
    await killed;
  }, 600_000);
  afterAll(() => stop());

  test('does every call that succeeded once, every call that failed once or not at all', async () => {
    const found = await driver.executeLambda(async (transaction) => (await transaction.execute('SELECT p.code FROM Payment AS p')).getResultList());
    const times = new Map<string, number>();
    for (const key of found.map((row) => String(row.get('code')?.stringValue()))) {
      times.set(key, (times.get(key) ?? 0) + 1);
    }
    const wrong = calls.filter(({ key, acknowledged }) => !(acknowledged ? [1] : [0, 1]).includes(times.get(key) ?? 0));
    expect(wrong).toEqual([]);
    expect(found.length).toBeLessThanOrEqual(calls.length);
    expect(calls.filter(({ acknowledged }) => acknowledged)).toHaveLength(WORKERS * OPERATIONS);
  });

  test('counts each payment in the total', async () => {
    const [count, total] = await driver.executeLambda(async (transaction) => [
      (await transaction.execute('SELECT COUNT(*) AS payments FROM Payment')).getResultList()[0]?.get('payments')?.numberValue(),
      (await transaction.execute('SELECT t.amount FROM Total AS t')).getResultList()[0]?.get('amount')?.numberValue(),
    ]);
    expect(total).toBe(count);
  });
});

/** An application that goes on until each of its operations has succeeded; an operation that failed is a new call, with a key of its own. */
async function pay(driver: QldbDriver, calls: Call[], afterCall: () => void): Promise<void> {
  for (let succeeded = 0; succeeded < OPERATIONS;) {
    const key = randomUUID();
    const acknowledged = await driver.executeLambda((transaction) => payment(transaction, key)).then(() => true, () => false);
    calls.push({ key, acknowledged });
    succeeded += acknowledged ? 1 : 0;
    afterCall();
  }
}

/** Blind, so that doing it twice shows, and with a conflict with every other one, so that the driver has to try again. */
async function payment(transaction: TransactionExecutor, key: string): Promise<void> {
  await transaction.execute('INSERT INTO Payment ?', { code: key });
  await transaction.execute('UPDATE Total AS t SET t.amount = t.amount + 1');
}
