import { GetRecordsCommand, GetShardIteratorCommand, ListShardsCommand } from '@aws-sdk/client-kinesis';
import { CreateLedgerCommand, GetDigestCommand, StreamJournalToKinesisCommand } from '@aws-sdk/client-qldb';
import { QLDBSessionClient } from '@aws-sdk/client-qldb-session';
import type { QldbServer, QldbServerOptions } from '../../../src';
import { SdkSession } from '../../session/sdk-session';
import { sdkClient } from '../../support/clients';
import { TestServers } from '../../support/engines';
import { deaggregated } from '../../support/kinesis-records';
import { KinesisStream } from '../../support/kinesis-stream';
import { Ministack } from '../../support/ministack';
import { decoded, summaryOf } from '../../support/stream-records';

const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };
const LEDGER = 'consumed';
const ROUNDS = 4;
const DOCUMENTS_A_ROUND = 6;

/** What a consumer keeps outside of itself: all that is left of it after a crash. */
class Shelf {
  /** Where it had got to in Kinesis when it last noted that: behind what it has taken. */
  checkpoint: string | undefined;
  readonly taken = new Map<string, number>();
}

/** Takes records, and dies after `lives` of Kinesis' records, before it notes the last of them. */
async function consume({ client, name }: KinesisStream, shelf: Shelf, lives: number): Promise<'died' | 'at the end'> {
  const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName: name }));
  const { ShardIterator } = await client.send(new GetShardIteratorCommand({
    StreamName: name,
    ShardId: Shards[0]?.ShardId,
    ...shelf.checkpoint === undefined
      ? { ShardIteratorType: 'TRIM_HORIZON' } : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: shelf.checkpoint },
  }));
  let left = lives;
  for (let iterator = ShardIterator; iterator !== undefined;) {
    const { Records = [], NextShardIterator } = await client.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: 2 }));
    for (const { Data = new Uint8Array(), SequenceNumber } of Records) {
      for (const summary of deaggregated(Data).map(decoded).map(summaryOf)) {
        shelf.taken.set(summary, (shelf.taken.get(summary) ?? 0) + 1);
      }
      left -= 1;
      if (left === 0) {
        return 'died';
      }
      shelf.checkpoint = SequenceNumber;
    }
    iterator = Records.length > 0 ? NextShardIterator : undefined;
  }
  return 'at the end';
}

async function write({ endpoint }: QldbServer, statement: string, documents: number): Promise<number> {
  const client = new QLDBSessionClient({ endpoint, region: 'us-east-1', credentials: CREDENTIALS });
  const qldb = sdkClient(endpoint);
  const session = await SdkSession.start({ client: () => client }, LEDGER);
  for (let n = 0; n < documents; n += 1) {
    await session.run([statement, { n }]);
  }
  const { DigestTipAddress } = await qldb.send(new GetDigestCommand({ Name: LEDGER }));
  client.destroy();
  qldb.destroy();
  return Number(/sequenceNo:(\d+)/.exec(DigestTipAddress?.IonText ?? '')?.[1]);
}

async function startStream({ endpoint }: QldbServer, kinesis: KinesisStream): Promise<void> {
  const qldb = sdkClient(endpoint);
  await qldb.send(new CreateLedgerCommand({ Name: LEDGER, PermissionsMode: 'STANDARD' }));
  await qldb.send(new StreamJournalToKinesisCommand({
    LedgerName: LEDGER, RoleArn: 'arn:aws:iam::000000000000:role/streamer', StreamName: 's', InclusiveStartTime: new Date(0),
    KinesisConfiguration: { StreamArn: kinesis.arn },
  }));
  qldb.destroy();
  const client = new QLDBSessionClient({ endpoint, region: 'us-east-1', credentials: CREDENTIALS });
  await (await SdkSession.start({ client: () => client }, LEDGER)).run('CREATE TABLE things');
  client.destroy();
}

test('a consumer that dies in the middle again and again, of a server that is restarted, has every block once when it passes over what it has', async () => {
  const [ministack, servers] = [await Ministack.start(), new TestServers('pglite')];
  const kinesis = await KinesisStream.create(ministack, 'consumed');
  const storage = await servers.storage();
  const delivery = { kinesisEndpoint: ministack.endpoint, stsEndpoint: ministack.endpoint, credentials: CREDENTIALS };
  const options: QldbServerOptions = { delivery, timings: { ledgerCreation: 0 } };
  const shelf = new Shelf();
  let tip = 0;
  let deaths = 0;
  const consumed = async (upTo: number) => {
    for (let lives = 1; !shelf.taken.has(`block ${upTo}`); lives += 1) {
      deaths += await consume(kinesis, shelf, lives) === 'died' ? 1 : 0;
    }
  };

  for (let round = 0; round < ROUNDS; round += 1) {
    const server = await servers.start(options, storage);
    if (round === 0) {
      await startStream(server, kinesis);
    }
    tip = await write(server, 'INSERT INTO things ?', DOCUMENTS_A_ROUND);
    if (round % 2 === 1) {
      await consumed(tip);
    }
    // What is not delivered yet, or not noted as delivered, is left to the next one.
    await server.close();
  }
  const last = await servers.start(options, storage);
  await consumed(tip);
  await last.close();

  const all = [...shelf.taken.keys()];
  expect(all[0]).toBe('CREATED');
  expect(all.filter((summary) => summary.startsWith('block'))).toEqual(Array.from({ length: tip }, (_, n) => `block ${n + 1}`));
  expect(all.filter((summary) => summary.startsWith('revision'))).toHaveLength(ROUNDS * DOCUMENTS_A_ROUND);
  // It did die, and did get records a second time.
  expect(deaths).toBeGreaterThan(2);
  expect(Math.max(...shelf.taken.values())).toBeGreaterThan(1);
  kinesis.close();
  await servers.closeAll();
  await ministack.stop();
}, 120_000);
