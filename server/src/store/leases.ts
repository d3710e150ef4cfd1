import { sql } from 'kysely';
import type { Queries } from './store';

/**
 * Takes the lease `name` for `holder`, or extends it when it has it already.
 *
 * The holder extends it while it works; when it dies, another may take it once the time is over. All times are the database's.
 *
 * @returns whether `holder` has the lease now
 */
export async function holdLease(queries: Queries, name: string, holder: string, milliseconds: number): Promise<boolean> {
  const expiry = sql<Date>`clock_timestamp() + ${milliseconds}::float8 * interval '1 millisecond'`;
  const held = await queries.insertInto('lease').values({ name, holder, expires_at: expiry })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ holder, expires_at: expiry })
      .where((where) => where.or([where('lease.holder', '=', holder), where('lease.expires_at', '<', sql<Date>`clock_timestamp()`)])))
    .returning('holder').executeTakeFirst();
  return held !== undefined;
}

/** Gives the lease back early, so that another need not wait for its end. */
export async function releaseLease(queries: Queries, name: string, holder: string): Promise<void> {
  await queries.deleteFrom('lease').where('name', '=', name).where('holder', '=', holder).execute();
}
