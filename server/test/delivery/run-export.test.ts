import { UnreadableBlockError } from '../../src/delivery/damaged-block';
import { ExportTakenError, runExport } from '../../src/delivery/export/run-export';
import { hashIon } from '../../src/ion/hash';
import { beginExportObject } from '../../src/store/journal-exports';
import { MissingBlockError } from '../../src/store/read-journal-blocks';
import type { Statements } from '../../src/store/statement';
import { ENGINES } from '../support/engines';
import { acceptExport, expectComplete, exportOf, ledgerOfBlocks } from '../support/export-jobs';
import { MemoryBucket } from '../support/memory-bucket';
import { TestLedgers } from '../support/test-ledgers';

const never = new AbortController().signal;
/** Two or three blocks of the test ledgers. */
const MAX_OBJECT_BYTES = 4_000;

describe.each(ENGINES)('writing an export on %s', (engine) => {
  let ledgers: TestLedgers;
  let bucket: MemoryBucket;
  beforeAll(async () => { ledgers = await TestLedgers.open(engine); });
  beforeEach(() => { bucket = new MemoryBucket(); });
  afterAll(() => ledgers.close());

  const contextWith = (db: Statements = ledgers.store, destination = bucket.destination()) =>
    ({ db, destination, maxObjectBytes: MAX_OBJECT_BYTES, log: ledgers.context.log });

  test('splits it by size, and the manifest has the keys in order', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 12);
    const job = await acceptExport(ledgers, ledger);
    await runExport(contextWith(), job, never);
    const keys = await expectComplete(bucket, job, 13);
    expect(keys.length).toBeGreaterThanOrEqual(4);
    expect(bucket.puts).toEqual([...keys, `p/${job.id}.${ledger.strand}.completed.manifest`]);
    for (const key of keys) {
      expect(bucket.read(key).length).toBeLessThanOrEqual(MAX_OBJECT_BYTES);
    }
    expect(await exportOf(ledgers, ledger, job.id)).toMatchObject({ status: 'COMPLETED' });
  });

  /** Whatever is done, the n-th time it fails: before it has an effect, or after. */
  const failing = (at: number, after: boolean) => {
    let steps = 0;
    const step = async <T>(act: () => Promise<T>): Promise<T> => {
      steps += 1;
      if (steps === at && !after) {
        throw new Error('the process died');
      }
      const result = await act();
      if (steps === at) {
        throw new Error('the process died');
      }
      return result;
    };
    const { put, close } = bucket.destination();
    return contextWith(
      { run: (statement, values) => step(() => ledgers.store.run(statement, values)) },
      { put: (object) => step(() => put(object)), close },
    );
  };

  test.each([['before', false], ['after', true]] as const)(
    'goes on from every step that can fail, when it failed %s its effect',
    async (_when, after) => {
      const ledger = await ledgerOfBlocks(ledgers, 6);
      let died = true;
      let at = 1;
      for (; died; at += 1) {
        bucket = new MemoryBucket();
        const job = await acceptExport(ledgers, ledger);
        died = await runExport(failing(at, after), job, never).then(() => false, (error: Error) => {
          expect(error.message).toBe('the process died');
          return true;
        });
        if (died && (await exportOf(ledgers, ledger, job.id)).status === 'IN_PROGRESS') {
          await runExport(contextWith(), job, never);
        }
        await expectComplete(bucket, job, 7);
        expect(await exportOf(ledgers, ledger, job.id)).toMatchObject({ status: 'COMPLETED' });
      }
      expect(at).toBeGreaterThan(15);
    },
    120_000,
  );

  test('writes the blocks that it was about to write, also when data was redacted meanwhile', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 12);
    const job = await acceptExport(ledgers, ledger);
    const dies = bucket.destination({ before: () => { throw new Error('the process died'); } });
    await expect(runExport(contextWith(ledgers.store, dies), job, never)).rejects.toThrow('the process died');
    const [begun] = await ledgers.sql<{ readonly key: string }>('select key from journal_export_object where ledger = $1', ledger.ledger);
    const rows = await ledgers.sql<{ readonly seq: string; readonly data: Uint8Array }>(
      'select seq, data from revision where ledger = $1 and seq <= 8', ledger.ledger);
    for (const { seq, data } of rows) {
      const hash = hashIon(Buffer.from(data));
      await ledgers.sql('update revision set data = null, data_hash = $3 where ledger = $1 and seq = $2', ledger.ledger, seq, hash);
    }
    await runExport(contextWith(), job, never);
    const [first = ''] = await expectComplete(bucket, job, 13);
    expect(first).toBe(begun?.key);
    expect(bucket.read(first).toString()).toMatch(/dataHash:/);
    expect(bucket.read(first).toString()).not.toContain('xxx');
    expect(new Set(bucket.puts).size).toBe(bucket.puts.length);
  });

  test('leaves it to another process that is ahead', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 12);
    const job = await acceptExport(ledgers, ledger);
    // While this process read the blocks, another took over and began the object.
    const slow: Statements = {
      run: async (statement, values) => {
        if (statement.name.startsWith('begin_export_object')) {
          await beginExportObject(ledgers.store, job, { n: 0, first: 1, last: 2, key: 'p/other' });
        }
        return ledgers.store.run(statement, values);
      },
    };
    await expect(runExport(contextWith(slow), job, never)).rejects.toThrow(ExportTakenError);
    expect(bucket.puts).toEqual([]);
    await runExport(contextWith(), job, never);
    expect(bucket.puts[0]).toBe('p/other');
  });

  test('writes nothing more when the ledger is being deleted', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 12);
    const job = await acceptExport(ledgers, ledger);
    const deletes = bucket.destination({
      before: async () => {
        if (bucket.puts.length === 1) {
          await ledgers.delete(ledger.name);
        }
      },
    });
    await expect(runExport(contextWith(ledgers.store, deletes), job, never)).rejects.toThrow(ExportTakenError);
    expect(bucket.puts).toHaveLength(2);
  });

  test.each([
    ['is missing', 'delete from block where ledger = $1 and seq = 5', MissingBlockError, 'block 5 is missing'],
    ['cannot be decoded', 'update revision set data = set_byte(data, 0, 1) where ledger = $1 and seq = 5', UnreadableBlockError, 'block 5 is damaged'],
  ])('ends with the number of a block that %s', async (_what, damage, type, message) => {
    const ledger = await ledgerOfBlocks(ledgers, 6);
    const job = await acceptExport(ledgers, ledger);
    await ledgers.sql(damage, ledger.ledger);
    const error = await runExport(contextWith(), job, never).catch((problem: unknown) => problem);
    expect(error).toBeInstanceOf(type);
    expect((error as Error).message).toContain(message);
  });

  test('shows a block that was changed as it is, and logs it', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 3);
    const job = await acceptExport(ledgers, ledger);
    await ledgers.sql('update block set tx_time = tx_time - 1 where ledger = $1 and seq = 3', ledger.ledger);
    ledgers.log.length = 0;
    await runExport(contextWith(), job, never);
    expect(ledgers.log.filter((line) => line.includes('is not what was written')).join()).toContain('"sequenceNo":3');
    await expect(expectComplete(bucket, job, 4)).rejects.toThrow('block 3');
  });
});
