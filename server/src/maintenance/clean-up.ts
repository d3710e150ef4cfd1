import type { MaintenanceContext } from './task';
import { eraseClosedEntries, eraseDroppedIndex, ledgersToClean } from '../store/old-entries';

/** Rows at a time. */
const BATCH = 1_000;

/** Removes index entries that only snapshots of long ago would need. Queries do not see them; they take room. */
export async function cleanUp({ store, account, retentionMilliseconds, now }: MaintenanceContext): Promise<boolean> {
  const before = now() - retentionMilliseconds;
  let more = await eraseDroppedIndex(store, account, before, BATCH);
  for (const ledger of await ledgersToClean(store, account)) {
    more = await eraseClosedEntries(store, ledger, before, BATCH) === BATCH || more;
  }
  return more;
}
