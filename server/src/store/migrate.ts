import { sql, type Transaction } from 'kysely';
import { migrations } from './migrations';
import type { Migration } from './migrations/migration';
import type { Database } from './schema';

/**
 * Brings the schema up to date within the given transaction.
 *
 * kysely's own migrator serializes on advisory locks, which belong to a connection and do not pass through poolers or to another writer;
 * the lock on the table of applied steps belongs to the transaction. Two servers that start at once therefore wait for one another.
 *
 * @throws Error when the database was written by a newer version
 */
export async function migrate(tx: Transaction<Database>, steps: readonly Migration[] = migrations): Promise<void> {
  await sql`
    create table if not exists schema_migration (
      name text collate "C" primary key,
      applied_at timestamptz not null default clock_timestamp()
    )`.execute(tx);
  await sql`lock table schema_migration in exclusive mode`.execute(tx);
  const applied = await tx.selectFrom('schema_migration').select('name').orderBy('name').execute();
  const known = new Set(steps.map((step) => step.name));
  const unknown = applied.filter(({ name }) => !known.has(name)).map(({ name }) => name);
  if (unknown.length > 0) {
    throw new Error(
      `the database has schema steps that this version of qldb-server does not know (${unknown.join(', ')}): it was used by a newer version; run that version, or give this one another database`,
    );
  }
  const done = new Set(applied.map(({ name }) => name));
  for (const step of steps.filter(({ name }) => !done.has(name))) {
    for (const statement of step.statements) {
      await statement.execute(tx);
    }
    await tx.insertInto('schema_migration').values({ name: step.name }).execute();
  }
}
