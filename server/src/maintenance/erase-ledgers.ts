import type { MaintenanceContext } from './task';
import { eraseGoneLedger, nextGoneLedger } from '../store/gone-rows';
import { purgeGoneLedgers } from '../store/ledgers';

/** Rows at a time. */
const BATCH = 1_000;

/** Removes what a ledger that is gone has left. Nobody can see it any more: a new ledger of its name has another number. */
export async function eraseLedgers({ store, account, log }: MaintenanceContext): Promise<boolean> {
  await store.transaction((tx) => purgeGoneLedgers(tx, account));
  const ledger = await nextGoneLedger(store);
  if (ledger === undefined) {
    return false;
  }
  if (!await eraseGoneLedger(store, ledger, BATCH)) {
    log.info({ ledger }, 'the rows of a ledger that is gone are removed');
  }
  return true;
}
