import { QldbDriver, type TransactionExecutor } from 'amazon-qldb-driver-nodejs';
import { dumpText, load } from 'ion-js';
import { Place, PLACES } from './places';
import { failure } from '../support/clients';

describe.each(PLACES)('AWS\'s driver for Node.js on %s', (name) => {
  let place: Place;
  const drivers: QldbDriver[] = [];
  const driverFor = (server: number, ledger = 'driver') => {
    const endpoint = place.servers[server % place.servers.length]?.endpoint ?? '';
    const driver = new QldbDriver(ledger, { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'any', secretAccessKey: 'any' } });
    drivers.push(driver);
    return driver;
  };
  beforeAll(async () => {
    place = await Place.open(name, { timings: { transactionTimeout: 6_000 } });
    await place.createLedger('driver');
    await driverFor(0).executeLambda(async (transaction) => {
      await transaction.execute('CREATE TABLE counters');
      await transaction.execute('CREATE INDEX ON counters (name)');
      await transaction.execute('CREATE TABLE types');
    });
  });
  afterAll(async () => {
    drivers.forEach((driver) => driver.close());
    await place.close();
  });

  const increment = (driver: QldbDriver) => driver.executeLambda(async (transaction: TransactionExecutor) => {
    const [counter] = (await transaction.execute('SELECT n FROM counters WHERE name = ?', 'hits')).getResultList();
    if (counter) {
      await transaction.execute('UPDATE counters SET n = ? WHERE name = ?', Number(counter.get('n')) + 1, 'hits');
    } else {
      await transaction.execute('INSERT INTO counters ?', { name: 'hits', n: 1 });
    }
  });

  test('retries conflicts until every increment counts', async () => {
    const all = Array.from({ length: 3 }, (_, server) => driverFor(server));
    for (let round = 0; round < 4; round += 1) {
      await Promise.all(all.map((driver) => increment(driver)));
    }
    const result = await driverFor(1).executeLambda((transaction) => transaction.execute('SELECT VALUE n FROM counters WHERE name = \'hits\''));
    expect(result.getResultList().map(Number)).toEqual([12]);
    expect(await driverFor(0).getTableNames()).toEqual(expect.arrayContaining(['counters', 'types']));
  });

  test.each([
    'null', 'true', '12345678901234567890', '-0.0', '1.500', '1e0', '-1.25e-3', 'nan', '2017T', '2017-08-21T12:34:56.789+01:30', '2017-08-21T12:34-00:00',
    '"text ä€😀"', '""', 'symbol', '\'quoted symbol\'', '{{aGVsbG8=}}', '{{"clob"}}', '[1, [2], {a: 3}]', '[]', '{a: 1, b: {c: [null]}}', '{}', 'null.int',
    'note::5', 'a::b::{c: d::1}',
  ])('gets back %s as it was', async (text) => {
    const driver = driverFor(0);
    const result = await driver.executeLambda(async (transaction) => {
      const [inserted] = (await transaction.execute('INSERT INTO types ?', load(`{value: ${text}}`))).getResultList();
      return transaction.execute('SELECT VALUE t."value" FROM types AS t BY id WHERE id = ?', inserted?.get('documentId'));
    });
    const [value] = result.getResultList();
    expect(value && dumpText(value)).toBe(dumpText(load(text)));
  });

  test('reports a transaction that took too long, and goes on with the session', async () => {
    const driver = driverFor(0);
    const error = await failure(driver.executeLambda(async (transaction) => {
      await transaction.execute('INSERT INTO counters ?', { name: 'late' });
      await new Promise((resolve) => setTimeout(resolve, 6_500));
    }));
    expect(error).toMatchObject({ name: 'InvalidSessionException', message: expect.stringMatching(/^Transaction .* has expired$/) });
    const result = await driver.executeLambda((transaction) => transaction.execute('SELECT * FROM counters WHERE name = \'late\''));
    expect(result.getResultList()).toEqual([]);
  });
});
