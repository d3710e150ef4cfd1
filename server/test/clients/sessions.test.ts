import { DescribeLedgerCommand, DeleteLedgerCommand, CreateLedgerCommand } from '@aws-sdk/client-qldb';
import {
  DriverClosedError, isBadRequestException, isInvalidSessionException, isOccConflictException, isResourceNotFoundException,
  isTransactionExpiredException, RetryConfig, SessionPoolEmptyError, type QldbDriver, type TransactionExecutor,
} from 'amazon-qldb-driver-nodejs';
import { DriverLedger } from './driver-ledger';
import { failure } from '../support/clients';
import { ENGINES } from '../support/engines';
import { eventually } from '../support/eventually';

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const noRetry = new RetryConfig(0);

/** Short, and still longer than a busy machine needs for a transaction. */
const LIMIT = 6_000;

describe.each(ENGINES)('sessions of the driver on %s', (engine) => {
  describe('whose transactions may not take long', () => {
    let ledger: DriverLedger;
    beforeAll(async () => {
      ledger = await DriverLedger.open(engine, { timings: { transactionTimeout: LIMIT } });
      await ledger.values('CREATE TABLE t');
    });
    afterAll(() => ledger.close());

    test('the commit, the next statement and the next page of a late one tell so; it is not run again, and nothing of it stays', async () => {
      const rest: readonly ((transaction: TransactionExecutor, late: () => Promise<unknown>) => Promise<unknown>)[] = [
        async (_, late) => late(),
        async (transaction, late) => {
          await late();
          await transaction.execute('INSERT INTO t ?', { late: 2 });
        },
        async (transaction, late) => {
          const stream = await transaction.executeAndStreamResults('SELECT VALUE a FROM ? AS a, ? AS b', Array(40).fill(1), Array(40).fill(1));
          await late();
          await stream.toArray();
        },
      ];
      await Promise.all(rest.map(async (next) => {
        const attempts: string[] = [];
        const error = await failure(ledger.transaction(async (transaction) => {
          attempts.push(transaction.getTransactionId());
          await transaction.execute('INSERT INTO t ?', { late: 1 });
          await next(transaction, () => pause(LIMIT + 500));
        })) as Error;
        expect(isTransactionExpiredException(error as never)).toBe(true);
        expect(isInvalidSessionException(error as never)).toBe(true);
        expect(error.message).toBe(`Transaction ${attempts[0]} has expired`);
        expect(attempts).toHaveLength(1);
      }));
      expect(await ledger.rows('SELECT * FROM t')).toEqual([]);
    });
  });

  describe('that do not live long', () => {
    let ledger: DriverLedger;
    beforeAll(async () => {
      ledger = await DriverLedger.open(engine, { timings: { sessionLifetime: LIMIT } });
      await ledger.values('CREATE TABLE t');
    });
    afterAll(() => ledger.close());

    test('one that has expired in the pool is replaced, and the caller does not notice', async () => {
      const driver = ledger.newDriver({ maxConcurrentTransactions: 1 });
      await driver.executeLambda((transaction) => transaction.execute('SELECT * FROM t'));
      await pause(LIMIT * 1.2);
      const result = await driver.executeLambda((transaction) => transaction.execute('SELECT * FROM t'), noRetry);
      expect(result.getResultList()).toEqual([]);
    });

    test('one that expires in the middle has its transaction run again on another, once more and not twice', async () => {
      const attempts: string[] = [];
      await ledger.newDriver().executeLambda(async (transaction) => {
        attempts.push(transaction.getTransactionId());
        await transaction.execute('INSERT INTO t ?', { n: 1 });
        if (attempts.length === 1) await pause(LIMIT * 1.2);
      });
      expect(attempts.length).toBeGreaterThanOrEqual(2);
      expect(await ledger.rows('SELECT * FROM t')).toEqual(['{n:1}']);
    });
  });
});

describe('errors as the driver tells them', () => {
  let ledger: DriverLedger;
  beforeAll(async () => {
    ledger = await DriverLedger.open('pglite');
    await ledger.values('CREATE TABLE t');
  });
  afterAll(() => ledger.close());

  test('a ledger that is not there', async () => {
    const error = await failure(ledger.newDriver({ ledger: 'NonExistentLedger' }).executeLambda((transaction) => transaction.execute('SELECT 1 FROM t')));
    expect(isBadRequestException(error as never)).toBe(true);
    expect(error).toMatchObject({ name: 'BadRequestException', message: expect.stringContaining('NonExistentLedger') });
  });

  test('a statement that is wrong', async () => {
    const error = await failure(ledger.values('SELECT * FROM Nowhere'));
    expect([isBadRequestException, isOccConflictException, isInvalidSessionException, isTransactionExpiredException].map((is) => is(error as never)))
      .toEqual([true, false, false, false]);
    expect(error).toMatchObject({ Code: '400', $metadata: { httpStatusCode: 400 } });
  });

  test('a ledger that has as many sessions as it may; one that ends makes room', async () => {
    const limited = await DriverLedger.open('pglite', { quotas: { sessionsPerLedger: 2 } });
    try {
      const [a, b, c] = [1, 2, 3].map(() => limited.newDriver({ retryConfig: noRetry })) as [QldbDriver, QldbDriver, QldbDriver];
      const use = (driver: QldbDriver) => driver.executeLambda((transaction) => transaction.execute('SELECT * FROM information_schema.user_tables'));
      await Promise.all([use(a), use(b)]);
      expect(await failure(use(c))).toMatchObject({ name: 'LimitExceededException', message: expect.stringContaining('2 sessions') });
      await use(a);
      b.close();
      await eventually(() => use(c).then(() => 'in', (error: Error) => error.name), (outcome) => outcome === 'in');
    } finally {
      await limited.close();
    }
  });

  test('a closed driver, and a pool that is empty', async () => {
    const driver = ledger.newDriver({ maxConcurrentTransactions: 1 });
    const first = driver.executeLambda((transaction) => transaction.execute('SELECT * FROM t'));
    expect(await failure(driver.executeLambda(async () => undefined))).toBeInstanceOf(SessionPoolEmptyError);
    await first;
    driver.close();
    expect(await failure(driver.executeLambda(async () => undefined))).toBeInstanceOf(DriverClosedError);
  });

  test('of the control plane', async () => {
    const error = await failure(ledger.client.send(new DescribeLedgerCommand({ Name: 'nowhere' })));
    expect(isResourceNotFoundException(error as never)).toBe(true);
  });

  test('a ledger that was deleted under its driver', async () => {
    await ledger.client.send(new CreateLedgerCommand({ Name: 'short-lived', PermissionsMode: 'ALLOW_ALL', DeletionProtection: false }));
    const driver = ledger.newDriver({ ledger: 'short-lived', retryConfig: noRetry });
    await driver.executeLambda((transaction) => transaction.execute('CREATE TABLE t'));
    await ledger.client.send(new DeleteLedgerCommand({ Name: 'short-lived' }));
    const error = await failure(driver.executeLambda((transaction) => transaction.execute('SELECT * FROM t'))) as Error;
    expect(['BadRequestException', 'InvalidSessionException']).toContain(error.name);
    driver.close();
    await ledger.client.send(new CreateLedgerCommand({ Name: 'short-lived', PermissionsMode: 'ALLOW_ALL', DeletionProtection: false }));
    expect(await ledger.newDriver({ ledger: 'short-lived' }).getTableNames()).toEqual([]);
  });
});
