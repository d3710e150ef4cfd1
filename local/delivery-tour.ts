import { setTimeout as sleep } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import type { Digest } from 'qldb-server';
import { verifyExport } from './exported-journal';
import type { TourSurroundings } from './journal-tour';
import { KinesisJournal, type JournalRecord } from './kinesis-journal';

/** Longer than a machine with much else to do needs. */
const ARRIVAL_LIMIT_MILLISECONDS = 60_000;

/** Shows what comes out of the Kinesis stream, from its beginning until there are so many revisions of documents. */
export async function showStream({ stack, step, line }: TourSurroundings, kinesisStream: string, revisions: number): Promise<void> {
  const { kinesisRecords, records } = await step('read the documents from Kinesis, de-aggregated and decoded', () => readUntil(stack.awsClient, kinesisStream, revisions));
  line(`${kinesisRecords} records of Kinesis hold ${records.length} of the journal: ${counts(records)}`);
  for (const { payload } of revisionsIn(records)) {
    const revision = payload.get('revision');
    const field = (...path: string[]) => revision?.get(...path)?.stringValue() ?? '';
    const number = (...path: string[]) => revision?.get(...path)?.numberValue() ?? NaN;
    const version = `version ${number('metadata', 'version')}  ${field('data', 'Owner').padEnd(12)}  block ${number('blockAddress', 'sequenceNo')}`;
    line(`${payload.get('tableInfo', 'tableName')?.stringValue()}  ${field('data', 'VIN')}  ${version}`);
  }
}

/**
 * Verifies the exported objects block by block, and that they are the journal of the digest.
 *
 * @returns their keys
 */
export async function showExport(
  { stack, ledger, step, line }: TourSurroundings, bucket: string, exportId: string, { digest, tip }: Digest,
): Promise<readonly string[]> {
  const s3 = new S3Client({ ...stack.awsClient, forcePathStyle: true });
  const { keys, blocks, digest: found } = await step('verify the exported journal block by block', () => verifyExport(s3, { bucket, prefix: `${ledger}/`, exportId }));
  s3.destroy();
  keys.forEach((key) => line(`s3://${bucket}/${key}`));
  const [first, last] = [blocks.at(0)?.address.sequenceNo, blocks.at(-1)?.address.sequenceNo];
  line(`blocks ${first} to ${last}: every hash follows from what it covers, every block from the one before`);
  if (last !== tip.sequenceNo || !found?.equals(digest)) {
    throw new Error(`the exported blocks ${first} to ${last} are not those of the digest that was kept, which is at block ${tip.sequenceNo}`);
  }
  line(`their hashes make ${found.toString('base64')}, the digest that was kept`);
  return keys;
}

async function readUntil(settings: TourSurroundings['stack']['awsClient'], kinesisStream: string, revisions: number) {
  const journal = new KinesisJournal(settings, kinesisStream);
  const deadline = Date.now() + ARRIVAL_LIMIT_MILLISECONDS;
  const records: JournalRecord[] = [];
  let kinesisRecords = 0;
  try {
    for (;;) {
      const more = await journal.read();
      kinesisRecords += more.kinesisRecords;
      records.push(...more.records);
      if (revisionsIn(records).length >= revisions) {
        return { kinesisRecords, records };
      }
      if (Date.now() > deadline) {
        throw new Error(`only ${revisionsIn(records).length} of ${revisions} revisions have arrived in the Kinesis stream ${kinesisStream}`);
      }
      await sleep(100);
    }
  } finally {
    journal.close();
  }
}

function revisionsIn(records: readonly JournalRecord[]): readonly JournalRecord[] {
  return records.filter(({ type }) => type === 'REVISION_DETAILS');
}

/** `1 CONTROL, 5 BLOCK_SUMMARY, 3 REVISION_DETAILS`. */
function counts(records: readonly JournalRecord[]): string {
  return [...new Set(records.map(({ type }) => type))].map((type) => `${records.filter((record) => record.type === type).length} ${type}`).join(', ');
}
