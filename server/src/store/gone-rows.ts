import { statement, type Statement, type Statements } from './statement';

/** Of every table that has rows of ledgers. */
const TABLES = [
  'entry', 'document', 'revision', 'block', 'user_index', 'user_table', 'redaction', 'outer_node', 'journal_export_object', 'journal_export', 'journal_stream',
] as const;

const NEXT = statement('next_gone_ledger', 'select ledger from gone_ledger order by ledger limit 1');
const FORGET = statement('forget_gone_ledger', 'delete from gone_ledger where ledger = $1');
const ERASE: readonly Statement[] = TABLES.map((table) => statement(`erase_${table}`, `
  delete from ${table} where ctid = any (array(select ctid from ${table} where ledger = $1 limit $2)) returning 1`));

/** A ledger that is gone and has left rows. */
export async function nextGoneLedger(db: Statements): Promise<number | undefined> {
  return (await db.run<{ readonly ledger: number }>(NEXT))[0]?.ledger;
}

/**
 * Removes rows of a ledger that is gone.
 *
 * @returns whether there may be more
 */
export async function eraseGoneLedger(db: Statements, ledger: number, limit: number): Promise<boolean> {
  for (const erase of ERASE) {
    if ((await db.run(erase, [ledger, limit])).length > 0) {
      return true;
    }
  }
  await db.run(FORGET, [ledger]);
  return false;
}
