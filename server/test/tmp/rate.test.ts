import { runExport } from '../../src/delivery/export/run-export';
import { acceptExport, exportOf } from '../support/export-jobs';
import { id, TestLedgers } from '../support/test-ledgers';
import { change, createTable, writing } from '../support/transactions';

test('rate', async () => {
  const ledgers = await TestLedgers.open('postgresql');
  const ledger = await ledgers.create();
  const storage = ledgers.storages.open(ledger);
  const table = await createTable(storage, 't');
  const N = 20_000;
  for (let n = 0; n < N; n += 64) {
    await Promise.all(Array.from({ length: 64 }, () => storage.commit(writing([change(table, id(), 0, { field0: n, text: 'x'.repeat(300) })]))));
  }
  for (const outputFormat of ['ION_TEXT', 'ION_BINARY', 'JSON'] as const) {
    const job = { ...await acceptExport(ledgers, ledger, { prefix: outputFormat }), outputFormat };
    let bytes = 0; let peak = 0; let objects = 0;
    const destination = { put: async ({ body }: { body: Buffer }) => { bytes += body.length; objects += 1; const m = process.memoryUsage(); peak = Math.max(peak, m.external + m.arrayBuffers); }, close: () => undefined };
    const from = Date.now();
    await runExport({ db: ledgers.store, destination, maxObjectBytes: 8 << 20, log: ledgers.context.log }, job, new AbortController().signal);
    const s = (Date.now() - from) / 1000;
    console.log(outputFormat, { blocks: job.last, s, perSecond: Math.round(job.last / s), MB: bytes / 1e6, objects, peakExternalMB: peak / 1e6, status: (await exportOf(ledgers, ledger, job.id)).status });
  }
  await ledgers.close();
}, 600_000);
