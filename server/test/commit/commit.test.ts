import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { checkBlock } from '../../src/journal/check-block';
import { readJournalBlock } from '../../src/store/read-journal-block';
import { LedgerGoneError, type PreparedTransaction } from '../../src/transaction/ledger-storage';
import { ENGINES } from '../support/engines';
import { id, TestLedgers } from '../support/test-ledgers';
import { change, committed, createTable, keys, transaction, writing } from '../support/transactions';

describe.each(ENGINES)('commits to a ledger on %s', (engine) => {
  let ledgers: TestLedgers;
  let clock = 0;
  beforeAll(async () => {
    ledgers = await TestLedgers.open(engine, { storages: { ids: { now: () => clock || Date.now(), randomBytes } } });
  });
  afterEach(() => { clock = 0; });
  afterAll(() => ledgers.close());

  test('begin with a first block that holds nothing of the user\'s', async () => {
    const ledger = await ledgers.create();
    const block = await readJournalBlock(ledgers.store, ledger.ledger, ledger.strand, 0);
    expect(block).toMatchObject({ address: { strandId: ledger.strand, sequenceNo: 0 }, revisions: [], timestamp: ledger.createdAt.getTime() });
    expect(block?.previousBlockHash).toHaveLength(0);
    expect(() => block && checkBlock(block)).not.toThrow();
    expect(await ledgers.storages.open(ledger).tip()).toBe(0);
  });

  test('give a ledger from before there were journals its first block, once, whoever asks first', async () => {
    const ledger = await ledgers.create();
    await ledgers.sql('delete from block where ledger = $1', ledger.ledger);
    const storage = ledgers.storages.open(ledger);
    const answers = await Promise.all([storage.tip(), storage.tip(), committed(storage.commit(writing([change({ id: id(), name: 't', indexIds: [] }, id(), 0, { n: 1 })])))]);
    expect(answers).toEqual([expect.any(Number), expect.any(Number), 1]);
    expect(await storage.tip()).toBe(1);
  });

  test('show in snapshots from their block on', async () => {
    const storage = await ledgers.newStorage();
    const table = await createTable(storage, 'people', 1);
    const [ada, grace] = [id(), id()];
    const first = await committed(storage.commit(writing([change(table, ada, 0, { field0: 'Ada' }), change(table, grace, 0, { field0: 'Grace' })])));
    const second = await committed(storage.commit(writing([change(table, ada, 1, { field0: 'Ada L.' }, { field0: 'Ada' })])));
    const third = await committed(storage.commit(writing([change(table, grace, 1, undefined, { field0: 'Grace' })])));
    const seen = async (snapshot: number) => (await storage.scan(snapshot, table.id, { limit: 10 }))
      .map(({ documentId, version, sequenceNo }) => ({ documentId, version, sequenceNo }));
    expect(await seen(first - 1)).toEqual([]);
    expect(await seen(first)).toEqual([ada, grace].sort().map((documentId) => ({ documentId, version: 0, sequenceNo: first })));
    expect(await seen(second)).toEqual(expect.arrayContaining([
      { documentId: ada, version: 1, sequenceNo: second },
      { documentId: grace, version: 0, sequenceNo: first },
    ]));
    expect(await seen(third)).toEqual([{ documentId: ada, version: 1, sequenceNo: second }]);
    expect(await storage.liveByIds(third, table.id, [ada, grace, id()])).toHaveLength(1);
    const history = await storage.history(third, table.id, { limit: 10, documentIds: [grace] });
    expect(history.map(({ version, data }) => [version, data !== undefined])).toEqual([[0, true], [1, false]]);
    expect(await storage.revisionInBlock(first, ada)).toMatchObject({ live: false, version: 0, tableId: table.id });
    expect(await storage.revisionInBlock(second, ada)).toMatchObject({ live: true });
    expect(await storage.revisionInBlock(third, grace)).toMatchObject({ live: false, version: 1 });
    expect(await storage.revisionInBlock(third, ada)).toBeUndefined();
  });

  describe('are refused when what they read has changed', () => {
    const readers: ReadonlyArray<readonly [string, (table: string, document: string) => Partial<PreparedTransaction>]> = [
      ['a document', (_, documentId) => ({ reads: keys({ kind: 'document', documentId }) })],
      ['a table', (tableId) => ({ reads: keys({ kind: 'table', tableId }) })],
    ];
    for (const [what, reads] of readers) {
      test.each(['in the batch before', 'in the same batch', 'in another process', 'long ago'])(`${what}, %s`, async (when) => {
        const ledger = await ledgers.create();
        const storage = ledgers.storages.open(ledger);
        const table = await createTable(storage, 't');
        const documentId = id();
        const snapshot = await committed(storage.commit(writing([change(table, documentId, 0, { n: 1 })])));
        const changing = writing([change(table, documentId, 1, { n: 2 })], { snapshot });
        const late = writing([change(table, id(), 0, { n: 3 })], { snapshot, ...reads(table.id, documentId) });
        const onlyReading = transaction({ snapshot, ...reads(table.id, documentId) });
        const unrelated = writing([change(table, id(), 0, { n: 4 })], { snapshot, touches: new Set(), reads: keys({ kind: 'document', documentId: id() }) });
        // What another process committed, this one reads from the database; what was long ago, it has forgotten.
        const other = when === 'in another process' ? storageApart(ledgers, ledger) : storage;
        const first = other.commit(changing);
        if (when !== 'in the same batch') {
          await first;
        }
        const reader = when === 'long ago' ? storageApart(ledgers, ledger) : storage;
        if (when === 'long ago') {
          await committed(reader.commit(writing([change(table, id(), 0, { n: 5 })], { touches: new Set() })));
        }
        const outcomes = await Promise.all([late, onlyReading, unrelated].map((each) => reader.commit(each)));
        expect((await first).kind).toBe('committed');
        expect(outcomes.map(({ kind }) => kind)).toEqual(['conflict', 'conflict', 'committed']);
      });
    }

    test('and not otherwise, nor when they read nothing', async () => {
      const storage = await ledgers.newStorage();
      const table = await createTable(storage, 't');
      const snapshot = await storage.tip();
      const [one, two] = [id(), id()];
      const touching = (documentId: string) => ({ touches: keys({ kind: 'document', documentId }), reads: keys({ kind: 'document', documentId }), snapshot });
      const outcomes = await Promise.all([
        storage.commit(writing([change(table, one, 0, { n: 1 })], touching(one))),
        storage.commit(writing([change(table, two, 0, { n: 1 })], touching(two))),
        storage.commit(writing([change(table, id(), 0, { n: 1 })])),
      ]);
      expect(outcomes).toEqual([1, 2, 3].map((n) => ({ kind: 'committed', sequenceNo: snapshot + n })));
    });
  });

  test('that change nothing leave no block', async () => {
    const storage = await ledgers.newStorage();
    expect(await storage.commit(transaction())).toEqual({ kind: 'committed' });
    expect(await storage.commit(transaction({ snapshot: 0, reads: keys({ kind: 'catalogue' }) }))).toEqual({ kind: 'committed' });
    expect(await storage.tip()).toBe(0);
  });

  test('of one transaction are one, however often and wherever it is sent', async () => {
    const ledger = await ledgers.create();
    const storage = ledgers.storages.open(ledger);
    const table = await createTable(storage, 't');
    const documentId = id();
    const snapshot = await storage.tip();
    const once = writing([change(table, documentId, 0, { n: 1 })], {
      snapshot, reads: keys({ kind: 'table', tableId: table.id }), touches: keys({ kind: 'table', tableId: table.id }),
    });
    const apart = storageApart(ledgers, ledger);
    const answers = await Promise.all([storage.commit(once), storage.commit(once), apart.commit(once), apart.commit({ ...once, reads: new Set() })]);
    expect(answers).toEqual(Array.from({ length: 4 }, () => ({ kind: 'committed', sequenceNo: snapshot + 1 })));
    await committed(storage.commit(writing([change(table, id(), 0, { n: 2 })])));
    const forgetful = storageApart(ledgers, ledger);
    expect(await forgetful.commit(once)).toEqual({ kind: 'committed', sequenceNo: snapshot + 1 });
    expect(await forgetful.findCommitted(once.transactionId)).toBe(snapshot + 1);
    expect(await storage.tip()).toBe(snapshot + 2);
  });

  test('have times that never go back, and none of the transaction\'s after its block\'s', async () => {
    const ledger = await ledgers.create();
    const storage = ledgers.storages.open(ledger);
    const table = { id: id(), name: 't', indexIds: [] };
    const now = Date.now();
    const times: Array<readonly [number, number]> = [];
    const moments = [[now + 5_000, now + 5_000], [now, now - 10], [now + 6_000, now + 5_990], [now + 6_500, now + 9_000]] as const;
    for (const [blockTime, transactionTime] of moments) {
      clock = blockTime;
      const sequenceNo = await committed(storage.commit(writing([change(table, id(), 0, { n: 1 })], { transactionTime })));
      const block = await readJournalBlock(ledgers.store, ledger.ledger, ledger.strand, sequenceNo);
      const [revision] = block?.revisions ?? [];
      times.push([block?.timestamp ?? 0, revision?.kind === 'user' ? revision.metadata.txTime : 0]);
    }
    expect(times.map(([block, tx]) => [block - now, tx - now])).toEqual([[5_000, 5_000], [5_000, 5_000], [6_000, 5_990], [6_500, 6_500]]);
  });

  test('to a ledger that is being deleted fail as such', async () => {
    const ledger = await ledgers.create();
    const storage = ledgers.storages.open(ledger);
    await storage.tip();
    await ledgers.delete(ledger.name);
    await expect(storage.commit(writing([change({ id: id(), name: 't', indexIds: [] }, id(), 0, { n: 1 })]))).rejects.toThrow(LedgerGoneError);
    await expect(storage.commit(transaction({ snapshot: 0, reads: keys({ kind: 'catalogue' }) }))).rejects.toThrow(LedgerGoneError);
    await expect(storage.tip()).rejects.toThrow(LedgerGoneError);
  });

  test('that do not fit the ledger fail and leave nothing, and the next one succeeds', async () => {
    const ledger = await ledgers.create();
    const storage = ledgers.storages.open(ledger);
    const table = await createTable(storage, 't');
    const documentId = id();
    await committed(storage.commit(writing([change(table, documentId, 0, { n: 1 })])));
    const wrong = [
      writing([change(table, documentId, 2, { n: 2 })]),
      writing([change(table, id(), 1, { n: 2 })]),
      writing([change(table, id(), 1, undefined)]),
      transaction({ catalogue: [{ kind: 'drop-table', tableId: id() }] }),
      transaction({ catalogue: [{ kind: 'drop-index', tableId: table.id, indexId: id() }] }),
      transaction({ catalogue: [{ kind: 'create-table', tableId: id(), name: 't', tags: new Map() }] }),
    ];
    for (const each of wrong) {
      await expect(storage.commit(each)).rejects.toThrow();
    }
    expect(await storage.tip()).toBe(2);
    expect(await committed(storage.commit(writing([change(table, documentId, 1, { n: 2 })])))).toBe(3);
    expect((await sql<{ readonly n: string }>`select count(*)::text as n from revision where ledger = ${ledger.ledger}`.execute(ledgers.store.queries)).rows).toEqual([{ n: '2' }]);
  });

  test('change the catalogue with their block', async () => {
    const storage = await ledgers.newStorage();
    const table = await createTable(storage, 't', 1);
    const at = async (snapshot: number) => (await storage.catalogue(snapshot))
      .map(({ name, active, indexes }) => [name, active, indexes.map(({ status }) => status)]);
    const [dropped, undropped, unindexed] = [
      await committed(storage.commit(transaction({ catalogue: [{ kind: 'drop-table', tableId: table.id }] }))),
      await committed(storage.commit(transaction({ catalogue: [{ kind: 'undrop-table', tableId: table.id }] }))),
      await committed(storage.commit(transaction({ catalogue: [{ kind: 'drop-index', tableId: table.id, indexId: table.indexIds[0] ?? '' }] }))),
    ];
    const both = await committed(storage.commit(transaction({
      catalogue: [{ kind: 'drop-table', tableId: table.id }, { kind: 'undrop-table', tableId: table.id }],
    })));
    expect([await at(0), await at(1), await at(dropped), await at(undropped), await at(unindexed), await at(both)]).toEqual([
      [], [['t', true, ['ONLINE']]], [['t', false, ['ONLINE']]], [['t', true, ['ONLINE']]], [['t', true, []]], [['t', true, []]],
    ]);
  });
});

/** The same ledger, with nothing remembered: as in another process. */
function storageApart(ledgers: TestLedgers, ledger: Parameters<TestLedgers['storages']['open']>[0]) {
  return TestLedgers.storagesOn(ledgers.store).open(ledger);
}
