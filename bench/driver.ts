// Transactions of one insert each through AWS's own driver for Node.js, beside the same driver against a server that only echoes: what is left
// of the driver's own rate.
import { QldbDriver } from 'amazon-qldb-driver-nodejs';
import { LEDGER, LedgerServer, TABLE, withDirectory, withPostgres } from './support/ledger-server';
import { HEADING, row, throughput, type Throughput } from './support/throughput';
import { withEchoServer } from './support/with-echo-server';

const SESSIONS = [1, 8];

async function inserts(endpoint: string, sessions: number): Promise<Throughput> {
  const driver = new QldbDriver(LEDGER, { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' } }, undefined, sessions);
  let number = 0;
  const insert = () => driver.executeLambda(async (transaction) => {
    number += 1;
    await transaction.execute(`INSERT INTO ${TABLE} ?`, { VIN: `1N4AL11D75C${number}`, Make: 'Audi', Model: 'A5', Year: 2011, Note: 'x'.repeat(160) });
  });
  try {
    return await throughput(Array.from({ length: sessions }, () => insert));
  } finally {
    driver.close();
  }
}

async function measure(name: string, endpoint: string, echo?: ReadonlyMap<number, Throughput>): Promise<ReadonlyMap<number, Throughput>> {
  const results = new Map<number, Throughput>();
  for (const sessions of SESSIONS) {
    const result = await inserts(endpoint, sessions);
    results.set(sessions, result);
    console.log(row(`${name}, ${sessions} sessions`, result, echo?.get(sessions), 'echo'));
  }
  return results;
}

async function main(): Promise<void> {
  console.log(HEADING);
  const echo = await withEchoServer((endpoint) => measure('echo', endpoint));
  const ledger = async (name: string, flags: readonly string[]) => {
    const server = await LedgerServer.start(flags);
    await measure(name, server.endpoint, echo).finally(() => server.stop());
  };
  await withDirectory((directory) => ledger('ledger on PGlite', ['--data', directory]));
  await withPostgres((url) => ledger('ledger on PostgreSQL', ['--database-url', url]));
}

void main();
