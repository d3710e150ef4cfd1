import { unlinkSync } from 'node:fs';
import type { Worker } from 'node:worker_threads';
// As it is built: a thread starts from a file that Node itself can read.
import { ThreadedTarget } from '../../lib/import/thread/threaded-target';
import { importArchive } from '../../src/import/import-archive';
import { randomJournal, STRAND } from '../journal/random-journal';
import { newDataDirectory } from '../support/engines';
import { eventually } from '../support/eventually';
import { openTestArchive, TestArchive } from '../support/test-archive';

const JOURNAL = randomJournal(31, 5);

function newTarget(storage: unknown = { kind: 'memory' }, onProblem: (error: Error) => void = () => undefined): ThreadedTarget {
  return new ThreadedTarget({ storage, accountId: '000000000000', region: 'us-east-1' } as never, { onProblem });
}

describe('a store in a thread of its own', () => {
  let target: ThreadedTarget;
  afterEach(async () => target.close());

  test('takes a whole ledger, and says the same as one in this thread', async () => {
    target = newTarget();
    const told: string[] = [];
    const report = await importArchive(target, await openTestArchive(await TestArchive.of(JOURNAL.blocks.slice(1)), []), {
      name: 'restored', onStart: (beginning) => told.push(beginning),
    });
    expect(told).toEqual(['a new ledger']);
    expect(report.ledger).toMatchObject({ ledgerName: 'restored', strandId: STRAND, lastBlock: 30, provenFrom: 1 });
    expect(await target.start('restored', STRAND)).toEqual({ kind: 'finished', ledger: 1, position: 30 });
    const hash = await target.blockHash(1, 30);
    expect(hash).toBeInstanceOf(Buffer);
    expect(hash).toEqual(JOURNAL.blocks[30]!.blockHash);
    expect(await target.blockHash(1, 31)).toBeUndefined();
  });

  test('throws what is wrong with the input as what it is, and everything else as an error', async () => {
    target = newTarget();
    await target.start('restored', STRAND);
    const journal = {
      ledger: 1, name: 'restored', strandId: STRAND, permissionsMode: 'STANDARD', isThere: false, position: 30, foreignSeq: -1, tree: undefined,
      catalogue: { tables: [], notes: [] }, unproven: 0,
    } as const;
    const refused: unknown = await target.standUp(journal).catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: 'InputError', message: expect.stringContaining('another process has continued, finished or discarded this import') as string });
    const failed: unknown = await target.standUp({ ...journal, ledger: NaN }).catch((error: unknown) => error);
    expect(failed).not.toMatchObject({ name: 'InputError' });
    expect(failed).toMatchObject({ message: expect.stringContaining('NaN') as string });
  });

  test('that cannot be opened says so to every call, and can be closed', async () => {
    target = newTarget({ kind: 'postgresql', url: 'postgres://127.0.0.1:1/none' });
    await expect(target.start('restored', STRAND)).rejects.toThrow('ECONNREFUSED');
    await expect(target.discard(STRAND)).rejects.toThrow('ECONNREFUSED');
  });

  test('whose thread ends fails every call that waits, and those that come', async () => {
    target = newTarget();
    const waiting = [target.start('restored', STRAND), target.discard(STRAND)].map(async (call) => expect(call).rejects.toThrow('has ended before its time'));
    await (Reflect.get(target, 'worker') as Worker).terminate();
    await Promise.all(waiting);
    await expect(target.start('restored', STRAND)).rejects.toThrow('has ended before its time');
  });

  test('that loses its data directory tells of it', async () => {
    const storage = newDataDirectory();
    try {
      const problems: Error[] = [];
      const directory = String(storage.options.dataDir);
      target = newTarget({ kind: 'pglite', directory }, (error) => problems.push(error));
      await target.start('restored', STRAND);
      unlinkSync(`${directory}/qldb-server.lock`);
      await eventually(async () => problems.map(({ message }) => message).join(), (text) => text.includes('the lock of the data directory is lost'), 20_000);
    } finally {
      await target.close();
      await storage.remove();
    }
  });
});
