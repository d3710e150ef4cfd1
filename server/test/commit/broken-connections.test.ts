import { CommitOutcomeUnknownError, type CommitOutcome, type PreparedTransaction } from '../../src/transaction/ledger-storage';
import { checkLedger } from '../support/check-ledger';
import { ENGINES } from '../support/engines';
import { FaultyStore, type Breakage } from '../support/faulty-store';
import { id, TestLedgers } from '../support/test-ledgers';
import { change, committed, keys, transaction, writing } from '../support/transactions';

const BREAKAGES: readonly Breakage[] = ['before', 'after'];

describe.each(ENGINES)('when the n-th statement breaks the connection, on %s', (engine) => {
  let ledgers: TestLedgers;
  beforeAll(async () => { ledgers = await TestLedgers.open(engine); });
  afterAll(() => ledgers.close());

  test.each(BREAKAGES)('for every n (%s it is done), there is no half block, and each answer is true', async (breakage) => {
    let rounds = 0;
    for (let completed = false; !completed; rounds += 1) {
      const ledger = await ledgers.create();
      const faulty = new FaultyStore(ledgers.store, rounds + 1, breakage);
      const outcomes = await runWorkload(faulty, ledger);
      completed = !faulty.broken;
      const blocks = await checkLedger(ledgers.store, ledger);
      for (const { transaction: { transactionId }, outcome } of outcomes) {
        const times = blocks.filter((each) => each === transactionId).length;
        if (outcome instanceof Error) {
          // What is not known may have happened; what was refused has not.
          expect([transactionId, times <= (outcome instanceof CommitOutcomeUnknownError ? 1 : 0)]).toEqual([transactionId, true]);
        } else {
          expect([transactionId, outcome.kind, times]).toEqual([transactionId, 'committed', 1]);
          expect(blocks[(outcome.kind === 'committed' && outcome.sequenceNo) || -1]).toBe(transactionId);
        }
      }
      if (completed) {
        expect(outcomes.filter(({ outcome }) => outcome instanceof Error)).toEqual([]);
      }
    }
    expect(rounds).toBeGreaterThan(15);
  }, 300_000);

  test('for longer than it may be away, the outcome is unknown, and the same transaction can be committed again', async () => {
    const ledger = await ledgers.create();
    const down = Object.create(ledgers.store, {
      connected: { value: async () => { throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }); } },
    }) as typeof ledgers.store;
    let away = false;
    const faulty = new FaultyStore(ledgers.store, 5, 'after');
    const switching = Object.create(ledgers.store, {
      connected: {
        value: (work: never) => {
          const target = away ? down : faulty.store;
          away = away || faulty.broken;
          return target.connected(work).finally(() => { away = away || faulty.broken; });
        },
      },
    }) as typeof ledgers.store;
    const storage = TestLedgers.storagesOn(switching, 50).open(ledger);
    const once = writing([change({ id: id(), name: 't', indexIds: [] }, id(), 0, { n: 1 })]);
    await expect(storage.commit(once)).rejects.toThrow(CommitOutcomeUnknownError);
    expect(await ledgers.storages.open(ledger).commit(once)).toEqual({ kind: 'committed', sequenceNo: 1 });
    expect(await checkLedger(ledgers.store, ledger)).toHaveLength(2);
  });
});

interface Answer {
  readonly transaction: PreparedTransaction;
  readonly outcome: CommitOutcome | Error;
}

/** DDL, inserts in a batch, an update, a redaction and a deletion, one after the other as far as each succeeds. */
async function runWorkload({ store }: FaultyStore, ledger: Parameters<TestLedgers['storages']['open']>[0]): Promise<readonly Answer[]> {
  const storage = TestLedgers.storagesOn(store).open(ledger);
  const answers: Answer[] = [];
  const commit = async (each: PreparedTransaction) => {
    const outcome = await storage.commit(each).catch((error: Error) => error);
    answers.push({ transaction: each, outcome });
    return committed(outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome));
  };
  const [tableId, indexId, first, second] = [id(), id(), id(), id()];
  const table = { id: tableId, name: 't', indexIds: [indexId] };
  try {
    await commit(transaction({
      catalogue: [
        { kind: 'create-table', tableId, name: 't', tags: new Map([['a', 'b']]) }, { kind: 'create-index', tableId, indexId, field: 'field0' },
      ],
    }));
    const [sequenceNo] = await Promise.all([
      commit(writing([change(table, first, 0, { field0: 'a' })])), commit(writing([change(table, second, 0, { field0: 'b' })])),
    ]);
    await commit(writing([change(table, first, 1, { field0: 'c' }, { field0: 'a' })], { snapshot: 2, reads: keys({ kind: 'document', documentId: first }) }));
    await commit(transaction({ redaction: { sequenceNo, tableId, documentId: first, version: 0 } }));
    await commit(writing([change(table, first, 2, undefined, { field0: 'c' })]));
  } catch {
    // The answer has been noted; what would have followed cannot.
  }
  return answers;
}
