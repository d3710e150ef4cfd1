import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { Pool } from 'pg';
import { nativeRequire } from '../native-require';
import { DataDirectoryLock } from './data-directory-lock';
import { PGliteStream } from './pglite-stream';
import { Store, type PrepareSchema, type StoreEvents } from './store';

/** A database that ends with the process. */
export async function openMemory(): Promise<Store> {
  const database = await newPGlite();
  return Store.open('memory', poolOf(database), async () => database.close());
}

/**
 * A database in a directory, for one process at a time.
 *
 * @throws Error when another process has it open, or when it cannot be written
 */
export async function openDataDirectory(path: string, { onProblem }: StoreEvents, prepare?: PrepareSchema): Promise<Store> {
  const directory = resolve(path);
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Error(`the data directory '${directory}' cannot be made: ${(error as Error).message}; give a directory that this user may write`);
  }
  let database: PGlite | undefined;
  const lock = DataDirectoryLock.acquire(directory, (error) => {
    onProblem(error);
    // Another process may write here now: what this one would write is lost or worse, so requests have to fail.
    void database?.close();
  });
  try {
    const opened = await openOrMake(databasePath(directory));
    database = opened;
    return await Store.open('pglite', poolOf(opened), async () => {
      // Where the lock was lost it is closed already.
      if (!opened.closed) await opened.close();
      lock.release();
    }, prepare);
  } catch (error) {
    lock.release();
    throw new Error(`the database in '${directory}' cannot be opened: ${(error as Error).message}`, { cause: error });
  }
}

function poolOf(database: PGlite): Pool {
  const pool = new Pool({ stream: () => new PGliteStream(database), user: 'postgres', database: 'postgres', password: '', ssl: false, max: 1, idleTimeoutMillis: 0 });
  // The database has been closed meanwhile: what runs on the connection next fails, and says so.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Whether a directory has a database in it that was once opened. */
export function hasDatabase(path: string): boolean {
  return existsSync(databasePath(path));
}

function databasePath(directory: string): string {
  return join(resolve(directory), 'database');
}

/**
 * The database in a directory, made when there is none.
 *
 * It is made under another name, so that a process that dies meanwhile leaves nothing that looks like a database.
 */
async function openOrMake(path: string): Promise<PGlite> {
  if (!existsSync(path)) {
    const unfinished = `${path}.new`;
    await rm(unfinished, { recursive: true, force: true });
    await (await newPGlite(unfinished)).close();
    await rename(unfinished, path);
  }
  return loadPGlite().create(path);
}

/** A new database starts from a prepared image, which takes a third of the time that making one takes. */
async function newPGlite(path?: string): Promise<PGlite> {
  const { dataDir } = nativeRequire('@electric-sql/pglite-prepopulatedfs') as typeof import('@electric-sql/pglite-prepopulatedfs');
  return loadPGlite().create({ dataDir: path, loadDataDir: await dataDir() });
}

/** Loaded by the first server that needs it: it is 10 MB. */
function loadPGlite(): typeof import('@electric-sql/pglite').PGlite {
  const { PGlite: Engine } = nativeRequire('@electric-sql/pglite') as typeof import('@electric-sql/pglite');
  return Engine;
}
