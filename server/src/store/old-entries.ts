import { statement, type Int8, type Statements } from './statement';

const FOREVER = '9223372036854775807';

const DROPPED = statement('dropped_index', `
  select i.ledger, i.id from user_index i join ledger l on l.ledger = i.ledger and l.account = $1
    join block b on b.ledger = i.ledger and b.seq = i.until
  where i.until < ${FOREVER} and not i.erased and b.ts < $2 limit 1`);
const ERASE_DROPPED = statement('erase_dropped_entries', `
  delete from entry where ctid = any (array(select ctid from entry where ledger = $1 and idx = $2 limit $3)) returning 1`);
const SET_ERASED = statement('set_index_erased', 'update user_index set erased = true where ledger = $1 and id = $2');
const LEDGERS = statement('ledgers_to_clean', 'select ledger from ledger where account = $1 and gone_at is null order by ledger');
const ERASE_CLOSED = statement('erase_closed_entries', `
  delete from entry where ctid = any (array(
    select ctid from entry where ledger = $1 and until < ${FOREVER}
      and until <= last_block_at($1, coalesce((select max(seq) from block where ledger = $1), -1), $2) limit $3)) returning 1`);

/**
 * Removes entries of an index that was dropped before a moment, when no transaction can be old enough to use it.
 *
 * @param before milliseconds since the epoch
 * @returns whether there may be more
 */
export async function eraseDroppedIndex(db: Statements, account: number, before: number, limit: number): Promise<boolean> {
  const [index] = await db.run<{ readonly ledger: number; readonly id: string }>(DROPPED, [account, before]);
  if (!index) {
    return false;
  }
  if ((await db.run(ERASE_DROPPED, [index.ledger, index.id, limit])).length === 0) {
    await db.run(SET_ERASED, [index.ledger, index.id]);
  }
  return true;
}

/** The ledgers of the account. */
export async function ledgersToClean(db: Statements, account: number): Promise<readonly number[]> {
  return (await db.run<{ readonly ledger: number }>(LEDGERS, [account])).map(({ ledger }) => ledger);
}

/** The same for entries that were replaced. @returns how many were removed */
export async function eraseClosedEntries(db: Statements, ledger: number, before: number, limit: number): Promise<number> {
  return (await db.run<Int8>(ERASE_CLOSED, [ledger, before, limit])).length;
}
