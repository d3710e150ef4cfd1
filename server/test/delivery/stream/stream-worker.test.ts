import { setTimeout as sleep } from 'node:timers/promises';
import { StreamWorker, type StreamWorkerOptions } from '../../../src/delivery/stream/stream-worker';
import type { JournalStream } from '../../../src/model/journal-stream';
import { finishStream, forgetStreams } from '../../../src/store/journal-streams';
import type { LedgerRecord } from '../../../src/store/ledgers';
import { ENGINES } from '../../support/engines';
import { eventually } from '../../support/eventually';
import { ledgerOfBlocks } from '../../support/export-jobs';
import { MemoryKinesis, missing, refusal, roleRefusal, silence, throttled, type KinesisHooks } from '../../support/memory-kinesis';
import { acceptStream, expectedRecords, SCOPE, streamOf, summaries } from '../../support/stream-jobs';
import { withoutRepetitions } from '../../support/stream-records';
import { id, TestLedgers } from '../../support/test-ledgers';
import { change, committed, createTable, writing } from '../../support/transactions';

const PACING = { pauseMilliseconds: 1, maxPauseMilliseconds: 5, maxRefusals: 5, random: Math.random };

describe.each(ENGINES)('the worker for streams on %s', (engine) => {
  let ledgers: TestLedgers;
  let kinesis: MemoryKinesis;
  const working: StreamWorker[] = [];
  beforeAll(async () => { ledgers = await TestLedgers.open(engine); });
  beforeEach(() => { kinesis = new MemoryKinesis(); });
  afterEach(async () => {
    await Promise.all(working.splice(0).map((each) => each.stop()));
    await ledgers.sql("update journal_stream set status = 'CANCELED', finished_at = clock_timestamp() where finished_at is null");
  });
  afterAll(() => ledgers.close());

  const work = (hooks: KinesisHooks = {}, options: Partial<StreamWorkerOptions> = {}): StreamWorker => {
    const worker = new StreamWorker({
      scope: SCOPE, store: ledgers.store, account: ledgers.account, holder: id(), openDestination: () => kinesis.destination(hooks),
      intervalMilliseconds: 10, leaseMilliseconds: 10_000, checkMilliseconds: 20, patienceMilliseconds: 3_600_000, expiryMilliseconds: 3_600_000,
      pacing: PACING, now: Date.now, log: ledgers.context.log, ...options,
    });
    working.push(worker);
    return worker;
  };
  const status = async (stream: JournalStream) => (await streamOf(ledgers, stream)).status;
  const position = async (stream: JournalStream) => (await streamOf(ledgers, stream)).position;
  const add = async (ledger: LedgerRecord, blocks: number) => {
    const storage = ledgers.storages.open(ledger);
    const table = await createTable(storage, `t${id()}`);
    for (let n = 1; n < blocks; n += 1) {
      await committed(storage.commit(writing([change(table, id(), 0, { field0: n }), change(table, id(), 0, { field0: -n })])));
    }
  };
  const seen = () => summaries(kinesis.records());
  const delivered = (stream: JournalStream, last: number) => eventually(() => position(stream), (now) => now > last);

  test.each([['aggregated', true], ['plain', false]])('delivers what is there and what comes, in its order, %s', async (_how, aggregation) => {
    const ledger = await ledgerOfBlocks(ledgers, 5);
    const stream = await acceptStream(ledgers, ledger, { aggregation });
    work();
    await delivered(stream, 6);
    await add(ledger, 5);
    await delivered(stream, 11);
    expect(seen()).toEqual(await expectedRecords(ledgers, ledger, 1, 11));
    expect(new Set(kinesis.records().map(({ streamArn }) => streamArn))).toEqual(new Set([`arn:aws:qldb:us-east-1:000000000000:stream/${ledger.name}/${stream.id}`]));
  });

  test('begins with the first block at or after its start', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 4);
    await sleep(5);
    await add(ledger, 3);
    const [{ ts = '' } = {}] = await ledgers.sql<{ readonly ts: string }>('select ts from block where ledger = $1 and seq = 6', ledger.ledger);
    const stream = await acceptStream(ledgers, ledger, { startMilliseconds: Number(ts) });
    work();
    await delivered(stream, 8);
    expect(seen()).toEqual(await expectedRecords(ledgers, ledger, 6, 8));
  });

  test('delivers a commit of its own process at once', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 1);
    const stream = await acceptStream(ledgers, ledger);
    const worker = work({}, { intervalMilliseconds: 3_600_000 });
    worker.nudge();
    await delivered(stream, 2);
    await add(ledger, 2);
    worker.onCommit();
    await delivered(stream, 4);
    expect(seen()).toEqual(await expectedRecords(ledgers, ledger, 1, 4));
  });

  test('completes a stream whose end has passed with the last block before it, and says so in the last record', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 4);
    await sleep(5);
    const endMilliseconds = Date.now();
    await sleep(5);
    await add(ledger, 3);
    const stream = await acceptStream(ledgers, ledger, { endMilliseconds });
    work();
    await eventually(() => status(stream), (now) => now === 'COMPLETED');
    expect(seen()).toEqual([...await expectedRecords(ledgers, ledger, 1, 5), 'COMPLETED']);
  });

  test('completes a stream when its end comes, and no block gets a time before the end any more', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 2);
    let now = Date.now();
    const endMilliseconds = now + 3_600_000;
    const stream = await acceptStream(ledgers, ledger, { endMilliseconds });
    work({}, { now: () => now });
    await delivered(stream, 3);
    expect(await status(stream)).toBe('ACTIVE');
    now = endMilliseconds;
    await eventually(() => status(stream), (is) => is === 'COMPLETED');
    // The clock of the process that commits is an hour behind the one that ended the stream.
    await add(ledger, 2);
    const late = await ledgers.sql('select from block where ledger = $1 and seq > 3 and ts < $2', ledger.ledger, endMilliseconds);
    expect(late).toEqual([]);
    expect(seen()).toEqual([...await expectedRecords(ledgers, ledger, 1, 3), 'COMPLETED']);
  });

  test('completes a stream of a range without blocks', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 2);
    const stream = await acceptStream(ledgers, ledger, { endMilliseconds: 1_000 });
    work();
    await eventually(() => status(stream), (now) => now === 'COMPLETED');
    expect(seen()).toEqual(['COMPLETED']);
  });

  test.each([
    ['the Kinesis stream is gone', missing, 'KINESIS_STREAM_NOT_FOUND'],
    ['its role may not write', refusal, 'IAM_PERMISSION_REVOKED'],
    ['its role cannot be assumed', roleRefusal, 'IAM_PERMISSION_REVOKED'],
  ] as const)('is IMPAIRED while %s and blocks wait, and ACTIVE again with nothing missing', async (_what, problem, cause) => {
    const ledger = await ledgerOfBlocks(ledgers, 3);
    const stream = await acceptStream(ledgers, ledger);
    let broken = true;
    work({ before: () => { if (broken) throw problem(); } });
    await eventually(() => streamOf(ledgers, stream), ({ status: now, errorCause }) => now === 'IMPAIRED' && errorCause === cause);
    await add(ledger, 2);
    expect(kinesis.stored).toEqual([]);
    broken = false;
    await delivered(stream, 6);
    const healed = await streamOf(ledgers, stream);
    expect([healed.status, healed.errorCause]).toEqual(['ACTIVE', undefined]);
    expect(seen()).toEqual(await expectedRecords(ledgers, ledger, 1, 6));
    expect(kinesis.opened).toBeGreaterThan(1);
  });

  test('finds out without anything to deliver that the destination is gone, and that it is back', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 1);
    const stream = await acceptStream(ledgers, ledger);
    let gone = false;
    work({ check: () => { if (gone) throw missing(); } });
    await delivered(stream, 2);
    gone = true;
    await eventually(() => streamOf(ledgers, stream), ({ status: now, errorCause }) => now === 'IMPAIRED' && errorCause === 'KINESIS_STREAM_NOT_FOUND');
    gone = false;
    await eventually(() => status(stream), (now) => now === 'ACTIVE');
    expect(seen()).toEqual(await expectedRecords(ledgers, ledger, 1, 2));
  });

  test('gives a stream up that is impaired for too long, with the cause', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 1);
    const stream = await acceptStream(ledgers, ledger);
    work({ before: () => { throw missing(); } }, { patienceMilliseconds: 60 });
    await eventually(() => streamOf(ledgers, stream), ({ status: now, errorCause }) => now === 'FAILED' && errorCause === 'KINESIS_STREAM_NOT_FOUND');
  });

  test('goes on by itself when Kinesis did not answer, and is ACTIVE all the time', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 3);
    const stream = await acceptStream(ledgers, ledger);
    let failures = 0;
    const statuses = new Set<string>();
    work({
      before: async () => {
        statuses.add(await status(stream));
        if (failures < 2) {
          failures += 1;
          throw silence();
        }
      },
    });
    await delivered(stream, 4);
    expect(statuses).toEqual(new Set(['ACTIVE']));
    expect(seen()).toEqual(await expectedRecords(ledgers, ledger, 1, 4));
  });

  test('waits when Kinesis has too much to do, and repeats from the first record that was refused', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 20);
    const stream = await acceptStream(ledgers, ledger, { aggregation: false });
    let requests = 0;
    work({
      before: (records) => {
        requests += 1;
        if (requests === 1) throw throttled();
        return requests < 6 ? Math.min(3, records.length) : records.length;
      },
    });
    await delivered(stream, 21);
    const expected = await expectedRecords(ledgers, ledger, 1, 21);
    // A consumer that goes by the last occurrence of each has them in their order, and none is missing.
    expect([...withoutRepetitions([...seen()].reverse())].reverse()).toEqual(expected);
    expect(kinesis.stored.length).toBeGreaterThan(expected.length);
  });

  test('is cancelled in the middle, and delivers nothing more than what was under way', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 10);
    const stream = await acceptStream(ledgers, ledger);
    work({ before: async () => void await finishStream(ledgers.store, stream, 'CANCELED') });
    await eventually(async () => kinesis.stored.length, (length) => length > 0);
    await add(ledger, 2);
    const other = await acceptStream(ledgers, await ledgerOfBlocks(ledgers, 1));
    await delivered(other, 2);
    const own = kinesis.records().filter(({ streamArn }) => streamArn.endsWith(stream.id));
    expect(summaries(own)).toEqual(await expectedRecords(ledgers, ledger, 1, 11));
    expect(await streamOf(ledgers, stream)).toMatchObject({ status: 'CANCELED', position: 1 });
  });

  test('fails for good at a block that can never be sent, after the ones before it', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 2);
    const storage = ledgers.storages.open(ledger);
    const table = await createTable(storage, 'large');
    await committed(storage.commit(writing([change(table, id(), 0, { field0: 'x'.repeat(1_100_000) })])));
    await add(ledger, 2);
    const stream = await acceptStream(ledgers, ledger, { aggregation: false });
    ledgers.log.length = 0;
    work();
    await eventually(() => status(stream), (now) => now === 'FAILED');
    expect((await streamOf(ledgers, stream)).errorCause).toBeUndefined();
    expect(seen()).toEqual([...await expectedRecords(ledgers, ledger, 1, 4), 'block 5']);
    expect(ledgers.log.filter((line) => line.includes('stream failed')).join()).toContain('block 5 cannot be delivered');
    expect(await ledgers.sql('select failure from journal_stream where id = $1', stream.id)).toEqual([{ failure: expect.stringContaining('block 5') }]);
  });

  test('fails for good where a block is missing', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 3);
    await ledgers.sql('delete from block where ledger = $1 and seq = 2', ledger.ledger);
    const stream = await acceptStream(ledgers, ledger);
    work();
    await eventually(() => status(stream), (now) => now === 'FAILED');
  });

  test('waits while the key of the ledger cannot be used', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 3);
    const stream = await acceptStream(ledgers, ledger);
    await ledgers.sql('update ledger set kms_key_inaccessible_at = clock_timestamp() where ledger = $1', ledger.ledger);
    const other = await acceptStream(ledgers, await ledgerOfBlocks(ledgers, 1));
    work();
    await delivered(other, 2);
    expect(await position(stream)).toBe(1);
    await ledgers.sql('update ledger set kms_key_inaccessible_at = null where ledger = $1', ledger.ledger);
    await delivered(stream, 4);
  });

  test('ends with its ledger', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 3);
    const stream = await acceptStream(ledgers, ledger);
    await ledgers.delete(ledger.name);
    const other = await acceptStream(ledgers, await ledgerOfBlocks(ledgers, 1));
    work();
    await delivered(other, 2);
    expect(kinesis.records().some(({ streamArn }) => streamArn.endsWith(stream.id))).toBe(false);
  });

  test('leaves nothing of streams that have expired', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 1);
    const stream = await acceptStream(ledgers, ledger, { endMilliseconds: 1_000 });
    work();
    await eventually(() => status(stream), (now) => now === 'COMPLETED');
    const rows = async () => (await ledgers.sql('select from journal_stream where ledger = $1', ledger.ledger)).length;
    await forgetStreams(ledgers.store, 3_600_000);
    expect(await rows()).toBe(1);
    await forgetStreams(ledgers.store, 0);
    expect(await rows()).toBe(0);
  });

  test('that is stopped leaves the rest to another, from where it was', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 10);
    const stream = await acceptStream(ledgers, ledger);
    const stopping: Array<Promise<void>> = [];
    const first = work({ after: () => void stopping.push(first.stop()) });
    await eventually(async () => stopping.length, (length) => length > 0);
    await Promise.all(stopping);
    await add(ledger, 3);
    work();
    await delivered(stream, 14);
    expect(withoutRepetitions(seen())).toEqual(await expectedRecords(ledgers, ledger, 1, 14));
  });

  test('takes a stream over from a process that died, once its lease is over, and repeats what was not noted', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 10);
    const stream = await acceptStream(ledgers, ledger);
    const lease = `journal-stream/${stream.ledger}/${stream.id}`;
    await ledgers.sql("insert into lease (name, holder, expires_at) values ($1, 'dead', clock_timestamp() + interval '500 milliseconds')", lease);
    work().nudge();
    await delivered(stream, 11);
    expect(seen()).toEqual(await expectedRecords(ledgers, ledger, 1, 11));
    await eventually(() => ledgers.sql('select name from lease where name = $1 and holder = $2', lease, 'dead'), (rows) => rows.length === 0);
  });

  test('delivers every stream, with several processes at it, each by one at a time', async () => {
    const streams = [];
    for (let n = 0; n < 3; n += 1) {
      const ledger = await ledgerOfBlocks(ledgers, 6);
      streams.push({ ledger, stream: await acceptStream(ledgers, ledger) });
    }
    [1, 2, 3].forEach(() => work({ before: () => sleep(3) }).nudge());
    for (const { ledger, stream } of streams) {
      await delivered(stream, 7);
      await add(ledger, 3);
      await delivered(stream, 10);
      const own = kinesis.records().filter(({ streamArn }) => streamArn.endsWith(stream.id));
      expect(summaries(own)).toEqual(await expectedRecords(ledgers, ledger, 1, 10));
    }
  });
});
