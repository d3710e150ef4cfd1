import pino from 'pino';
import { LedgerStorages } from '../../src/commit/ledger-storages';
import { readBlock } from '../../src/store/blocks';
import { ENGINES } from '../support/engines';
import { acceptExport, ledgerOfBlocks } from '../support/export-jobs';
import { id, ids, TestLedgers } from '../support/test-ledgers';
import { change, committed, createTable, writing } from '../support/transactions';

const HOUR = 3_600_000;

describe.each(ENGINES)('after an export was accepted on %s', (engine) => {
  let ledgers: TestLedgers;
  beforeAll(async () => { ledgers = await TestLedgers.open(engine); });
  afterAll(() => ledgers.close());

  test.each([['that had not committed yet', false], ['that had committed before', true]])(
    'a process whose clock is behind, and %s, makes no block with a time within it',
    async (_which, before) => {
      const ledger = await ledgerOfBlocks(ledgers, 3);
      const behind = { ...ids, now: () => Date.now() - HOUR };
      const late = new LedgerStorages({ store: ledgers.store, ids: behind, log: pino({ level: 'silent' }) }).open(ledger);
      const table = await createTable(ledgers.storages.open(ledger), 'late');
      const commit = async () => committed(late.commit(writing([change(table, id(), 0, { field0: 1 })])));
      if (before) {
        await commit();
      }
      // Later than any block: without the rule the next one would have the time of the last.
      const endMilliseconds = Date.now() + HOUR;
      const { last } = await acceptExport(ledgers, ledger, { endMilliseconds });
      for (let n = 0; n < 3; n += 1) {
        const sequenceNo = await commit();
        expect(sequenceNo).toBeGreaterThan(last);
        expect((await readBlock(ledgers.store, ledger.ledger, sequenceNo))?.timestamp).toBeGreaterThanOrEqual(endMilliseconds);
      }
      // Neither in the first export nor missing between the two.
      const next = await acceptExport(ledgers, ledger, { endMilliseconds: endMilliseconds + HOUR });
      expect([next.first, next.last]).toEqual([1, last + 3]);
    },
  );

  test('while processes commit, the blocks after its last one all have times after its end', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 1);
    const table = await createTable(ledgers.storages.open(ledger), 'busy');
    const processes = [0, HOUR].map((behind) => new LedgerStorages({
      store: ledgers.store, ids: { ...ids, now: () => Date.now() - behind }, log: pino({ level: 'silent' }),
    }).open(ledger));
    let accepting = true;
    const committing = processes.map(async (storage) => {
      while (accepting) {
        await committed(storage.commit(writing([change(table, id(), 0, { field0: 1 })])));
      }
    });
    const accepted = [];
    for (let n = 1; n <= 12; n += 1) {
      accepted.push(await acceptExport(ledgers, ledger, { endMilliseconds: Date.now() + n * 1_000 }));
    }
    accepting = false;
    await Promise.all(committing);
    const blocks = await ledgers.sql<{ readonly seq: string; readonly ts: string }>(
      'select seq, ts from block where ledger = $1 and seq > 0', ledger.ledger);
    for (const { last, endMilliseconds } of accepted) {
      expect(blocks.filter(({ seq, ts }) => (Number(seq) <= last) !== (Number(ts) < endMilliseconds))).toEqual([]);
    }
  });
});
