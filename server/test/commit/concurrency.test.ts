import type { SqlLedgerStorage } from '../../src/commit/sql-ledger-storage';
import { decode } from '../../src/ion/decode';
import { fieldOf } from '../../src/ion/value';
import { checkLedger } from '../support/check-ledger';
import { ENGINES, newDatabase } from '../support/engines';
import { id, TestLedgers, type TestTable } from '../support/test-ledgers';
import { change, committed, createTable, keys, transaction, writing } from '../support/transactions';

const CLIENTS = 6;
const ROUNDS = 25;

describe('committers that read and write the same documents', () => {
  test.each(ENGINES)('of several processes lose no update (on %s as far as it has them)', async (engine) => {
    const storage = engine === 'postgresql' ? await newDatabase() : undefined;
    const ledgers = await TestLedgers.open(engine, { storage });
    const others = storage ? [await TestLedgers.open(engine, { storage }), await TestLedgers.open(engine, { storage })] : [];
    try {
      const ledger = await ledgers.create();
      const views = [ledgers.storages, ...others.map(({ storages }) => storages), TestLedgers.storagesOn(ledgers.store)]
        .map((each) => each.open(ledger));
      const table = await createTable(views[0] as SqlLedgerStorage, 'counters', 1);
      const counters = [id(), id(), id()];
      await committed((views[0] as SqlLedgerStorage).commit(writing(counters.map((each) => change(table, each, 0, { field0: 0 })))));
      const done = await Promise.all(Array.from({ length: CLIENTS }, async (_, client) => {
        const view = views[client % views.length] as SqlLedgerStorage;
        let increments = 0;
        for (let round = 0; round < ROUNDS; round += 1) {
          increments += await increment(view, table, counters[(client + round) % counters.length] ?? '') ? 1 : 0;
        }
        return increments;
      }));
      const acknowledged = done.reduce((sum, each) => sum + each, 0);
      const last = views[0] as SqlLedgerStorage;
      const values = (await last.scan(await last.tip(), table.id, { limit: 10 })).map(({ data }) => valueOf(data));
      expect(values.reduce((sum, each) => sum + each, 0)).toBe(acknowledged);
      expect(acknowledged).toBeGreaterThan(ROUNDS);
      expect(await checkLedger(ledgers.store, ledger)).toHaveLength(acknowledged + 3);
    } finally {
      await Promise.all(others.map((each) => each.close()));
      await ledgers.close();
      await storage?.remove();
    }
  }, 120_000);
});

/** As an application would: read, add one, commit; every other time it only reads. */
async function increment(view: SqlLedgerStorage, table: TestTable, documentId: string): Promise<boolean> {
  const snapshot = await view.tip();
  const [revision] = await view.liveByIds(snapshot, table.id, [documentId]);
  if (!revision) {
    throw new Error('the counter is gone');
  }
  const value = valueOf(revision.data);
  const reads = keys({ kind: 'document', documentId });
  if (value % 2 === 0) {
    await view.commit(transaction({ snapshot, reads }));
  }
  const outcome = await view.commit(writing(
    [change(table, documentId, revision.version + 1, { field0: value + 1 }, { field0: value })], { snapshot, reads, touches: reads }));
  return outcome.kind === 'committed';
}

function valueOf(data: Buffer | undefined): number {
  const document = data && decode(data);
  const value = document?.kind === 'struct' ? fieldOf(document, 'field0') : undefined;
  return value?.kind === 'int' ? Number(value.value) : NaN;
}
