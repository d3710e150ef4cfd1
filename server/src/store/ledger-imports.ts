import { sql, type Transaction } from 'kysely';
import { findLedger, lockAccount, purgeGoneLedgers } from './ledgers';
import type { Database } from './schema';
import type { Int8 } from './statement';
import type { Queries } from './store';

/** `position` is the sequence number of the last block that is there. */
export type StartedImport =
  | { readonly kind: 'begun' | 'resumed'; readonly ledger: number; readonly position: number | undefined }
  /** The ledger is there already, imported from the same strand. */
  | { readonly kind: 'finished'; readonly ledger: number; readonly position: number };

export type ImportStart =
  | StartedImport
  /** There is another ledger, or another import, of that name or strand. */
  | { readonly kind: 'refused'; readonly reason: string };

/** Notes an import, or finds one of the same journal that was not finished; from then on that has the name given. */
export async function startImport(tx: Transaction<Database>, account: number, name: string, strand: string): Promise<ImportStart> {
  await lockAccount(tx, account);
  await purgeGoneLedgers(tx, account);
  const taken = await findLedger(tx, account, name);
  if (taken) {
    return taken.strand === strand && taken.importedSeq !== null && taken.state !== 'DELETING'
      ? { kind: 'finished', ledger: taken.ledger, position: taken.importedSeq }
      : { kind: 'refused', reason: `there is a ledger with the name '${name}'${taken.state === 'DELETING' ? ', which is being deleted' : ''}; give another --ledger` };
  }
  const same = await tx.selectFrom('ledger').select(['account', 'name']).where('strand', '=', strand).executeTakeFirst();
  if (same) {
    const where = same.account === account ? '' : ', of another account or Region,';
    return { kind: 'refused', reason: `the journal ${strand} is that of the ledger '${same.name}'${where} already; a journal has one ledger` };
  }
  const [found] = await importsOf(tx, strand);
  if (found && found.account !== account) {
    return { kind: 'refused', reason: `the journal ${strand} is being imported for another account or Region as '${found.name}'` };
  }
  const [other] = await sql<{ strand: string }>`
    select strand from ledger_import where account = ${account} and name = ${name} and strand <> ${strand}`.execute(tx).then(({ rows }) => rows);
  if (other) {
    return { kind: 'refused', reason: `an import of another journal, ${other.strand}, has the name '${name}'; give another --ledger` };
  }
  if (found) {
    await sql`update ledger_import set name = ${name} where ledger = ${found.ledger}`.execute(tx);
    return { kind: 'resumed', ledger: found.ledger, position: found.position === null ? undefined : Number(found.position) };
  }
  const { rows: [begun] } = await sql<{ ledger: number }>`
    insert into ledger_import (ledger, account, name, strand)
    values (nextval(pg_get_serial_sequence('ledger', 'ledger')), ${account}, ${name}, ${strand}) returning ledger`.execute(tx);
  return { kind: 'begun', ledger: begun!.ledger, position: undefined };
}

/**
 * Gives up an import that was not finished. Its rows are removed in the background by the next server.
 *
 * @returns whether there was one
 */
export async function discardImport(queries: Queries, account: number, strand: string): Promise<boolean> {
  const { rows } = await sql`
    with discarded as (delete from ledger_import where account = ${account} and strand = ${strand} returning ledger)
    insert into gone_ledger (ledger) select ledger from discarded returning ledger`.execute(queries);
  return rows.length > 0;
}

async function importsOf(tx: Transaction<Database>, strand: string) {
  const { rows } = await sql<{ ledger: number; account: number; name: string; position: Int8 | null }>`
    select ledger, account, name, position from ledger_import where strand = ${strand}`.execute(tx);
  return rows;
}
