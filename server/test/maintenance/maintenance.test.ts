import { setImmediate as nextTurn } from 'node:timers/promises';
import { getBlock, getDigest, getRevision } from '../../src/control-plane/verification';
import { Maintenance, type MaintenanceOptions } from '../../src/maintenance/maintenance';
import { checkLedger } from '../support/check-ledger';
import { ENGINES } from '../support/engines';
import { eventually } from '../support/eventually';
import { id, TestLedgers } from '../support/test-ledgers';
import { change, committed, createTable, indexedField, keyOf, transaction, writing } from '../support/transactions';

describe.each(ENGINES)('work in the background on %s', (engine) => {
  let ledgers: TestLedgers;
  const working: Maintenance[] = [];
  beforeAll(async () => { ledgers = await TestLedgers.open(engine); });
  afterEach(async () => { await Promise.all(working.splice(0).map((each) => each.stop())); });
  afterAll(() => ledgers.close());

  const work = (options: Partial<MaintenanceOptions> = {}): Maintenance => {
    const { store, account, context: { log } } = ledgers;
    const maintenance = new Maintenance({
      store, account, log, holder: id(), now: Date.now, intervalMilliseconds: 10, redactionMilliseconds: 0, retentionMilliseconds: 3_600_000,
      ...options,
    });
    working.push(maintenance);
    return maintenance;
  };
  const count = async (table: string, ledger: number) => Number((await ledgers.sql<{ readonly n: string }>(`select count(*)::text as n from ${table} where ledger = $1`, ledger))[0]?.n);

  test('builds an index of documents that were there, while commits go on', async () => {
    const ledger = await ledgers.create();
    const storage = ledgers.storages.open(ledger);
    const { id: tableId } = await createTable(storage, 't');
    const indexId = id();
    const table = { id: tableId, name: 't', indexIds: [indexId] };
    const bare = { ...table, indexIds: [] };
    const all = Array.from({ length: 450 }, (_, n) => [id(), { version: 0, document: { field0: n % 10 } }] as const);
    const changed = new Set<string>();
    for (let from = 0; from < all.length; from += 40) {
      await committed(storage.commit(writing(all.slice(from, from + 40).map(([documentId, { document }]) => change(bare, documentId, 0, document)))));
    }
    const created = await committed(storage.commit(transaction({ catalogue: [{ kind: 'create-index', tableId, indexId, field: indexedField(0) }] })));
    const statusAt = async (snapshot: number) => (await storage.catalogue(snapshot))[0]?.indexes[0]?.status;
    expect(await statusAt(created)).toBe('BUILDING');
    work();
    let round = 0;
    for (let status = await statusAt(await storage.tip()); status !== 'ONLINE'; status = await statusAt(await storage.tip())) {
      // Changes of the key and not of the key, deletions and new documents, all over the table.
      const [documentId, { version, document: before }] = all[(round * 37) % all.length] ?? all[0]!;
      if (!changed.has(documentId)) {
        changed.add(documentId);
        const next = round % 5 === 0 ? undefined : round % 2 ? { field0: 100 + round % 3 } : before;
        await committed(storage.commit(writing([change(table, documentId, version + 1, next, before)])));
      }
      await committed(storage.commit(writing([change(table, id(), 0, { field0: round % 10 })])));
      round += 1;
      // PGlite answers without leaving this turn of the event loop; no timer would ever fire.
      await nextTurn();
    }
    await checkLedger(ledgers.store, ledger);
    const tip = await storage.tip();
    expect(await statusAt(created)).toBe('BUILDING');
    const everything = await storage.scan(tip, tableId, { limit: 10_000 });
    for (const value of [0, 1, 5, 9, 100, 101, 102]) {
      const key = keyOf({ field0: value }, 0);
      const found = await storage.liveByKeys(tip, indexId, key ? [key] : []);
      expect(found.map(({ documentId }) => documentId).sort()).toEqual(
        everything.filter(({ data }) => data?.equals(change(table, '', 0, { field0: value }).data ?? Buffer.alloc(0))).map(({ documentId }) => documentId).sort());
    }
  }, 120_000);

  test('calls an index FAILED that it cannot build, with the document', async () => {
    const ledger = await ledgers.create();
    const storage = ledgers.storages.open(ledger);
    const table = await createTable(storage, 't');
    const documentId = id();
    await committed(storage.commit(writing([change(table, documentId, 0, { field0: 1 })])));
    await ledgers.sql('update revision set data = set_byte(data, 0, 1) where ledger = $1', ledger.ledger);
    await committed(storage.commit(transaction({ catalogue: [{ kind: 'create-index', tableId: table.id, indexId: id(), field: 'field0' }] })));
    work();
    const tip = await storage.tip();
    const [index] = await eventually(async () => (await storage.catalogue(tip))[0]?.indexes ?? [], ([each]) => each?.status === 'FAILED');
    expect(index?.message).toContain(documentId);
    await ledgers.sql('update user_index set failure = null, until = seq where ledger = $1', ledger.ledger);
  });

  test('redacts after the delay, and everything still verifies', async () => {
    const ledger = await ledgers.create();
    const storage = ledgers.storages.open(ledger);
    const table = await createTable(storage, 't', 1);
    const documentId = id();
    const sequenceNo = await committed(storage.commit(writing([change(table, documentId, 0, { field0: 'secret' })])));
    await committed(storage.commit(writing([change(table, documentId, 1, { field0: 'public' }, { field0: 'secret' })])));
    const digestBefore = await ledgers.call(getDigest, ledger.name);
    await committed(storage.commit(transaction({ redaction: { sequenceNo, tableId: table.id, documentId, version: 0 } })));
    const BlockAddress = { IonText: `{strandId:"${ledger.strand}",sequenceNo:${sequenceNo}}` };
    const block = async () => JSON.stringify(await ledgers.call(getBlock, ledger.name, { BlockAddress }));
    const early = work({ redactionMilliseconds: 3_600_000 });
    early.nudge();
    await early.stop();
    expect(await block()).toContain('secret');
    const { DigestTipAddress } = digestBefore as { readonly DigestTipAddress: object };
    const proven = () => ledgers.call(getRevision, ledger.name, { BlockAddress, DocumentId: documentId, DigestTipAddress });
    const withData = JSON.stringify(await proven());
    ledgers.log.length = 0;
    work();
    await eventually(block, (text) => !text.includes('secret'));
    const redacted = JSON.stringify(await proven());
    expect(redacted).toContain('dataHash:');
    expect(JSON.parse(redacted).Proof).toEqual(JSON.parse(withData).Proof);
    const [old, live] = await storage.history(await storage.tip(), table.id, { limit: 10 });
    expect([old?.data, old?.dataHash?.length, live?.data !== undefined]).toEqual([undefined, 32, true]);
    expect(await storage.liveByIds(sequenceNo, table.id, [documentId])).toEqual([expect.objectContaining({ dataHash: old?.dataHash })]);
    expect(await count('entry', ledger.ledger)).toBe(1);
    expect(ledgers.log.filter((line) => /"level":[45]0/.test(line))).toEqual([]);
    await checkLedger(ledgers.store, ledger);
  });

  test('removes closed and dropped entries when no transaction needs them', async () => {
    const ledger = await ledgers.create();
    const storage = ledgers.storages.open(ledger);
    const table = await createTable(storage, 't', 2);
    const documentId = id();
    await committed(storage.commit(writing([change(table, documentId, 0, { field0: 1, field1: 1 })])));
    await committed(storage.commit(writing([change(table, documentId, 1, { field0: 2, field1: 1 }, { field0: 1, field1: 1 })])));
    await committed(storage.commit(transaction({ catalogue: [{ kind: 'drop-index', tableId: table.id, indexId: table.indexIds[1] ?? '' }] })));
    expect(await count('entry', ledger.ledger)).toBe(3);
    work({ retentionMilliseconds: 3_600_000, now: Date.now }).nudge();
    expect(await count('entry', ledger.ledger)).toBe(3);
    work({ retentionMilliseconds: 20 });
    await eventually(() => count('entry', ledger.ledger), (n) => n === 1);
    await checkLedger(ledgers.store, ledger);
  });

  test('erases what a ledger leaves, and a new one of its name never sees it', async () => {
    const first = await ledgers.create('again');
    const storage = ledgers.storages.open(first);
    const table = await createTable(storage, 't', 1);
    await committed(storage.commit(writing([change(table, id(), 0, { field0: 1 })])));
    await ledgers.delete('again');
    const second = await ledgers.create('again');
    const fresh = ledgers.storages.open(second);
    expect([await fresh.tip(), await fresh.catalogue(0), await fresh.findCommitted(id())]).toEqual([0, [], undefined]);
    expect(await count('revision', first.ledger)).toBe(1);
    work();
    const tables = ['block', 'revision', 'document', 'entry', 'user_table', 'user_index', 'gone_ledger'];
    await eventually(async () => (await Promise.all(tables.map((each) => count(each, first.ledger)))).reduce((sum, n) => sum + n), (n) => n === 0);
    expect(await count('block', second.ledger)).toBe(1);
    await ledgers.delete('again');
    await eventually(() => count('block', second.ledger), (n) => n === 0);
  });

  test('is taken over from a process that died', async () => {
    await ledgers.sql("insert into lease (name, holder, expires_at) values ($1, 'dead', clock_timestamp() + interval '300 milliseconds') on conflict (name) do update set holder = 'dead', expires_at = excluded.expires_at", `maintenance/${ledgers.account}`);
    const ledger = await ledgers.create();
    const storage = ledgers.storages.open(ledger);
    const table = await createTable(storage, 't');
    await committed(storage.commit(writing([change(table, id(), 0, { field0: 1 })])));
    await committed(storage.commit(transaction({ catalogue: [{ kind: 'create-index', tableId: table.id, indexId: id(), field: 'field0' }] })));
    work();
    await eventually(async () => (await storage.catalogue(await storage.tip()))[0]?.indexes[0]?.status, (status) => status === 'ONLINE');
    await checkLedger(ledgers.store, ledger);
  });
});
