import { once } from 'node:events';
import type { ResultReadable } from 'amazon-qldb-driver-nodejs';
import type { dom } from 'ion-js';
import { DriverLedger } from './driver-ledger';
import { failure } from '../support/clients';

const DOCUMENTS = 3_000;
const numbers = (first: number, end: number) => Array.from({ length: end - first }, (_, n) => n + first);

describe('results by the driver', () => {
  let ledger: DriverLedger;
  let table: string;
  let three: string;
  beforeAll(async () => {
    ledger = await DriverLedger.open('pglite');
    table = await ledger.table(numbers(0, DOCUMENTS).map((n) => ({ n, part: n % 10, text: 'x'.repeat(100) })), ['n']);
    three = await ledger.table([{ col: 1 }, { col: 2 }, { col: 3 }]);
  });
  afterAll(() => ledger.close());

  const sorted = (values: readonly dom.Value[]) => values.map(Number).sort((a, b) => a - b);

  test('thousands of documents come back, buffered', async () => {
    expect(sorted(await ledger.values(`SELECT VALUE n FROM ${table}`))).toEqual(numbers(0, DOCUMENTS));
  });

  test('thousands of documents come back, streamed, each once', async () => {
    const found = await ledger.transaction(async (transaction) => {
      const values: dom.Value[] = [];
      for await (const value of await transaction.executeAndStreamResults(`SELECT VALUE n FROM ${table}`)) values.push(value as dom.Value);
      return values;
    });
    expect(sorted(found)).toEqual(numbers(0, DOCUMENTS));
  });

  test('streams of one transaction are read in turns, while other statements run', async () => {
    await ledger.transaction(async (transaction) => {
      const streams = await Promise.all([3, 7].map((part) => transaction.executeAndStreamResults(`SELECT VALUE n FROM ${table} WHERE part = ${part}`)));
      const iterators = streams.map((stream) => stream[Symbol.asyncIterator]());
      const found: [number[], number[]] = [[], []];
      for (let turn = 0; ; turn += 1) {
        const [a, b] = await Promise.all(iterators.map((iterator) => iterator.next()));
        if (a?.done && b?.done) break;
        if (!a?.done) found[0].push(Number(a?.value));
        if (!b?.done) found[1].push(Number(b?.value));
        if (turn % 100 === 0) {
          expect((await transaction.execute(`SELECT VALUE n FROM ${table} WHERE n = ?`, turn)).getResultList().map(Number)).toEqual([turn]);
        }
      }
      expect(found[0].sort((x, y) => x - y)).toEqual(numbers(0, DOCUMENTS).filter((n) => n % 10 === 3));
      expect(found[1].sort((x, y) => x - y)).toEqual(numbers(0, DOCUMENTS).filter((n) => n % 10 === 7));
    });
  });

  test('several statements of one transaction may be sent without waiting', async () => {
    const found = await ledger.transaction((transaction) =>
      Promise.all(numbers(0, 30).map(async (n) => (await transaction.execute(`SELECT VALUE part FROM ${table} WHERE n = ?`, n)).getResultList().map(Number))));
    expect(found).toEqual(numbers(0, 30).map((n) => [n % 10]));
  });

  test('a stream that is left half read does no harm', async () => {
    const first = await ledger.transaction(async (transaction) => {
      const stream = await transaction.executeAndStreamResults(`SELECT VALUE n FROM ${table}`);
      for await (const value of stream) return Number(value);
      return undefined;
    });
    expect(first).toBeGreaterThanOrEqual(0);
    expect(await ledger.rows(`SELECT COUNT(*) AS n FROM ${table}`)).toEqual([`{n:${DOCUMENTS}}`]);
  });

  test('pages are gone with their transaction', async () => {
    const stream = await ledger.transaction((transaction) => transaction.executeAndStreamResults(`SELECT VALUE n FROM ${table}`));
    const [error] = await Promise.all([once(stream, 'error').then(([value]) => value as Error), failure(stream.forEach(() => undefined))]);
    expect(['BadRequestException', 'InvalidSessionException']).toContain(error.name);
  });

  test('a stream does not see what its transaction writes later', async () => {
    const error = await failure(ledger.transaction(async (transaction) => {
      const stream = await transaction.executeAndStreamResults(`SELECT VALUE n FROM ${table}`);
      await transaction.execute(`INSERT INTO ${table} ?`, { n: -1 });
      await transaction.execute(`DELETE FROM ${table} WHERE n = ${DOCUMENTS - 1}`);
      expect(sorted(await stream.toArray() as dom.Value[])).toEqual(numbers(0, DOCUMENTS));
      throw new Error('done');
    }));
    expect(error).toMatchObject({ message: 'done' });
  });

  test('a join of a table with itself, six times, costs the 1092 reads that AWS\'s suites ask for', async () => {
    const statement = `SELECT * FROM ${three} as a, ${three} as b, ${three} as c, ${three} as d, ${three} as e, ${three} as f`;
    const result = await ledger.transaction((transaction) => transaction.execute(statement));
    expect(result.getResultList()).toHaveLength(3 ** 6);
    expect(result.getConsumedIOs().getReadIOs()).toBe(1092);
    expect(result.getTimingInformation().getProcessingTimeMilliseconds()).toBeGreaterThan(0);
    await ledger.transaction(async (transaction) => {
      const stream = await transaction.executeAndStreamResults(statement);
      expect(stream.getConsumedIOs().getReadIOs()).toBeGreaterThan(0);
      expect(stream.getConsumedIOs().getReadIOs()).toBeLessThan(1092);
      expect(stream.getTimingInformation().getProcessingTimeMilliseconds()).toBeGreaterThan(0);
      await stream.toArray();
      expect(stream.getConsumedIOs().getReadIOs()).toBe(1092);
    });
  });

  test.each<[string, readonly unknown[], number]>([
    ['SELECT * FROM TABLE', [], DOCUMENTS], ['SELECT * FROM TABLE WHERE part = 3', [], DOCUMENTS], ['SELECT * FROM TABLE WHERE n = ?', [17], 1],
    ['SELECT * FROM TABLE WHERE n IN (?, ?)', [17, 18], 2], ['SELECT * FROM TABLE WHERE n = -1', [], 0], ['SELECT * FROM TABLE WHERE n = ? AND part = 3', [17], 1],
    ['SELECT VALUE t.n FROM TABLE AS t BY id WHERE id = \'0000000000000000000000\'', [], 0], ['SELECT COUNT(*) FROM << 0 >>', [], 0],
    ['SELECT * FROM _ql_committed_TABLE AS t WHERE t.data.n = ?', [17], 1],
  ])('%s tells what it read', async (statement, parameters, reads) => {
    const result = await ledger.transaction((transaction) => transaction.execute(statement.replace('TABLE', table), ...parameters));
    expect(result.getConsumedIOs().getReadIOs()).toBe(reads);
  });

  test('each stream tells of itself', async () => {
    const reads = await ledger.transaction(async (transaction) => {
      const streams: ResultReadable[] = [];
      for (const n of [1, 2]) streams.push(await transaction.executeAndStreamResults(`SELECT * FROM ${table} WHERE n IN (${numbers(0, n).join()})`));
      for (const stream of streams) await stream.toArray();
      return streams.map((stream) => stream.getConsumedIOs().getReadIOs());
    });
    expect(reads).toEqual([1, 2]);
  });

  test('documents near 128 KB come back, one after the other', async () => {
    const large = await ledger.table();
    for (let n = 0; n < 12; n += 1) {
      await ledger.values(`INSERT INTO ${large} ?`, { n, text: String(n % 10).repeat(130_900) });
    }
    expect(sorted(await ledger.values(`SELECT VALUE n FROM ${large}`))).toEqual(numbers(0, 12));
    const texts = (await ledger.values(`SELECT VALUE text FROM ${large} WHERE n >= 10`)).map((value) => value.stringValue());
    expect(texts.map((text) => [text?.[0], text?.length]).sort()).toEqual([['0', 130_900], ['1', 130_900]]);
  });
});
