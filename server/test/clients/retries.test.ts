import { QLDBSessionServiceException } from '@aws-sdk/client-qldb-session';
import { defaultRetryConfig, isOccConflictException, RetryConfig, SessionPoolEmptyError, type TransactionExecutor } from 'amazon-qldb-driver-nodejs';
import { DriverLedger } from './driver-ledger';
import { failure } from '../support/clients';

/** As many retries as told, without a pause. */
const atOnce = (limit: number, seen?: (attempt: number, error: Error, transactionId: string) => void) =>
  new RetryConfig(limit, (attempt, error, transactionId) => {
    seen?.(attempt, error, transactionId);
    return 0;
  });

describe('the driver\'s retries', () => {
  let ledger: DriverLedger;
  let table: string;
  beforeAll(async () => {
    ledger = await DriverLedger.open('pglite');
    table = await ledger.table([{ n: 0 }]);
  });
  afterAll(() => ledger.close());

  /** A transaction that another one overtakes as often as told. */
  const overtaken = (times: number, attempts: string[] = []) => async (transaction: TransactionExecutor) => {
    attempts.push(transaction.getTransactionId());
    const [n] = (await transaction.execute(`SELECT VALUE n FROM ${table}`)).getResultList();
    if (attempts.length <= times) {
      await ledger.values(`UPDATE ${table} SET other = ${attempts.length}`);
    }
    await transaction.execute(`UPDATE ${table} SET n = ?`, Number(n) + 1);
  };
  const n = async () => Number(await ledger.row(`SELECT VALUE n FROM ${table}`));

  test('a conflict is run again, in a new transaction of the same session, until it is through', async () => {
    const before = await n();
    const attempts: string[] = [];
    const seen: [number, boolean, string][] = [];
    const retryConfig = atOnce(4, (attempt, error, id) => seen.push([attempt, isOccConflictException(error as never), id]));
    const driver = ledger.newDriver({ retryConfig });
    await driver.executeLambda(overtaken(3, attempts));
    expect(new Set(attempts).size).toBe(4);
    expect(seen).toEqual(attempts.slice(0, 3).map((id, index) => [index + 1, true, id]));
    expect(await n()).toBe(before + 1);
  });

  test.each([0, 1, 4])('after %i retries the conflict is the caller\'s', async (limit) => {
    const before = await n();
    const attempts: string[] = [];
    const error = await failure(ledger.newDriver({ retryConfig: atOnce(limit) }).executeLambda(overtaken(limit + 1, attempts)));
    expect(isOccConflictException(error as never)).toBe(true);
    expect(attempts).toHaveLength(limit + 1);
    expect(await n()).toBe(before);
  });

  test('without a setting it runs four times again, and waits longer each time', async () => {
    expect(defaultRetryConfig.getRetryLimit()).toBe(4);
    const attempts: string[] = [];
    expect(await failure(ledger.driver.executeLambda(overtaken(5, attempts)))).toMatchObject({ name: 'OccConflictException' });
    expect(attempts).toHaveLength(5);
    await ledger.driver.executeLambda(overtaken(4));
  });

  test('a setting of one call goes before that of the driver', async () => {
    const attempts: string[] = [];
    await failure(ledger.driver.executeLambda(overtaken(9, attempts), atOnce(1)));
    expect(attempts).toHaveLength(2);
  });

  test('bad requests are not run again', async () => {
    const attempts: string[] = [];
    expect(await failure(ledger.newDriver({ retryConfig: atOnce(4) }).executeLambda(async (transaction) => {
      attempts.push(transaction.getTransactionId());
      await transaction.execute('SELECT * FROM Nowhere');
    }))).toMatchObject({ name: 'BadRequestException' });
    expect(attempts).toHaveLength(1);
  });

  test('an error that calls for a retry, hundreds of times in one session: its transaction is cleaned up each time, as AWS\'s suite asks', async () => {
    const driver = ledger.newDriver({ maxConcurrentTransactions: 1 });
    let attempts = 0;
    await driver.executeLambda(async (transaction) => {
      await transaction.execute(`SELECT * FROM ${table}`);
      attempts += 1;
      if (attempts < 200) throw new QLDBSessionServiceException({ $metadata: { httpStatusCode: 500 }, name: 'Made up', $fault: 'server' });
    }, atOnce(Number.MAX_VALUE));
    expect(attempts).toBe(200);
  });

  test('many drivers at once lose no increment', async () => {
    const before = await n();
    const drivers = [1, 2, 3, 4].map(() => ledger.newDriver({ retryConfig: new RetryConfig(50) }));
    await Promise.all(drivers.map(async (driver) => {
      for (let round = 0; round < 5; round += 1) await driver.executeLambda(overtaken(0));
    }));
    expect(await n()).toBe(before + 20);
  });

  test('many transactions of one driver at once have a session each, up to its limit', async () => {
    const driver = ledger.newDriver({ maxConcurrentTransactions: 5 });
    const inside: (() => void)[] = [];
    const five = [1, 2, 3, 4, 5].map((value) => driver.executeLambda(async (transaction) => {
      await transaction.execute(`SELECT * FROM ${table}`);
      await new Promise<void>((resolve) => inside.push(resolve));
      return value;
    }));
    while (inside.length < 5) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await failure(driver.executeLambda(async () => undefined))).toBeInstanceOf(SessionPoolEmptyError);
    inside.forEach((leave) => leave());
    expect(await Promise.all(five)).toEqual([1, 2, 3, 4, 5]);
    await driver.executeLambda((transaction) => transaction.execute(`SELECT * FROM ${table}`));
  });
});
