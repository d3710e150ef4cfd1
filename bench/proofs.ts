// What a digest and a revision's proof cost as the journal grows, over HTTP. `--million` goes on to 10^6 blocks.
import { GetBlockCommand, GetDigestCommand, GetRevisionCommand, type ValueHolder } from '@aws-sdk/client-qldb';
import { LEDGER, LedgerServer, TABLE, vehicle, withDirectory, withPostgres } from './support/ledger-server';
import { RawSession } from './support/raw-session';
import { HEADING, row, throughput } from './support/throughput';

const SIZES = [1_000, 10_000, 100_000, ...process.argv.includes('--million') ? [1_000_000] : []];
const WRITERS = 32;

async function grow(server: LedgerServer, sessions: readonly RawSession[], blocks: number): Promise<void> {
  let { sequenceNo } = await tip(server);
  await Promise.all(sessions.map(async (session) => {
    while (sequenceNo < blocks) {
      sequenceNo += 1;
      await session.transact(`INSERT INTO ${TABLE} ?`, vehicle(sequenceNo));
    }
  }));
}

async function tip(server: LedgerServer): Promise<{ readonly address: ValueHolder; readonly strandId: string; readonly sequenceNo: number }> {
  const { DigestTipAddress: address } = await server.client.send(new GetDigestCommand({ Name: LEDGER }));
  const [, strandId, sequenceNo] = /strandId:"(\w+)",sequenceNo:(\d+)/.exec(address?.IonText ?? '') ?? [];
  return { address: address!, strandId: String(strandId), sequenceNo: Number(sequenceNo) };
}

/** The id of a document that stands in the block. */
async function documentIn(server: LedgerServer, strandId: string, sequenceNo: number): Promise<string> {
  const { Block } = await server.client.send(new GetBlockCommand({ Name: LEDGER, BlockAddress: { IonText: `{strandId:"${strandId}",sequenceNo:${sequenceNo}}` } }));
  return String(/metadata:\{id:"(\w+)"/.exec(Block?.IonText ?? '')?.[1]);
}

async function measure(engine: string, flags: readonly string[]): Promise<void> {
  console.log(`\n${engine}\n${HEADING}`);
  const server = await LedgerServer.start(flags);
  const sessions = await Promise.all(Array.from({ length: WRITERS }, () => RawSession.start(server.endpoint, LEDGER)));
  try {
    for (const size of SIZES) {
      await grow(server, sessions, size);
      const { address, strandId } = await tip(server);
      const sequenceNo = Math.floor(size / 3);
      const documentId = await documentIn(server, strandId, sequenceNo);
      const revision = { Name: LEDGER, BlockAddress: { IonText: `{strandId:"${strandId}",sequenceNo:${sequenceNo}}` }, DocumentId: documentId };
      console.log(row(`${size} blocks, GetDigest`, await throughput([() => server.client.send(new GetDigestCommand({ Name: LEDGER }))], 2_000)));
      console.log(row(`${size} blocks, GetRevision, proof`, await throughput([() => server.client.send(new GetRevisionCommand({ ...revision, DigestTipAddress: address }))], 2_000)));
    }
  } finally {
    sessions.forEach((session) => session.close());
    await server.stop();
  }
}

async function main(): Promise<void> {
  await withDirectory((directory) => measure('PGlite', ['--data', directory]));
  await withPostgres((url) => measure('PostgreSQL', ['--database-url', url]));
}

void main();
