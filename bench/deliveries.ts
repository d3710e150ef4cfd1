// A journal of many revisions, exported to S3 and streamed to Kinesis, beside the same bytes put there by plain requests. Both services are
// stand-ins on this machine, so the rates say what the server adds and not what AWS would take. `--revisions N` takes another size.
import { setTimeout as sleep } from 'node:timers/promises';
import { PutRecordsCommand } from '@aws-sdk/client-kinesis';
import {
  DescribeJournalKinesisStreamCommand, DescribeJournalS3ExportCommand, ExportJournalToS3Command, StreamJournalToKinesisCommand, type OutputFormat,
} from '@aws-sdk/client-qldb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { LEDGER, LedgerServer, TABLE, vehicle, withDirectory } from './support/ledger-server';
import { RawSession } from './support/raw-session';
import { decode } from '../server/src/ion/decode';
import { fieldOf } from '../server/src/ion/value';
import { ExportBucket } from '../server/test/support/export-bucket';
import { deaggregated } from '../server/test/support/kinesis-records';
import { KinesisStream } from '../server/test/support/kinesis-stream';
import { Ministack } from '../server/test/support/ministack';
import { manifestKeys } from '../server/test/support/read-export';

const SIZE = process.argv.indexOf('--revisions');
const REVISIONS = SIZE < 0 ? 100_000 : Number(process.argv[SIZE + 1]);
/** QLDB's limit. */
const REVISIONS_PER_BLOCK = 40;
const WRITERS = 8;
const ROLE = 'arn:aws:iam::000000000000:role/delivery';
const FORMATS: readonly OutputFormat[] = ['ION_BINARY', 'ION_TEXT', 'JSON'];

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

async function ended(look: () => Promise<string | undefined>, status: string): Promise<void> {
  for (let now = await look(); now !== status; now = await look()) {
    if (now !== 'IN_PROGRESS' && now !== 'ACTIVE') {
      throw new Error(`the delivery is ${now}`);
    }
    await sleep(50);
  }
}

async function write(endpoint: string): Promise<void> {
  const statement = `INSERT INTO ${TABLE} <<${Array.from({ length: REVISIONS_PER_BLOCK }, () => '?').join(', ')}>>`;
  let number = 0;
  await Promise.all(Array.from({ length: WRITERS }, async () => {
    const session = await RawSession.start(endpoint, LEDGER);
    while (number < REVISIONS) {
      await session.transact(statement, ...Array.from({ length: REVISIONS_PER_BLOCK }, () => vehicle(++number)));
    }
    session.close();
  }));
}

function show(name: string, revisions: number, bytes: number, taken: number, plain: number): void {
  if (revisions < REVISIONS) {
    throw new Error(`${name}: ${revisions} of ${REVISIONS} revisions have arrived`);
  }
  console.log([
    name.padEnd(24), `${revisions} revisions`.padStart(17), `${(bytes / 2 ** 20).toFixed(1)} MiB`.padStart(10), `${taken.toFixed(1)} s`.padStart(8),
    `${Math.round(revisions / taken)}/s`.padStart(9), `${(taken / plain).toFixed(1)} times plain puts`.padStart(24),
  ].join(' '));
}

function showMemory(server: LedgerServer, when: string): void {
  const bytes = server.peakMemory();
  console.log(`peak memory of the server ${when}: ${bytes === undefined ? 'not known here' : `${Math.round(bytes / 2 ** 20)} MiB`}`);
}

async function exportOnce({ client }: LedgerServer, bucket: ExportBucket, OutputFormat: OutputFormat): Promise<void> {
  const prefix = `${OutputFormat}/`;
  const taken = await seconds(async () => {
    const { ExportId } = await client.send(new ExportJournalToS3Command({
      Name: LEDGER, InclusiveStartTime: new Date(0), ExclusiveEndTime: new Date(), RoleArn: ROLE, OutputFormat,
      S3ExportConfiguration: { Bucket: bucket.name, Prefix: prefix, EncryptionConfiguration: { ObjectEncryptionType: 'NO_ENCRYPTION' } },
    }));
    await ended(async () => (await client.send(new DescribeJournalS3ExportCommand({ Name: LEDGER, ExportId }))).ExportDescription?.Status, 'COMPLETED');
  });
  const completed = (await bucket.keys(prefix)).find((key) => key.endsWith('.completed.manifest')) ?? '';
  const bodies = await Promise.all(manifestKeys((await bucket.get(completed)).body).map(async (key) => (await bucket.get(key)).body));
  const plain = await seconds(async () => {
    for (const [index, Body] of bodies.entries()) {
      await bucket.client.send(new PutObjectCommand({ Bucket: bucket.name, Key: `plain/${index}`, Body }));
    }
  });
  // Each document has the note once, in every format.
  const revisions = bodies.reduce((sum, body) => sum + body.toString('latin1').split('xxxxx'.repeat(22)).length - 1, 0);
  show(`export, ${OutputFormat}`, revisions, bodies.reduce((sum, { length }) => sum + length, 0), taken, plain);
}

async function streamOnce({ client }: LedgerServer, ministack: Ministack, aggregated: boolean): Promise<void> {
  const name = aggregated ? 'aggregated' : 'plain-records';
  const [kinesis, other] = [await KinesisStream.create(ministack, name), await KinesisStream.create(ministack, `${name}-puts`)];
  const taken = await seconds(async () => {
    const { StreamId } = await client.send(new StreamJournalToKinesisCommand({
      LedgerName: LEDGER, RoleArn: ROLE, StreamName: name, InclusiveStartTime: new Date(0), ExclusiveEndTime: new Date(),
      KinesisConfiguration: { StreamArn: kinesis.arn, AggregationEnabled: aggregated },
    }));
    await ended(async () => (await client.send(new DescribeJournalKinesisStreamCommand({ LedgerName: LEDGER, StreamId }))).Stream?.Status, 'COMPLETED');
  });
  const records = await kinesis.raw();
  const each = aggregated ? 4 : 500;
  const plain = await seconds(async () => {
    for (let from = 0; from < records.length; from += each) {
      await other.client.send(new PutRecordsCommand({
        StreamName: other.name, Records: records.slice(from, from + each).map((Data) => ({ Data, PartitionKey: 'p' })),
      }));
    }
  });
  let revisions = 0;
  for (const record of records.flatMap((data) => deaggregated(data))) {
    const value = decode(record);
    const type = value.kind === 'struct' ? fieldOf(value, 'recordType') : undefined;
    revisions += type?.kind === 'string' && type.value === 'REVISION_DETAILS' ? 1 : 0;
  }
  show(`stream, ${name.replace('-', ' ')}`, revisions, records.reduce((sum, { length }) => sum + length, 0), taken, plain);
  kinesis.close();
  other.close();
}

async function main(): Promise<void> {
  const ministack = await Ministack.start();
  const bucket = await ExportBucket.create(ministack, 'bench-exports');
  try {
    await withDirectory(async (directory) => {
      const environment = { AWS_ENDPOINT_URL: ministack.endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
      const server = await LedgerServer.start(['--data', directory, '--export-start-time', '0ms'], environment);
      try {
        console.log(`${REVISIONS} revisions written in ${(await seconds(() => write(server.endpoint))).toFixed(1)} s`);
        showMemory(server, 'after that');
        for (const format of FORMATS) {
          await exportOnce(server, bucket, format);
        }
        for (const aggregated of [true, false]) {
          await streamOnce(server, ministack, aggregated);
        }
        showMemory(server, 'after all deliveries');
      } finally {
        await server.stop();
      }
    });
  } finally {
    bucket.close();
    await ministack.stop();
  }
}

void main();
