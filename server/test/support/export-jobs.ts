import type { MemoryBucket } from './memory-bucket';
import { manifestKeys, verifyExport } from './read-export';
import { id, type TestLedgers } from './test-ledgers';
import { change, committed, createTable, writing } from './transactions';
import { completedManifestKey } from '../../src/delivery/export/export-keys';
import type { ExportRecord } from '../../src/model/journal-export';
import { findExport, insertExport } from '../../src/store/journal-exports';
import { lockLedger, type LedgerRecord } from '../../src/store/ledgers';
import { statementsIn } from '../../src/store/statement';

export const EXPIRY = 3_600_000;

/** A ledger of that many blocks with a document each, besides the first two. */
export async function ledgerOfBlocks(ledgers: TestLedgers, blocks: number): Promise<LedgerRecord> {
  const ledger = await ledgers.create();
  const storage = ledgers.storages.open(ledger);
  const table = await createTable(storage, 't');
  for (let n = 0; n < blocks; n += 1) {
    await committed(storage.commit(writing([change(table, id(), 0, { field0: n, text: 'x'.repeat(100) })])));
  }
  return ledger;
}

/** Accepts an export of everything up to a moment. */
export async function acceptExport(
  ledgers: TestLedgers, ledger: LedgerRecord, parts: { readonly endMilliseconds?: number; readonly prefix?: string } = {},
): Promise<ExportRecord> {
  const exportId = id();
  await ledgers.store.transaction(async (tx) => {
    await lockLedger(tx, ledgers.account, ledger.name);
    await insertExport(statementsIn(tx), {
      id: exportId, ledger: ledger.ledger, startMilliseconds: 0, endMilliseconds: Date.now() + 1, roleArn: 'arn:aws:iam::000000000000:role/exporter',
      bucket: 'bucket', prefix: 'p/', encryption: { type: 'NO_ENCRYPTION' }, ...parts,
    });
  });
  return exportOf(ledgers, ledger, exportId);
}

export async function exportOf(ledgers: TestLedgers, ledger: Pick<LedgerRecord, 'ledger'>, exportId: string): Promise<ExportRecord> {
  const record = await findExport(ledgers.store, ledgers.account, EXPIRY, ledger.ledger, exportId);
  if (!record) {
    throw new Error(`there is no export '${exportId}'`);
  }
  return record;
}

/** Checks that the objects of the completed manifest hold the blocks `1` to `last`, each once, in one chain. */
export async function expectComplete(bucket: MemoryBucket, job: ExportRecord, last: number): Promise<readonly string[]> {
  const keys = manifestKeys(bucket.read(completedManifestKey({ ...job, exportId: job.id })));
  const { sequenceNos } = await verifyExport(keys, async (key) => bucket.read(key));
  expect(sequenceNos).toEqual(Array.from({ length: last }, (_, index) => index + 1));
  return keys;
}
