import {
  CancelJournalKinesisStreamCommand, CreateLedgerCommand, DescribeJournalKinesisStreamCommand, GetDigestCommand, StreamJournalToKinesisCommand,
} from '@aws-sdk/client-qldb';
import { QLDBSessionClient } from '@aws-sdk/client-qldb-session';
import { SdkSession } from '../../session/sdk-session';
import { sdkClient } from '../../support/clients';
import { newDatabase } from '../../support/engines';
import { eventually } from '../../support/eventually';
import { KinesisStream } from '../../support/kinesis-stream';
import { Ministack } from '../../support/ministack';
import { ServerProcess, storageFlags } from '../../support/server-process';
import { summaries } from '../../support/stream-jobs';
import { withoutRepetitions } from '../../support/stream-records';

const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };

/** Writes documents through the session API of a process. */
async function writer(process: ServerProcess) {
  const client = new QLDBSessionClient({ endpoint: process.endpoint, region: 'us-east-1', credentials });
  const session = await SdkSession.start({ client: () => client }, 'killed');
  return {
    run: (...statement: readonly [string, ...unknown[]]) => session.run(statement),
    close: () => client.destroy(),
  };
}

test('a stream whose process is killed under load is taken up by another one on the same database, with no block missing', async () => {
  const [ministack, storage] = [await Ministack.start(), await newDatabase()];
  const kinesis = await KinesisStream.create(ministack, 'killed');
  const env = { AWS_ENDPOINT_URL: ministack.endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  const flags = [...storageFlags(storage), '--ledger-creation-time', '0ms', '--stream-check-interval', '100ms'];
  const processes = [await ServerProcess.start(flags, env), await ServerProcess.start(flags, env)] as const;
  let qldb = sdkClient(processes[0].endpoint);
  await qldb.send(new CreateLedgerCommand({ Name: 'killed', PermissionsMode: 'STANDARD' }));
  const { StreamId } = await qldb.send(new StreamJournalToKinesisCommand({
    LedgerName: 'killed', RoleArn: 'arn:aws:iam::000000000000:role/streamer', StreamName: 's', InclusiveStartTime: new Date(0),
    KinesisConfiguration: { StreamArn: kinesis.arn },
  }));
  const seen = async () => summaries(await kinesis.read());
  const first = await writer(processes[0]);
  await first.run('CREATE TABLE t');
  for (let n = 0; n < 20; n += 1) {
    await first.run('INSERT INTO t ?', { n });
  }
  await eventually(seen, (records) => records.length > 3);
  await processes[0].stop('SIGKILL');
  first.close();
  qldb.destroy();
  qldb = sdkClient(processes[1].endpoint);
  const second = await writer(processes[1]);
  for (let n = 20; n < 40; n += 1) {
    await second.run('INSERT INTO t ?', { n });
  }
  const { DigestTipAddress } = await qldb.send(new GetDigestCommand({ Name: 'killed' }));
  const tip = Number(/sequenceNo:(\d+)/.exec(DigestTipAddress?.IonText ?? '')?.[1]);
  expect(tip).toBe(41);
  await eventually(seen, (records) => records.includes(`block ${tip}`));
  const records = withoutRepetitions(await seen());
  expect(records[0]).toBe('CREATED');
  expect(records.filter((record) => record.startsWith('block'))).toEqual(Array.from({ length: tip }, (_, n) => `block ${n + 1}`));
  expect(records.filter((record) => record.startsWith('revision')).map((record) => Number(record.split(' ')[1])))
    .toEqual(Array.from({ length: 40 }, (_, n) => n + 2));
  await qldb.send(new CancelJournalKinesisStreamCommand({ LedgerName: 'killed', StreamId }));
  expect((await qldb.send(new DescribeJournalKinesisStreamCommand({ LedgerName: 'killed', StreamId }))).Stream?.Status).toBe('CANCELED');
  second.close();
  qldb.destroy();
  kinesis.close();
  await processes[1].stop();
  await storage.remove();
  await ministack.stop();
}, 120_000);
