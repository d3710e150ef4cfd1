import { setTimeout as sleep } from 'node:timers/promises';
import { DestinationError } from '../../src/delivery/destination-error';
import { ExportWorker, type ExportWorkerOptions } from '../../src/delivery/export/export-worker';
import { runExport } from '../../src/delivery/export/run-export';
import { forgetExports } from '../../src/store/journal-exports';
import { ENGINES } from '../support/engines';
import { eventually } from '../support/eventually';
import { acceptExport, expectComplete, exportOf, ledgerOfBlocks } from '../support/export-jobs';
import { MemoryBucket } from '../support/memory-bucket';
import { id, TestLedgers } from '../support/test-ledgers';

const MAX_OBJECT_BYTES = 4_000;

describe.each(ENGINES)('the worker for exports on %s', (engine) => {
  let ledgers: TestLedgers;
  let bucket: MemoryBucket;
  const working: ExportWorker[] = [];
  beforeAll(async () => { ledgers = await TestLedgers.open(engine); });
  beforeEach(() => { bucket = new MemoryBucket(); });
  afterEach(async () => { await Promise.all(working.splice(0).map((each) => each.stop())); });
  afterAll(() => ledgers.close());

  const work = (options: Partial<ExportWorkerOptions> = {}): ExportWorker => {
    const worker = new ExportWorker({
      store: ledgers.store, account: ledgers.account, holder: id(), openDestination: () => bucket.destination(), intervalMilliseconds: 10,
      leaseMilliseconds: 10_000, startMilliseconds: 0, patienceMilliseconds: 3_600_000, expiryMilliseconds: 3_600_000,
      maxObjectBytes: MAX_OBJECT_BYTES, now: Date.now, log: ledgers.context.log, ...options,
    });
    working.push(worker);
    return worker;
  };
  const status = async (job: { readonly ledger: number; readonly id: string }) => (await exportOf(ledgers, job, job.id)).status;
  const refusal = () => new DestinationError('refused', 'AccessDenied', 'S3', 'not allowed', {});

  test('writes every export once, with several processes at it', async () => {
    const all = await Promise.all(Array.from({ length: 3 }, () => ledgerOfBlocks(ledgers, 10)));
    const jobs = [];
    for (const [index, ledger] of all.entries()) {
      jobs.push(await acceptExport(ledgers, ledger, { prefix: `${index}/` }));
    }
    const slow = () => bucket.destination({ before: () => sleep(5) });
    [1, 2, 3].forEach(() => work({ openDestination: slow }).nudge());
    for (const job of jobs) {
      await eventually(() => status(job), (now) => now === 'COMPLETED');
      await expectComplete(bucket, job, 11);
    }
    expect(new Set(bucket.puts).size).toBe(bucket.puts.length);
  });

  test('keeps its lease while one object takes longer than that', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 3);
    const job = await acceptExport(ledgers, ledger);
    let first = true;
    const slow = () => bucket.destination({
      before: async () => {
        if (first) {
          first = false;
          await sleep(3_000);
        }
      },
    });
    [1, 2].forEach(() => work({ openDestination: slow, leaseMilliseconds: 1_500 }));
    await eventually(() => status(job), (now) => now === 'COMPLETED');
    expect(new Set(bucket.puts).size).toBe(bucket.puts.length);
  });

  test('takes over from a process that died, once its lease is over', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 10);
    const job = await acceptExport(ledgers, ledger);
    const lease = `journal-export/${job.ledger}/${job.id}`;
    await ledgers.sql("insert into lease (name, holder, expires_at) values ($1, 'dead', clock_timestamp() + interval '500 milliseconds')", lease);
    const dies = bucket.destination({ before: () => { if (bucket.puts.length === 2) throw new Error('the process died'); } });
    const { log } = ledgers.context;
    const context = { db: ledgers.store, destination: dies, maxObjectBytes: MAX_OBJECT_BYTES, log };
    await expect(runExport(context, job, new AbortController().signal)).rejects.toThrow('died');
    work().nudge();
    await eventually(() => status(job), (now) => now === 'COMPLETED');
    await expectComplete(bucket, job, 11);
    expect(await ledgers.sql('select name from lease where name = $1', lease)).toEqual([]);
  });

  test('that is stopped leaves the rest to another', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 10);
    const job = await acceptExport(ledgers, ledger);
    const stopping: Array<Promise<void>> = [];
    const worker = work({ openDestination: () => bucket.destination({ after: () => void stopping.push(worker.stop()) }) });
    await eventually(async () => stopping.length, (length) => length > 0);
    await Promise.all(stopping);
    expect(await status(job)).toBe('IN_PROGRESS');
    expect(bucket.puts).toHaveLength(1);
    work();
    await eventually(() => status(job), (now) => now === 'COMPLETED');
    await expectComplete(bucket, job, 11);
  });

  test('goes on when a destination that failed can be written again', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 10);
    const job = await acceptExport(ledgers, ledger);
    let refusals = 0;
    const refusing = () => bucket.destination({
      before: () => {
        if (bucket.puts.length === 2 && refusals < 3) {
          refusals += 1;
          throw refusal();
        }
      },
    });
    work({ openDestination: refusing, patienceMilliseconds: 30_000, now: () => Date.now() * 1_000 });
    await eventually(() => status(job), (now) => now === 'COMPLETED');
    await expectComplete(bucket, job, 11);
    expect(refusals).toBe(3);
  });

  test('cancels an export whose destination fails for too long, and logs why', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 3);
    const job = await acceptExport(ledgers, ledger);
    ledgers.log.length = 0;
    work({ openDestination: () => bucket.destination({ before: () => { throw refusal(); } }), patienceMilliseconds: 100 });
    await eventually(() => status(job), (now) => now === 'CANCELLED');
    expect(ledgers.log.filter((line) => line.includes('export cancelled')).join()).toContain('not allowed');
    expect(bucket.objects.size).toBe(0);
  });

  test('cancels an export of a journal that cannot be read', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 3);
    const job = await acceptExport(ledgers, ledger);
    await ledgers.sql('delete from block where ledger = $1 and seq = 2', ledger.ledger);
    work();
    await eventually(() => status(job), (now) => now === 'CANCELLED');
  });

  test('waits while the key of the ledger cannot be used', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 3);
    const job = await acceptExport(ledgers, ledger);
    await ledgers.sql('update ledger set kms_key_inaccessible_at = clock_timestamp() where ledger = $1', ledger.ledger);
    const other = await acceptExport(ledgers, await ledgerOfBlocks(ledgers, 1), { prefix: 'other/' });
    work();
    await eventually(() => status(other), (now) => now === 'COMPLETED');
    expect(await status(job)).toBe('IN_PROGRESS');
    await ledgers.sql('update ledger set kms_key_inaccessible_at = null where ledger = $1', ledger.ledger);
    await eventually(() => status(job), (now) => now === 'COMPLETED');
    await expectComplete(bucket, job, 4);
  });

  test('leaves nothing of exports that have expired, nor of a ledger that is gone', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 3);
    const job = await acceptExport(ledgers, ledger);
    work();
    await eventually(() => status(job), (now) => now === 'COMPLETED');
    const tables = 'select id from journal_export where ledger = $1 union all select export from journal_export_object where ledger = $1';
    const rows = async () => (await ledgers.sql(tables, ledger.ledger)).length;
    await forgetExports(ledgers.store, 3_600_000);
    expect(await rows()).toBeGreaterThan(1);
    await forgetExports(ledgers.store, 0);
    expect(await rows()).toBe(0);
  });
});
