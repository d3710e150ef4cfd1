import { sql } from 'kysely';
import { openStore } from '../../src/store/open-store';
import { retryLostRaces } from '../../src/store/retry';
import { newDatabase, storageOptions } from '../support/engines';

const lost = (code: string) => Object.assign(new Error('lost'), { code });
const noWait = { random: () => 1, wait: async () => undefined };

describe('a transaction that loses a race', () => {
  test.each(['40001', '40P01'])('with code %s runs again until it wins', async (code) => {
    let attempts = 0;
    const result = await retryLostRaces(async () => {
      attempts += 1;
      if (attempts < 4) {
        throw lost(code);
      }
      return 'won';
    }, [], noWait);
    expect({ result, attempts }).toEqual({ result: 'won', attempts: 4 });
  });

  test('for ever is given up, after pauses that grow', async () => {
    const pauses: number[] = [];
    const attempt = jest.fn(async () => { throw lost('40001'); });
    await expect(retryLostRaces(attempt, [], { random: () => 1, wait: async (pause) => pauses.push(pause) })).rejects.toThrow('lost');
    expect(attempt).toHaveBeenCalledTimes(8);
    expect(pauses).toEqual([40, 80, 160, 320, 640, 1280, 2560]);
  });

  test('is the only one that runs again', async () => {
    const attempt = jest.fn(async () => { throw lost('23505'); });
    await expect(retryLostRaces(attempt, [], noWait)).rejects.toThrow('lost');
    expect(attempt).toHaveBeenCalledTimes(1);
  });

  test('against another one in a real PostgreSQL ends as if they had come one after the other', async () => {
    const storage = await newDatabase();
    const store = await openStore(storageOptions(storage), { onProblem: () => undefined });
    await sql`create table counter (id integer primary key, value integer not null)`.execute(store.queries);
    await sql`insert into counter values (1, 0), (2, 0)`.execute(store.queries);
    // Each locks the two rows in another order, which deadlocks again and again.
    const add = (first: number, second: number) => store.transaction(async (tx) => {
      await sql`set local deadlock_timeout = '10ms'`.execute(tx);
      await sql`update counter set value = value + 1 where id = ${first}`.execute(tx);
      await sql`update counter set value = value + 1 where id = ${second}`.execute(tx);
    });
    await Promise.all(Array.from({ length: 6 }, (_, index) => (index % 2 ? add(1, 2) : add(2, 1))));
    const { rows } = await sql<{ value: number }>`select value from counter order by id`.execute(store.queries);
    expect(rows).toEqual([{ value: 6 }, { value: 6 }]);
    await store.close();
    await storage.remove();
  });
});
