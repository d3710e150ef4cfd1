import { statement, type Statements } from './statement';

const RAISE = statement('raise_not_before', 'update ledger set not_before = greatest(not_before, $2) where ledger = $1');

/**
 * From now on the ledger gets no block with a time before this one (milliseconds since the epoch), whatever the clocks of processes say. The
 * ledger is locked until the transaction ends; which blocks there are before the time is then settled.
 */
export async function noBlocksBefore(db: Statements, ledger: number, milliseconds: number): Promise<void> {
  await db.run(RAISE, [ledger, milliseconds]);
}
