import { sql, type Transaction } from 'kysely';
import { migrations } from './migrations';
import type { Database } from './schema';

/**
 * Checks that the schema is the one that this version works with, and changes nothing.
 *
 * @throws Error when it is not
 */
export async function requireSchema(tx: Transaction<Database>): Promise<void> {
  const { rows: [found] } = await sql<{ readonly there: boolean }>`select to_regclass('schema_migration') is not null as there`.execute(tx);
  if (!found?.there) {
    throw new Error('it has no ledgers in it; give the database that a server was started with');
  }
  const applied = new Set((await tx.selectFrom('schema_migration').select('name').execute()).map(({ name }) => name));
  const missing = migrations.filter(({ name }) => !applied.has(name)).map(({ name }) => name);
  const unknown = [...applied].filter((name) => !migrations.some((step) => step.name === name));
  if (unknown.length > 0) {
    throw new Error(`it has schema steps that this version of qldb-server does not know (${unknown.join(', ')}); use the version that wrote it`);
  }
  if (missing.length > 0) {
    throw new Error(`it lacks schema steps of this version of qldb-server (${missing.join(', ')}); start a server of this version on it once, or use the version that wrote it`);
  }
}
