import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { PREPARED } from './prepared';
import { startQldbServer, type QldbServer, type QldbServerOptions } from '../../src';
import type { StorageOptions } from '../../src/store/open-store';

/** A place for ledgers that nothing else uses. */
export interface TestStorage {
  readonly options: Pick<QldbServerOptions, 'dataDir' | 'databaseUrl'>;
  remove(): Promise<void>;
}

/** Both engines, for `describe.each`: the same tests run on each. */
export const ENGINES = ['pglite', 'postgresql'] as const;

export type Engine = (typeof ENGINES)[number];

export async function newStorage(engine: Engine): Promise<TestStorage> {
  return engine === 'pglite' ? newDataDirectory() : newDatabase();
}

/** The same for the store alone, without a server. */
export function storageOptions({ options: { dataDir, databaseUrl } }: TestStorage): StorageOptions {
  return dataDir === undefined ? { kind: 'postgresql', url: String(databaseUrl) } : { kind: 'pglite', directory: dataDir };
}

/** An empty PGlite data directory: a copy of the prepared one, because making one takes seconds. */
export function newDataDirectory(): TestStorage {
  const dataDir = mkdtempSync(join(tmpdir(), 'qldb-server-data-'));
  cpSync(prepared('pglite'), dataDir, { recursive: true });
  return { options: { dataDir }, remove: async () => rmSync(dataDir, { recursive: true, force: true }) };
}

export async function newDatabase(): Promise<TestStorage> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(`create database ${name}`);
  return {
    options: { databaseUrl: `${prepared('postgresUrl')}/${name}` },
    remove: () => administer(`drop database ${name} with (force)`),
  };
}

/** Starts servers on one engine and clears up what they leave. */
export class TestServers {
  private readonly open: Array<() => Promise<void>> = [];

  constructor(readonly engine: Engine) {}

  async start(options: QldbServerOptions = {}, storage?: TestStorage): Promise<QldbServer> {
    const server = await startQldbServer({ ...(storage ?? await this.storage()).options, ...options });
    this.open.push(() => server.close());
    return server;
  }

  /** For tests that start a server several times, or several servers, on the same ledgers. */
  async storage(): Promise<TestStorage> {
    const storage = await newStorage(this.engine);
    this.open.push(() => storage.remove());
    return storage;
  }

  async closeAll(): Promise<void> {
    for (const close of this.open.splice(0).reverse()) {
      await close();
    }
  }
}

async function administer(statement: string): Promise<void> {
  const client = new Client({ connectionString: `${prepared('postgresUrl')}/postgres` });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

function prepared(name: keyof typeof PREPARED): string {
  const value = process.env[PREPARED[name]];
  if (value === undefined) {
    throw new Error('the tests of qldb-server run with `jest --config server/jest.config.json`, which prepares the databases');
  }
  return value;
}
