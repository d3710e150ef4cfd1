import { isOccConflictException, RetryConfig, type QldbDriver, type TransactionExecutor } from 'amazon-qldb-driver-nodejs';
import { DriverLedger, texts } from './driver-ledger';
import { failure } from '../support/clients';
import { ENGINES } from '../support/engines';

describe.each(ENGINES)('transactions by the driver on %s', (engine) => {
  let ledger: DriverLedger;
  let once: QldbDriver;
  beforeAll(async () => {
    ledger = await DriverLedger.open(engine);
    once = ledger.newDriver({ retryConfig: new RetryConfig(0) });
    await ledger.values('CREATE TABLE Things');
    await ledger.values('CREATE INDEX ON Things (name)');
    await ledger.values('CREATE TABLE Dropped');
  });
  beforeEach(async () => {
    await ledger.values('DELETE FROM Things');
    await ledger.values('INSERT INTO Things ?', [{ name: 'a', n: 0 }, { name: 'b', n: 0 }]);
  });
  afterAll(() => ledger.close());

  const names = () => ledger.rows('SELECT VALUE t.name FROM Things AS t');
  const query = async (transaction: TransactionExecutor, statement: string, ...parameters: readonly unknown[]) =>
    texts((await transaction.execute(statement, ...parameters)).getResultList());
  /** What the first transaction came to, when the second is committed before it. */
  const overtaken = async (first: readonly string[], second: readonly string[]) => failure(once.executeLambda(async (transaction) => {
    for (const statement of first) await query(transaction, statement);
    await ledger.transaction(async (other) => {
      for (const statement of second) await query(other, statement);
    });
  }).then((outcome) => Promise.reject(new Error(`no conflict: ${String(outcome)}`))));

  test('many statements are one change, and each sees those before it', async () => {
    const seen = await ledger.transaction(async (transaction) => {
      const counts: string[] = [];
      for (let n = 0; n < 30; n += 1) {
        await query(transaction, 'INSERT INTO Things ?', { name: `n${n}`, n });
        if (n % 10 === 0) counts.push(...await query(transaction, 'SELECT VALUE t.name FROM Things AS t WHERE t.name = ?', `n${n}`));
      }
      await query(transaction, 'UPDATE Things AS t SET t.n = 100 WHERE t.name = ?', 'n7');
      await query(transaction, 'DELETE FROM Things AS t WHERE t.name = ?', 'n8');
      counts.push(...await query(transaction, 'SELECT COUNT(*) AS n, MAX(t.n) AS m FROM Things AS t'));
      return counts;
    });
    expect(seen).toEqual(['"n0"', '"n10"', '"n20"', '{n:31,m:100}']);
    expect(await names()).toHaveLength(31);
    const ids = await ledger.rows('SELECT DISTINCT VALUE metadata.txId FROM _ql_committed_Things WHERE data.name LIKE \'n%\'');
    expect(ids).toHaveLength(1);
  });

  test('a transaction of nothing, of reads alone and of a change of nothing commits', async () => {
    await ledger.transaction(async () => undefined);
    expect(await names()).toEqual(['"a"', '"b"']);
    expect(await ledger.rows('UPDATE Things SET n = 1 WHERE name = \'nobody\'')).toEqual([]);
  });

  test('an error of the application, and abort(), leave nothing', async () => {
    const mine = new Error('mine');
    const attempts: string[] = [];
    expect(await failure(ledger.transaction(async (transaction) => {
      attempts.push(transaction.getTransactionId());
      await query(transaction, 'INSERT INTO Things ?', { name: 'c' });
      throw mine;
    }))).toBe(mine);
    expect(await failure(ledger.transaction(async (transaction) => {
      await query(transaction, 'DELETE FROM Things');
      transaction.abort();
    }))).toMatchObject({ name: 'LambdaAbortedError' });
    expect(attempts).toHaveLength(1);
    expect(await names()).toEqual(['"a"', '"b"']);
  });

  test('a statement that failed does not keep what the others do from being committed', async () => {
    await ledger.transaction(async (transaction) => {
      await query(transaction, 'INSERT INTO Things ?', { name: 'c' });
      for (const wrong of ['SELECT * FROM Nowhere', 'INSERT INTO Things ?', 'not PartiQL', 'UPDATE Things SET n = 1 / 0']) {
        expect(await failure(query(transaction, wrong, ...(wrong.includes('?') ? [5] : [])))).toMatchObject({ name: 'BadRequestException' });
      }
      await query(transaction, 'INSERT INTO Things ?', { name: 'd' });
    });
    expect(await names()).toEqual(['"a"', '"b"', '"c"', '"d"']);
  });

  test('reads are of one moment', async () => {
    const error = await overtaken(['SELECT * FROM Things'], ['UPDATE Things SET n = 5']);
    expect(isOccConflictException(error as never)).toBe(true);
    const seen: (readonly string[])[] = [];
    await failure(once.executeLambda(async (transaction) => {
      seen.push(await query(transaction, 'SELECT VALUE t.n FROM Things AS t'));
      await ledger.values('UPDATE Things SET n = 9');
      seen.push(await query(transaction, 'SELECT VALUE t.n FROM Things AS t'));
    }));
    expect(seen).toEqual([['5', '5'], ['5', '5']]);
  });

  test.each<[string, readonly string[], readonly string[]]>([
    ['both change a document', ['UPDATE Things AS t SET t.n = 1 WHERE t.name = \'a\''], ['UPDATE Things AS t SET t.n = 2 WHERE t.name = \'a\'']],
    ['one reads by index what the other changes', ['SELECT * FROM Things WHERE name = \'a\''], ['UPDATE Things AS t SET t.n = 2 WHERE t.name = \'a\'']],
    ['one reads by index what the other deletes', ['SELECT * FROM Things WHERE name = \'a\''], ['DELETE FROM Things AS t WHERE t.name = \'a\'']],
    ['one found nothing by index where the other inserts', ['SELECT * FROM Things WHERE name = \'x\'', 'INSERT INTO Things {\'name\': \'x\'}'], ['INSERT INTO Things {\'name\': \'x\'}']],
    ['one found nothing by index where the other moves a document to', ['SELECT * FROM Things WHERE name = \'x\''], ['UPDATE Things SET name = \'x\' WHERE name = \'b\'']],
    ['one scans what the other inserts into', ['SELECT * FROM Things WHERE n = 77'], ['INSERT INTO Things {\'name\': \'x\'}']],
    ['one counts what the other deletes from', ['SELECT COUNT(*) FROM Things'], ['DELETE FROM Things WHERE name = \'a\'']],
    ['one reads a committed view that the other changes', ['SELECT * FROM _ql_committed_Things'], ['UPDATE Things SET n = 3 WHERE name = \'a\'']],
    ['one reads a history that the other lengthens', ['SELECT * FROM history(Things) AS h'], ['UPDATE Things SET n = 4 WHERE name = \'a\'']],
    ['one uses a table that the other drops', ['INSERT INTO Dropped {\'name\': \'x\'}'], ['DROP TABLE Dropped']],
    ['both create a table of one name', ['CREATE TABLE Twice'], ['CREATE TABLE Twice']],
    ['one lists the tables while the other creates one', ['SELECT name FROM information_schema.user_tables'], ['CREATE TABLE Another']],
    ['one skews what the other reads',
      ['SELECT * FROM Things WHERE name = \'a\'', 'UPDATE Things AS t SET t.n = 1 WHERE t.name = \'b\''],
      ['SELECT * FROM Things WHERE name = \'b\'', 'UPDATE Things AS t SET t.n = 1 WHERE t.name = \'a\'']],
  ])('conflict: %s', async (_title, first, second) => {
    const error = await overtaken(first, second);
    expect(error).toMatchObject({ name: 'OccConflictException' });
    expect(isOccConflictException(error as never)).toBe(true);
  });

  test.each<[string, readonly string[], readonly string[]]>([
    ['other documents by index', ['UPDATE Things AS t SET t.n = 1 WHERE t.name = \'a\''], ['UPDATE Things AS t SET t.n = 2 WHERE t.name = \'b\'']],
    ['another value of the index', ['SELECT * FROM Things WHERE name = \'x\''], ['INSERT INTO Things {\'name\': \'y\'}']],
    ['two inserts without a read', ['INSERT INTO Things {\'name\': \'x\'}'], ['INSERT INTO Things {\'name\': \'x\'}']],
    ['reads alone', ['SELECT * FROM Things'], ['SELECT * FROM Things']],
  ])('no conflict: %s', async (_title, first, second) => {
    await expect(overtaken(first, second)).resolves.toMatchObject({ message: expect.stringContaining('no conflict') });
  });

  test('AWS\'s suite: of three updates at the same time without retries, at least one conflicts and the others count', async () => {
    const add = () => once.executeLambda(async (transaction) => {
      const [n] = await query(transaction, 'SELECT VALUE t.n FROM Things AS t WHERE t.name = \'a\'');
      await new Promise((resolve) => setTimeout(resolve, 50));
      await query(transaction, 'UPDATE Things AS t SET t.n = ? WHERE t.name = \'a\'', Number(n) + 5);
    });
    const outcomes = await Promise.allSettled([add(), add(), add()]);
    const done = outcomes.filter(({ status }) => status === 'fulfilled').length;
    expect(done).toBeGreaterThanOrEqual(1);
    expect(done).toBeLessThan(3);
    expect(await ledger.rows('SELECT VALUE t.n FROM Things AS t WHERE t.name = \'a\'')).toEqual([String(done * 5)]);
    outcomes.forEach((outcome) => expect(outcome.status === 'fulfilled' || isOccConflictException(outcome.reason as never)).toBe(true));
  });
});
