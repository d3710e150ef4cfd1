import { sql } from 'kysely';
import { startQldbServer } from '../../src';
import { migrate } from '../../src/store/migrate';
import { migrations } from '../../src/store/migrations';
import { openStore } from '../../src/store/open-store';
import { ENGINES, newDatabase, newStorage, storageOptions } from '../support/engines';

const events = { onProblem: () => undefined };
const next = { name: '0002-next', statements: [sql`create table next (id integer)`, sql`insert into next values (1)`] };

describe.each(ENGINES)('the schema on %s', (engine) => {
  test('is brought up to date step by step, each step once', async () => {
    const storage = await newStorage(engine);
    const store = await openStore(storageOptions(storage), events);
    for (let time = 1; time <= 2; time += 1) {
      await store.transaction((tx) => migrate(tx, [...migrations, next]));
    }
    const { rows } = await sql<{ id: number }>`select id from next`.execute(store.queries);
    expect(rows).toEqual([{ id: 1 }]);
    await store.close();
    await storage.remove();
  });

  test('of a newer version is left alone, and the server says so', async () => {
    const storage = await newStorage(engine);
    const store = await openStore(storageOptions(storage), events);
    await store.transaction((tx) => migrate(tx, [...migrations, next]));
    await store.close();
    await expect(startQldbServer(storage.options)).rejects.toThrow('schema steps that this version of qldb-server does not know (0002-next)');
    await storage.remove();
  });

  test('stays as it was when a step fails', async () => {
    const storage = await newStorage(engine);
    const store = await openStore(storageOptions(storage), events);
    const failing = { name: '0002-failing', statements: [sql`create table half (id integer)`, sql`insert into nowhere values (1)`] };
    await expect(store.transaction((tx) => migrate(tx, [...migrations, failing]))).rejects.toThrow('nowhere');
    await expect(sql`select * from half`.execute(store.queries)).rejects.toThrow('half');
    await store.close();
    await storage.remove();
  });
});

describe('an empty PostgreSQL database', () => {
  test('can be opened by many at once', async () => {
    const storage = await newDatabase();
    const stores = await Promise.all(Array.from({ length: 8 }, () => openStore(storageOptions(storage), events)));
    const { rows } = await sql<{ name: string }>`select name from schema_migration`.execute(stores[0]?.queries ?? fail());
    expect(rows).toEqual(migrations.map(({ name }) => ({ name })));
    await Promise.all(stores.map((store) => store.close()));
    await storage.remove();
  });
});

function fail(): never {
  throw new Error('no store was opened');
}
