import * as fc from 'fast-check';
import { MemoryLedgerStorage } from './memory-ledger-storage';
import { TestTransaction } from './test-transaction';
import { decimal, document, indexOf, show, tableNamed } from './test-values';
import type { Value } from '../../src/ion/value';
import { int, NULL, string } from '../../src/ion/value';
import type { TransactionData } from '../../src/transaction/transaction-data';

/** Few values, so that reads and writes meet; some are equal without being the same. */
const value: fc.Arbitrary<Value> = fc.constantFrom(int(1), int(2), decimal(10n, -1), string('x'), { kind: 'symbol', value: 'x' } as const, NULL);
const fields = fc.record({ a: fc.option(value, { nil: undefined }), b: fc.option(value, { nil: undefined }) });
const which = fc.nat(5);

type Action = (data: TransactionData, ids: readonly string[]) => Promise<unknown>;

/** `things` has an index on `a`, `others` has none. */
const reads: ReadonlyArray<fc.Arbitrary<readonly [string, Action]>> = [
  fc.constant(['scan', async (data) => rows(data.scan(await tableNamed(data, 'things')))]),
  fc.constant(['scan of the other table', async (data) => rows(data.scan(await tableNamed(data, 'others')))]),
  fc.array(which, { maxLength: 3 }).map((picks) => [`ids ${picks.join()}`, async (data, ids) =>
    (await data.lookupIds(await tableNamed(data, 'things'), pick(ids, picks))).map(show)]),
  fc.array(value, { minLength: 1, maxLength: 2 }).map((values) => [`a in ${values.map((each) => JSON.stringify(each, bigints)).join()}`, async (data) => {
    const table = await tableNamed(data, 'things');
    return (await data.lookupIndex(table, indexOf(table, 'a'), values)).map(show);
  }]),
  fc.constant(['history', async (data) => rows(data.history(await tableNamed(data, 'things'), {}))]),
  fc.array(which, { maxLength: 3 }).map((picks) => [`history of ${picks.join()}`, async (data, ids) =>
    rows(data.history(await tableNamed(data, 'things'), {}, pick(ids, picks)))]),
  fc.constantFrom('things', 'fresh').map((name) => [`table ${name}`, async (data) => data.table(name)]),
  fc.constant(['tables', async (data) => data.tables()]),
  fc.constant(['table by id', async (data) => data.tableById((await tableNamed(data, 'things')).id)]),
  fc.constant(['create table', async (data) => data.createTable('fresh', new Map()).then(() => 'done', String)]),
  fc.constant(['create index', async (data) => data.createIndex('things', 'b').then(() => 'done', String)]),
  fc.constant(['drop table', async (data) => data.dropTable('others').then(() => 'done', String)]),
];

const writes: ReadonlyArray<fc.Arbitrary<readonly [string, Action]>> = [
  fc.tuple(fc.constantFrom('things', 'others'), fields).map(([name, given]) => [`insert into ${name}`, async (data) =>
    data.insert(await tableNamed(data, name), document(given))]),
  fc.tuple(which, fields).map(([number, given]) => [`replace ${number}`, async (data, ids) =>
    data.replace(await tableNamed(data, 'things'), pick(ids, [number])[0] ?? '', document(given))]),
  which.map((number) => [`remove ${number}`, async (data, ids) => data.remove(await tableNamed(data, 'things'), pick(ids, [number])[0] ?? '')]),
  fc.constant(['create table', async (data) => data.createTable('fresh', new Map())]),
  fc.constantFrom('things', 'others').map((name) => [`drop table ${name}`, async (data) => data.dropTable(name)]),
  fc.constant(['create index', async (data) => data.createIndex('things', 'b')]),
  fc.constant(['drop index', async (data) => data.dropIndex('things', indexOf(await tableNamed(data, 'things'), 'a').id)]),
];

describe('the conflict check', () => {
  test('meets whenever what one transaction commits changes what another has read', async () => {
    let changes = 0;
    const documents = fc.array(fields, { maxLength: 5 });
    await fc.assert(fc.asyncProperty(documents, fc.oneof(...reads), fc.oneof(...writes), async (stored, [, read], [, write]) => {
      const { storage, ids } = await ledgerOf(stored);
      const reader = new TestTransaction(storage);
      const before = await reader.statement((data) => read(data, ids));
      const writer = new TestTransaction(storage);
      await writer.statement((data) => write(data, ids));
      await writer.commit();
      const later = new TestTransaction(storage);
      const after = await later.statement((data) => read(data, ids)).catch(String);
      if (JSON.stringify(before, bigints) !== JSON.stringify(after, bigints)) {
        changes += 1;
        expect([...reader.transaction.reads].filter((key) => writer.transaction.touches.has(key))).not.toEqual([]);
      }
    }), { numRuns: 800 });
    expect(changes).toBeGreaterThan(80);
  });

  test('does not meet for lookups of other values, other documents and other tables', async () => {
    const { storage, ids } = await ledgerOf([{ a: int(1), b: undefined }, { a: int(2), b: undefined }]);
    const reader = new TestTransaction(storage);
    await reader.statement(async (data) => {
      const table = await tableNamed(data, 'things');
      await data.lookupIndex(table, indexOf(table, 'a'), [int(1), int(5)]);
      await data.lookupIds(table, pick(ids, [0]));
    });
    const writer = new TestTransaction(storage);
    await writer.statement(async (data) => {
      const table = await tableNamed(data, 'things');
      await data.replace(table, pick(ids, [1])[0] ?? '', document({ a: int(3), b: int(1) }));
      await data.insert(table, document({ a: int(4), b: undefined }));
      await data.insert(await tableNamed(data, 'others'), document({ a: int(1), b: undefined }));
    });
    expect([...reader.transaction.reads].filter((key) => writer.transaction.touches.has(key))).toEqual([]);
  });

  test('stays bounded for a statement that looks up very many values', async () => {
    const { storage } = await ledgerOf([]);
    const reader = new TestTransaction(storage);
    await reader.statement(async (data) => {
      const table = await tableNamed(data, 'things');
      for (let number = 0; number < 10_000; number += 500) {
        await data.lookupIndex(table, indexOf(table, 'a'), Array.from({ length: 500 }, (_, index) => int(number + index)));
      }
    });
    expect(reader.transaction.reads.size).toBeLessThan(2_100);
    const writer = new TestTransaction(storage);
    await writer.statement(async (data) => data.insert(await tableNamed(data, 'things'), document({ a: int(9_999), b: undefined })));
    expect([...reader.transaction.reads].some((key) => writer.transaction.touches.has(key))).toBe(true);
  });
});

async function ledgerOf(documents: ReadonlyArray<{ a: Value | undefined; b: Value | undefined }>) {
  const storage = new MemoryLedgerStorage();
  const ids: string[] = [];
  const first = new TestTransaction(storage);
  await first.statement((data) => data.createTable('things', new Map()));
  await first.statement((data) => data.createTable('others', new Map()));
  await first.statement((data) => data.createIndex('things', 'a'));
  await first.statement(async (data) => {
    for (const each of documents) {
      ids.push(await data.insert(await tableNamed(data, 'things'), document(each)));
    }
  });
  await first.commit();
  if (ids.length === 0) {
    ids.push(await insertOne(storage));
  }
  return { storage, ids };
}

async function insertOne(storage: MemoryLedgerStorage): Promise<string> {
  const transaction = new TestTransaction(storage);
  const id = await transaction.statement(async (data) => data.insert(await tableNamed(data, 'things'), document({ a: int(1), b: undefined })));
  await transaction.commit();
  return id;
}

function pick(ids: readonly string[], picks: readonly number[]): string[] {
  return picks.map((number) => ids[number % ids.length] ?? '');
}

async function rows(batches: AsyncIterable<ReadonlyArray<Parameters<typeof show>[0]>>): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const batch of batches) {
    found.push(...batch.map(show));
  }
  return found;
}

const bigints = (_name: string, each: unknown) => typeof each === 'bigint' ? String(each) : each;
