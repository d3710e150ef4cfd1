import { runStream, type StreamContext } from '../../../src/delivery/stream/run-stream';
import { advanceStream } from '../../../src/store/stream-progress';
import { ENGINES } from '../../support/engines';
import { ledgerOfBlocks } from '../../support/export-jobs';
import { FaultyStore, type Breakage } from '../../support/faulty-store';
import { MemoryKinesis } from '../../support/memory-kinesis';
import { acceptStream, expectedRecords, SCOPE, streamOf, summaries } from '../../support/stream-jobs';
import { withoutRepetitions } from '../../support/stream-records';
import { TestLedgers } from '../../support/test-ledgers';

const PACING = { pauseMilliseconds: 1, maxPauseMilliseconds: 1, maxRefusals: 1, random: Math.random };

describe.each(ENGINES)('a delivery on %s', (engine) => {
  let ledgers: TestLedgers;
  beforeAll(async () => { ledgers = await TestLedgers.open(engine); });
  afterAll(() => ledgers.close());

  const never = new AbortController().signal;
  const context = (kinesis: MemoryKinesis, parts: Partial<StreamContext> = {}): StreamContext => ({
    scope: SCOPE, store: ledgers.store, destination: kinesis.destination(), pacing: PACING, checkMilliseconds: 0, now: Date.now,
    log: ledgers.context.log, ...parts,
  });

  test.each<readonly [string, Breakage]>([
    ['before the database gets a statement', 'before'], ['before the answer of a statement', 'after'],
  ])('is complete whichever statement breaks, %s', async (_when, breakage) => {
    const ledger = await ledgerOfBlocks(ledgers, 3);
    let statements = 0;
    for (let nth = 1, broken = true; broken; nth += 1) {
      const kinesis = new MemoryKinesis();
      const stream = await acceptStream(ledgers, ledger, { endMilliseconds: Date.now(), aggregation: nth % 2 === 0 });
      const faulty = new FaultyStore(ledgers.store, nth, breakage);
      for (let tries = 0; (await streamOf(ledgers, stream)).status !== 'COMPLETED'; tries += 1) {
        expect(tries).toBeLessThan(3);
        await runStream(context(kinesis, { store: faulty.store }), stream, never).catch((error: NodeJS.ErrnoException) => expect(error.code).toBe('ECONNRESET'));
      }
      expect(withoutRepetitions(summaries(kinesis.records()))).toEqual([...await expectedRecords(ledgers, ledger, 1, 4), 'COMPLETED']);
      broken = faulty.broken;
      statements = nth;
    }
    expect(statements).toBeGreaterThan(5);
  });

  test('that another process has taken over in the middle ends, and does not go back behind it', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 3);
    const stream = await acceptStream(ledgers, ledger);
    const kinesis = new MemoryKinesis();
    const destination = kinesis.destination({ before: async () => void await advanceStream(ledgers.store, stream, 4) });
    await expect(runStream(context(kinesis, { destination }), stream, never)).rejects.toThrow('is delivered by another process');
    expect((await streamOf(ledgers, stream)).position).toBe(4);
  });

  test('of a long journal gives others their turn, and goes on from there', async () => {
    const ledger = await ledgerOfBlocks(ledgers, 1);
    // Blocks of which only the number and the time matter here.
    await ledgers.sql(`
      insert into block select ledger, seq + n, tx || n, ts, tx_time, hash, previous, entries, nodes, info, redaction, touch
      from block, generate_series(1, 2500) n where ledger = $1 and seq = 1 and n > 1`, ledger.ledger);
    const stream = await acceptStream(ledgers, ledger);
    const kinesis = new MemoryKinesis();
    expect(await runStream(context(kinesis), stream, never)).toBe(true);
    expect((await streamOf(ledgers, stream)).position).toBe(2_001);
    expect(await runStream(context(kinesis), stream, never)).toBe(false);
    expect((await streamOf(ledgers, stream)).position).toBe(2_502);
    expect(Math.max(...kinesis.stored.map(({ length }) => length))).toBeLessThanOrEqual(256 * 1024);
  });

  test('that is to stop sends nothing more', async () => {
    const stream = await acceptStream(ledgers, await ledgerOfBlocks(ledgers, 1));
    const kinesis = new MemoryKinesis();
    await expect(runStream(context(kinesis), stream, AbortSignal.abort())).rejects.toThrow('abort');
    expect(kinesis.stored).toEqual([]);
  });
});
