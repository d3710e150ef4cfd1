// Committed transactions of one insert each, by replayed requests over HTTP: three requests a transaction. Beside them, plain inserts of the
// same bytes into the same engine, and the same requests to a server that only echoes.
import { PGlite } from '@electric-sql/pglite';
import { Pool } from 'pg';
import { LEDGER, LedgerServer, TABLE, vehicle, withDirectory, withPostgres } from './support/ledger-server';
import { RawSession } from './support/raw-session';
import { HEADING, row, throughput, type Throughput } from './support/throughput';
import { withEchoServer } from './support/with-echo-server';

const SESSIONS = [1, 8, 32];

let number = 0;
const document = () => vehicle(++number);

async function ledgerInserts(endpoint: string, sessions: number): Promise<Throughput> {
  const open = await Promise.all(Array.from({ length: sessions }, () => RawSession.start(endpoint, LEDGER)));
  try {
    return await throughput(open.map((session) => () => session.transact(`INSERT INTO ${TABLE} ?`, document())));
  } finally {
    open.forEach((session) => session.close());
  }
}

async function echoes(): Promise<void> {
  console.log(HEADING);
  await withEchoServer(async (endpoint) => {
    for (const sessions of SESSIONS) {
      console.log(row(`echo, ${sessions} sessions`, await ledgerInserts(endpoint, sessions)));
    }
  });
}

async function measureServer(flags: readonly string[], plain: ReadonlyMap<number, Throughput>): Promise<void> {
  const server = await LedgerServer.start(flags);
  try {
    for (const sessions of SESSIONS) {
      console.log(row(`ledger, ${sessions} sessions`, await ledgerInserts(server.endpoint, sessions), plain.get(sessions)));
    }
  } finally {
    await server.stop();
  }
}

const CREATE = 'create table plain (id bigint generated always as identity primary key, data bytea not null)';
const INSERT = 'insert into plain (data) values ($1)';

/** One session, so more callers only wait for one another. */
async function plainPglite(directory: string): Promise<ReadonlyMap<number, Throughput>> {
  const database = await PGlite.create(directory);
  await database.exec(CREATE);
  const results = new Map<number, Throughput>();
  for (const callers of SESSIONS) {
    results.set(callers, await throughput(Array.from({ length: callers }, () => () => database.query(INSERT, [document()]))));
  }
  await database.close();
  return results;
}

async function plainPostgres(url: string): Promise<ReadonlyMap<number, Throughput>> {
  const pool = new Pool({ connectionString: url, max: Math.max(...SESSIONS) });
  await pool.query(CREATE);
  const results = new Map<number, Throughput>();
  for (const callers of SESSIONS) {
    results.set(callers, await throughput(Array.from({ length: callers }, () => () => pool.query({ name: 'insert', text: INSERT, values: [document()] }))));
  }
  await pool.end();
  return results;
}

function show(engine: string, plain: ReadonlyMap<number, Throughput>): void {
  console.log(`\n${engine}\n${HEADING}`);
  for (const [callers, result] of plain) {
    console.log(row(`plain inserts, ${callers} callers`, result));
  }
}

async function main(): Promise<void> {
  await echoes();
  const pglite = await withDirectory(plainPglite);
  show('PGlite', pglite);
  await withDirectory((directory) => measureServer(['--data', directory], pglite));
  await withPostgres(async (url) => {
    const postgres = await plainPostgres(url);
    show('PostgreSQL', postgres);
    await measureServer(['--database-url', url], postgres);
  });
}

void main();
