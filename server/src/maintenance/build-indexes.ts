import { indexEntries } from './index-entries';
import type { MaintenanceContext } from './task';
import { lockLedgerForCommit } from '../store/blocks';
import {
  advanceIndexBuild, changedDocuments, documentsToIndex, failIndexBuild, insertBuiltEntries, nextIndexBuild, type BuiltEntry,
} from '../store/index-builds';

/** Documents at a time. Commits to the ledger wait for the second half of a piece of work. */
const BATCH = 200;

/**
 * Enters the next documents into an index that was created when they were there already.
 *
 * Commits keep the index up to date meanwhile. The documents are read and their keys made without keeping anyone from committing; then,
 * under the lock, those that have changed in between are looked at again.
 */
export async function buildIndexes({ store, account, log }: MaintenanceContext): Promise<boolean> {
  const build = await nextIndexBuild(store, account);
  if (!build) {
    return false;
  }
  const documents = await documentsToIndex(store, build, BATCH);
  let entries: readonly BuiltEntry[];
  try {
    entries = indexEntries(build.field, documents);
  } catch (error) {
    log.error({ err: error, ledger: build.ledger, index: build.indexId }, 'index cannot be built');
    await failIndexBuild(store, build, (error as Error).message);
    return true;
  }
  const finished = documents.length < BATCH;
  await store.atomically(async (db) => {
    await lockLedgerForCommit(db, build.ledger);
    if (await advanceIndexBuild(db, build, documents.at(-1)?.documentId ?? build.builtUpTo, finished)) {
      const changed = await changedDocuments(db, build, documents);
      await insertBuiltEntries(db, build, [...entries, ...indexEntries(build.field, changed)]);
    }
  });
  return true;
}
