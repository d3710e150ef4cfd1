import { sql } from 'kysely';
import { holdLease, releaseLease } from '../../src/store/leases';
import { openStore } from '../../src/store/open-store';
import type { Store } from '../../src/store/store';
import { ENGINES, newStorage, storageOptions, type TestStorage } from '../support/engines';

const LONG = 3_600_000;

describe.each(ENGINES)('a lease on %s', (engine) => {
  let storage: TestStorage;
  let store: Store;
  beforeAll(async () => {
    storage = await newStorage(engine);
    store = await openStore(storageOptions(storage), { onProblem: () => undefined });
  });
  afterAll(async () => {
    await store.close();
    await storage.remove();
  });

  const hold = (name: string, holder: string, milliseconds = LONG) => holdLease(store.queries, name, holder, milliseconds);

  test('is held by one at a time, who can extend it', async () => {
    expect(await hold('work', 'a')).toBe(true);
    expect(await hold('work', 'b')).toBe(false);
    expect(await hold('work', 'a')).toBe(true);
    expect(await hold('other work', 'b')).toBe(true);
  });

  test('passes to another when it is released, and only its holder releases it', async () => {
    await hold('released', 'a');
    await releaseLease(store.queries, 'released', 'b');
    expect(await hold('released', 'b')).toBe(false);
    await releaseLease(store.queries, 'released', 'a');
    expect(await hold('released', 'b')).toBe(true);
  });

  test('passes to another when its time is over', async () => {
    await hold('expired', 'a', 0);
    await sql`select pg_sleep(0.002)`.execute(store.queries);
    expect(await hold('expired', 'b')).toBe(true);
    expect(await hold('expired', 'a')).toBe(false);
  });

  test('goes to exactly one of many that want it at once', async () => {
    const held = await Promise.all(Array.from({ length: 10 }, (_, index) => hold('wanted', `holder-${index}`)));
    expect(held.filter(Boolean)).toHaveLength(1);
  });
});
