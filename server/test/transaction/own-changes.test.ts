import * as fc from 'fast-check';
import { MemoryLedgerStorage } from './memory-ledger-storage';
import { TestTransaction } from './test-transaction';
import { document, indexOf, tableNamed } from './test-values';
import { writeText } from '../../src/ion/text';
import { int, type Value } from '../../src/ion/value';
import type { Row } from '../../src/partiql/data-source';
import { parseStep, stepText } from '../../src/transaction/step-text';
import { Transaction } from '../../src/transaction/transaction';
import type { TransactionData } from '../../src/transaction/transaction-data';

const value = fc.constantFrom<Value | undefined>(int(1), int(2), int(3), undefined);
type Write =
  | { readonly kind: 'insert'; readonly a: Value | undefined }
  | { readonly kind: 'replace'; readonly which: number; readonly a: Value | undefined }
  | { readonly kind: 'remove'; readonly which: number };
const write: fc.Arbitrary<Write> = fc.oneof(
  value.map((a) => ({ kind: 'insert', a }) as const),
  fc.tuple(fc.nat(9), value).map(([which, a]) => ({ kind: 'replace', which, a }) as const),
  fc.nat(9).map((which) => ({ kind: 'remove', which }) as const),
);

describe('what a transaction wrote', () => {
  test('is read within it as it will be once it is committed', async () => {
    await fc.assert(fc.asyncProperty(fc.array(value, { maxLength: 250 }), fc.array(write, { maxLength: 12 }), async (stored, writes) => {
      const { storage, ids } = await ledgerOf(stored);
      const transaction = new TestTransaction(storage);
      for (const each of writes) {
        await transaction.statement((data) => apply(data, each, ids)).catch(() => undefined);
      }
      const within = await transaction.statement((data) => everything(data, ids));
      await transaction.commit();
      const afterwards = await new TestTransaction(storage).statement((data) => everything(data, ids));
      expect(within).toEqual(afterwards);
    }), { numRuns: 150 });
  });

  test('shows from the next statement on, not in the same', async () => {
    const { storage } = await ledgerOf([int(1)]);
    const transaction = new TestTransaction(storage);
    const [before, during] = await transaction.statement(async (data) => {
      const table = await tableNamed(data, 'things');
      const first = await data.lookupIndex(table, indexOf(table, 'a'), [int(2)]);
      await data.insert(table, document({ a: int(2) }));
      return [first, await data.lookupIndex(table, indexOf(table, 'a'), [int(2)])];
    });
    expect([before, during]).toEqual([[], []]);
    expect(await transaction.statement((data) => everything(data, []))).toMatchObject({ byIndex: { 2: [expect.anything()] } });
  });

  test('is not there after a statement that failed, what it read is', async () => {
    const { storage } = await ledgerOf([]);
    const transaction = new TestTransaction(storage);
    await expect(transaction.statement(async (data) => {
      await data.insert(await tableNamed(data, 'things'), document({ a: int(2) }));
      throw new Error('on purpose');
    })).rejects.toThrow('on purpose');
    expect(transaction.transaction.own.documents.size).toBe(0);
    expect(transaction.transaction.reads.size).toBe(1);
    expect(transaction.transaction.statements).toEqual([]);
  });

  test('has in the committed view what is certain before there is a block', async () => {
    const { storage, ids } = await ledgerOf([int(1)]);
    const transaction = new TestTransaction(storage);
    await transaction.statement(async (data) => data.replace(await tableNamed(data, 'things'), ids[0] ?? '', document({ a: int(2) })));
    const [row] = await transaction.statement(async (data) => data.lookupIds(await tableNamed(data, 'things'), ids));
    expect(writeText(row?.committed ?? int(0))).toBe(`{data:{a:2},metadata:{id:"${ids[0]}",version:1,txId:"${transaction.transaction.id}"}}`);
  });

  test('makes one revision of a document, however often it was written, and none of one that was made and deleted', async () => {
    const { storage, ids } = await ledgerOf([int(1)]);
    const transaction = new TestTransaction(storage);
    const table = await transaction.statement((data) => tableNamed(data, 'things'));
    await transaction.statement((data) => data.replace(table, ids[0] ?? '', document({ a: int(2) })));
    await transaction.statement((data) => data.replace(table, ids[0] ?? '', document({ a: int(3) })));
    const passing = await transaction.statement((data) => data.insert(table, document({ a: int(4) })));
    await transaction.statement((data) => data.remove(table, passing));
    await transaction.commit();
    expect(storage.committed.at(-1)?.documents).toMatchObject([{ documentId: ids[0], version: 1, statements: [1, 2] }]);
    await expect(new TestTransaction(storage).statement((data) => data.replace(table, passing, document({})))).rejects.toThrow('there is no document');
  });

  test('of a table and an index made in the same transaction is found through the index and has its entries', async () => {
    const storage = new MemoryLedgerStorage();
    const transaction = new TestTransaction(storage);
    await transaction.statement((data) => data.createTable('things', new Map()));
    await transaction.statement(async (data) => data.insert(await tableNamed(data, 'things'), document({ a: int(1), b: int(7) })));
    await transaction.statement((data) => data.createIndex('things', 'a'));
    await transaction.statement((data) => data.createIndex('things', 'b'));
    await transaction.statement(async (data) => {
      const table = await tableNamed(data, 'things');
      expect(table.indexes.map(({ status }) => status)).toEqual(['ONLINE', 'ONLINE']);
      expect(await data.lookupIndex(table, indexOf(table, 'b'), [int(7)])).toHaveLength(1);
      await data.dropIndex('things', indexOf(table, 'a').id);
    });
    await transaction.commit();
    expect(storage.committed[0]?.documents[0]?.entries).toEqual([{ indexId: expect.any(String), key: expect.any(Buffer) }]);
  });

  test('is the same after its steps went through the database', async () => {
    const { storage, ids } = await ledgerOf([int(1), int(2)]);
    const transaction = new TestTransaction(storage);
    const steps: string[] = [];
    const applied = jest.spyOn(transaction.transaction, 'apply');
    await transaction.statement((data) => data.createTable('tagged', new Map([['key', 'value']])));
    await transaction.statement((data) => apply(data, { kind: 'replace', which: 1, a: int(9) }, ids));
    await transaction.statement((data) => apply(data, { kind: 'remove', which: 0 }, ids));
    steps.push(...applied.mock.calls.map(([step]) => stepText(step)));
    const copy = new Transaction(transaction.transaction.start);
    steps.forEach((text) => copy.apply(parseStep(text)));
    expect(stateOf(copy)).toEqual(stateOf(transaction.transaction));
  });
});

function stateOf({ own, reads, touches, commitDigest, snapshot, statements, steps }: Transaction) {
  return { own, reads, touches, commitDigest, snapshot, statements, steps };
}

async function ledgerOf(values: ReadonlyArray<Value | undefined>) {
  const storage = new MemoryLedgerStorage();
  const first = new TestTransaction(storage, { documents: 1_000 });
  await first.statement((data) => data.createTable('things', new Map()));
  await first.statement((data) => data.createIndex('things', 'a'));
  const ids = await first.statement(async (data) => {
    const table = await tableNamed(data, 'things');
    return Promise.all(values.map((a) => data.insert(table, document({ a }))));
  });
  await first.commit();
  return { storage, ids };
}

async function apply(data: TransactionData, each: Write, ids: string[]): Promise<void> {
  const table = await tableNamed(data, 'things');
  const id = each.kind === 'insert' ? '' : ids[each.which % Math.max(1, ids.length)] ?? '';
  if (each.kind === 'insert') {
    ids.push(await data.insert(table, document({ a: each.a })));
  } else if (each.kind === 'replace') {
    await data.replace(table, id, document({ a: each.a }));
  } else {
    await data.remove(table, id);
  }
}

/** The table read in every way. */
async function everything(data: TransactionData, ids: readonly string[]) {
  const table = await tableNamed(data, 'things');
  const scanned: Row[] = [];
  for await (const batch of data.scan(table)) {
    scanned.push(...batch);
  }
  const index = indexOf(table, 'a');
  return {
    scan: scanned.map(brief),
    byId: (await data.lookupIds(table, ids)).map(brief),
    byIndex: {
      1: (await data.lookupIndex(table, index, [int(1)])).map(brief),
      2: (await data.lookupIndex(table, index, [int(2)])).map(brief),
      both: (await data.lookupIndex(table, index, [int(3), int(1), int(3)])).map(brief),
    },
  };
}

function brief({ documentId, data }: Row): readonly [string, string] {
  return [documentId, writeText(data)];
}
