import { Client } from 'pg';
import { newDatabase, type Engine } from './engines';
import { nativeRequire } from '../../src/native-require';

/** An empty database that has nothing to do with ledgers, as whoever leaves has one. */
export interface SqlDatabase {
  /** Runs all statements of a script, as it is. */
  load(script: string): Promise<void>;
  rows<R = Readonly<Record<string, unknown>>>(query: string): Promise<readonly R[]>;
  close(): Promise<void>;
}

export async function openSqlDatabase(engine: Engine): Promise<SqlDatabase> {
  return engine === 'pglite' ? openPGlite() : openPostgres();
}

async function openPGlite(): Promise<SqlDatabase> {
  const { PGlite } = nativeRequire('@electric-sql/pglite') as typeof import('@electric-sql/pglite');
  const { dataDir } = nativeRequire('@electric-sql/pglite-prepopulatedfs') as typeof import('@electric-sql/pglite-prepopulatedfs');
  const database = await PGlite.create({ loadDataDir: await dataDir() });
  return {
    load: async (script) => void await database.exec(script),
    rows: async <R>(query: string) => (await database.query<R>(query)).rows,
    close: () => database.close(),
  };
}

async function openPostgres(): Promise<SqlDatabase> {
  const storage = await newDatabase();
  const client = new Client({ connectionString: String(storage.options.databaseUrl) });
  await client.connect();
  return {
    load: async (script) => void await client.query(script),
    rows: async <R>(query: string) => (await client.query(query)).rows as R[],
    async close() {
      await client.end();
      await storage.remove();
    },
  };
}
