import type { ArchiveSource } from '../../src/archive/source/archive-source';
import { SourceError } from '../../src/archive/source/archive-source';
import { eraseGoneLedger, nextGoneLedger } from '../../src/store/gone-rows';
import { discardImport } from '../../src/store/ledger-imports';
import { openStore } from '../../src/store/open-store';
import { readJournalBlock } from '../../src/store/read-journal-block';
import type { Store } from '../../src/store/store';
import { randomJournal, STRAND } from '../journal/random-journal';
import { ENGINES, newStorage, storageOptions, type TestStorage } from '../support/engines';
import { eventually } from '../support/eventually';
import { Imports } from '../support/imports';
import { TestArchive } from '../support/test-archive';

const SIZE = 40;
const JOURNAL = randomJournal(SIZE, 7);
const BLOCKS = JOURNAL.blocks.slice(1);
const TIP = SIZE - 1;

/** An archive of which objects from some number on cannot be read: a connection that breaks. */
function breakingOff(archive: TestArchive, readable: number): ArchiveSource {
  const keys = new Set(archive.dataKeys().slice(readable));
  return {
    name: archive.name,
    list: () => archive.list(),
    async* read(key) {
      if (keys.has(key)) throw new SourceError(`'${key}' cannot be read`);
      yield* archive.read(key);
    },
    close: () => archive.close(),
  };
}

describe.each(ENGINES)('an import to %s', (engine) => {
  let storage: TestStorage;
  let store: Store;
  let imports: Imports;
  beforeEach(async () => {
    storage = await newStorage(engine);
    store = await openStore(storageOptions(storage), { onProblem: () => undefined });
    imports = await Imports.on(store);
  });
  afterEach(async () => {
    await store.close();
    await storage.remove();
  });

  async function expectWhole(name = 'restored'): Promise<void> {
    const { ledger, strand, imported_seq: last } = await imports.ledger(name);
    expect([strand, Number(last)]).toEqual([STRAND, TIP]);
    expect(await imports.digest(ledger, TIP)).toEqual(JOURNAL.digest(TIP));
    for (const block of BLOCKS) expect(await readJournalBlock(store, ledger, STRAND, block.address.sequenceNo)).toEqual(block);
  }

  test('that breaks off anywhere leaves no ledger, and goes on when it is run again', async () => {
    const archive = await TestArchive.of(BLOCKS);
    const objects = archive.dataKeys().length;
    expect(objects).toBeGreaterThan(3);
    let written = 0;
    for (let readable = 0; readable < objects; readable += 1) {
      await expect(imports.run(breakingOff(archive, readable))).rejects.toThrow('cannot be read');
      expect(await imports.ledgers()).toEqual([]);
      const [, upTo = 0] = /blocks up to (\d+) are there/.exec(imports.beginning) ?? [];
      expect(Number(upTo)).toBeGreaterThanOrEqual(written);
      written = Number(upTo);
    }
    expect(written).toBeGreaterThan(10);
    expect(await imports.run(archive)).toMatchObject({ verification: { blocks: { count: TIP } }, ledger: { lastBlock: TIP } });
    await expectWhole();
  });

  test('that has ended is only compared when it is run again', async () => {
    const archive = await TestArchive.of(BLOCKS);
    await imports.run(archive);
    const again = await imports.run(await TestArchive.of(BLOCKS, { format: 'ION_BINARY' }));
    expect(imports.beginning).toBe(`the ledger 'restored' was imported already, up to block ${TIP}: the archive is compared with it`);
    expect(again).toMatchObject({ verification: { status: 'consistent' }, ledger: { lastBlock: TIP } });
    expect(again.ledger).not.toHaveProperty('documents', expect.anything());
    await expectWhole();
    await expect(imports.run(await TestArchive.of(BLOCKS.slice(0, 20)))).rejects.toThrow(`blocks up to ${TIP} are there from before, the archive ends with 20`);
    await expect(imports.run(await TestArchive.of(randomJournal(SIZE, 8).blocks.slice(1)))).rejects.toThrow(`block ${TIP} has the hash`);
    const longer = randomJournal(SIZE + 5, 7).blocks.slice(1);
    await expect(imports.run(await TestArchive.of(longer))).rejects.toThrow(`was imported up to block ${TIP} and is in use; the archive goes on with block ${TIP + 1}`);
  });

  test('takes a name of its own, and a journal once', async () => {
    await imports.run(await TestArchive.of(BLOCKS), { name: 'first' });
    await expect(imports.run(await TestArchive.of(BLOCKS), { name: 'second' })).rejects.toThrow(
      `the journal ${STRAND} is that of the ledger 'first' already; a journal has one ledger`,
    );
    await store.run({ name: '', text: "update ledger set strand = 'another0000000000000ab'" });
    await expect(imports.run(await TestArchive.of(BLOCKS), { name: 'first' })).rejects.toThrow("there is a ledger with the name 'first'; give another --ledger");
  });

  test('whose name is taken meanwhile ends without a ledger, and goes on under another name', async () => {
    const archive = await TestArchive.of(BLOCKS);
    const source: ArchiveSource = {
      ...breakingOff(archive, Infinity),
      async* read(key) {
        // Not a manifest, which is read before anything is begun.
        if (archive.dataKeys().includes(key)) {
          await eventually(async () => imports.beginning, (beginning) => beginning !== '');
          await store.run({
            name: '', text: `
          insert into ledger (account, name, strand, created_at, active_at, permissions_mode, deletion_protection, tags)
          values ($1, 'restored', 'another0000000000000ab', now(), now(), 'STANDARD', true, '{}') on conflict do nothing`,
          }, [imports.account]);
        }
        yield* archive.read(key);
      },
    };
    await expect(imports.run(source)).rejects.toThrow("a ledger with the name 'restored' was created meanwhile; run this again with another --ledger");
    await imports.run(archive, { name: 'other' });
    expect(imports.beginning).toBe(`an import that was broken off is continued: blocks up to ${TIP} are there`);
    await expectWhole('other');
  });

  test('of a broken archive says what is wrong, keeps the blocks before, and goes on with one that is whole', async () => {
    const archive = await TestArchive.of(BLOCKS, { format: 'ION_BINARY', maxBytes: 1 });
    const [key = ''] = archive.dataKeys().filter((name) => name.includes('.20-20.'));
    const whole = archive.objects.get(key)!;
    const changed = Buffer.from(whole);
    changed[changed.length - 40]! += 1;
    archive.objects.set(key, changed);
    const failed = await imports.run(archive);
    expect(failed).toMatchObject({ verification: { status: 'broken', blocks: { last: TIP } }, unfinished: { lastBlock: 19 } });
    expect(failed.ledger).toBeUndefined();
    archive.objects.set(key, whole);
    await imports.run(archive);
    expect(imports.beginning).toContain('blocks up to 19 are there');
    await expectWhole();
  });

  test('with another digest than the blocks have leaves no ledger', async () => {
    const claims = [{ source: '--digest', requested: true, digest: JOURNAL.digest(0), tip: { sequenceNo: TIP } }];
    const failed = await imports.run(await TestArchive.of(BLOCKS), { claims });
    expect(failed).toMatchObject({ verification: { status: 'broken' }, unfinished: { lastBlock: TIP } });
    expect(await imports.ledgers()).toEqual([]);
  });

  test('that is continued with other blocks, or fewer, says so', async () => {
    const archive = await TestArchive.of(BLOCKS, { maxBytes: 1 });
    await expect(imports.run(breakingOff(archive, 20))).rejects.toThrow();
    await expect(imports.run(await TestArchive.of(randomJournal(SIZE, 8).blocks.slice(1)))).rejects.toThrow('or --discard to begin anew');
    await expect(imports.run(await TestArchive.of(BLOCKS.slice(0, 10)))).rejects.toThrow('blocks up to 20 are there from before, the archive ends with 10');
    await expect(imports.run(await TestArchive.of(BLOCKS.slice(5)), { historyOnly: true })).rejects.toThrow('do not begin with 6, as the archive does');
    await imports.run(archive);
    await expectWhole();
  });

  test('can be discarded, which leaves no row', async () => {
    await expect(imports.run(breakingOff(await TestArchive.of(BLOCKS), 3))).rejects.toThrow();
    expect(await discardImport(store.queries, imports.account, STRAND)).toBe(true);
    expect(await discardImport(store.queries, imports.account, STRAND)).toBe(false);
    await imports.run(await TestArchive.of(randomJournal(SIZE, 8).blocks.slice(1)), { name: 'other' });
    const gone = await nextGoneLedger(store);
    while (await eraseGoneLedger(store, gone!, 100));
    for (const table of ['block', 'revision', 'redaction']) {
      expect(await store.run({ name: '', text: `select 1 from ${table} where ledger = $1` }, [gone])).toEqual([]);
    }
    expect(await imports.ledgers()).toEqual(['other']);
  });

  test('of the same journal by two at a time makes one ledger, and is whole', async () => {
    const archive = await TestArchive.of(BLOCKS, { maxBytes: 1 });
    const outcomes = await Promise.allSettled([imports.run(archive), imports.run(archive)]);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ name: 'InputError', message: expect.stringContaining('another process has') });
    }
    await imports.run(archive);
    expect(await imports.ledgers()).toEqual(['restored']);
    await expectWhole();
  });

  test('of blocks that begin later needs a proof, or makes a ledger with history only', async () => {
    const archive = await TestArchive.of(BLOCKS.slice(9));
    await expect(imports.run(archive)).rejects.toThrow(
      'the archive begins with block 10: without the blocks before it its digest is not known. Give a proof of one of its blocks with --digest and --proof, or --history-only',
    );
    const { ledger } = await imports.run(archive, { historyOnly: true });
    expect(ledger).toMatchObject({ lastBlock: TIP });
    expect(ledger!.provenFrom).toBeUndefined();
    expect((await imports.ledger()).tree_seq).toBeNull();
  });
});
