import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateLedgerCommand, DescribeLedgerCommand, QLDBClient } from '@aws-sdk/client-qldb';
import { RawSession } from './raw-session';
import { encode } from '../../server/src/ion/encode';
import { int, string, structOf } from '../../server/src/ion/value';
import { PostgresCluster } from '../../server/test/support/postgres-cluster';
import { ServerProcess } from '../../server/test/support/server-process';

export const LEDGER = 'bench';
export const TABLE = 'Vehicle';

/** `qldb-server` in a process of its own, with a ledger that has one table, on PGlite or on PostgreSQL. */
export class LedgerServer {
  static async start(flags: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<LedgerServer> {
    const server = await ServerProcess.start([...flags, '--ledger-creation-time', '0ms'], environment);
    const client = new QLDBClient({ endpoint: server.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' } });
    await client.send(new CreateLedgerCommand({ Name: LEDGER, PermissionsMode: 'STANDARD' }));
    while ((await client.send(new DescribeLedgerCommand({ Name: LEDGER }))).State !== 'ACTIVE') {
      await sleep(20);
    }
    const session = await RawSession.start(server.endpoint, LEDGER);
    await session.transact(`CREATE TABLE ${TABLE}`);
    session.close();
    return new LedgerServer(server, client);
  }

  private constructor(private readonly server: ServerProcess, readonly client: QLDBClient) {}

  get endpoint(): string {
    return this.server.endpoint;
  }

  /** The most memory that the process has had at a time, in bytes. Linux only: elsewhere it is not known. */
  peakMemory(): number | undefined {
    const status = `/proc/${this.server.child.pid}/status`;
    const [, kibibytes] = (existsSync(status) && /VmHWM:\s+(\d+) kB/.exec(readFileSync(status, 'utf8'))) || [];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
  }

  async stop(): Promise<void> {
    this.client.destroy();
    await this.server.stop();
  }
}

/** A document of 293 bytes, the size of the vehicle registrations in AWS's samples. */
export function vehicle(number: number): Buffer {
  return encode(structOf({
    VIN: string(`1N4AL11D75C${String(number).padStart(6, '0')}`),
    Type: string('Sedan'),
    Year: int(2011),
    Make: string('Audi'),
    Model: string('A5'),
    Color: string('Silver'),
    Owner: string('a person with a name of usual length'),
    Note: string('x'.repeat(110)),
  }));
}

/** Runs `work` with a new directory and PostgreSQL cluster, and removes both. */
export async function withPostgres<T>(work: (url: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'qldb-bench-'));
  const cluster = await PostgresCluster.start(join(directory, 'postgres'));
  try {
    return await work(`${cluster.url}/postgres`);
  } finally {
    await cluster.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Runs `work` with a new directory, and removes it. */
export async function withDirectory<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'qldb-bench-'));
  try {
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
