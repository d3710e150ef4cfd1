import {
  CreateLedgerCommand, DescribeJournalKinesisStreamCommand, InvalidParameterException, StreamJournalToKinesisCommand, type QLDBClient,
} from '@aws-sdk/client-qldb';
import { failure, sdkClient } from '../../support/clients';
import { TestServers } from '../../support/engines';
import { eventually } from '../../support/eventually';
import { Iam, type Statement } from '../../support/iam';
import { KinesisStream } from '../../support/kinesis-stream';
import { Ministack } from '../../support/ministack';

const LEDGER_ARN = 'arn:aws:qldb:us-east-1:000000000000:ledger/trusted';
const ACTIONS = ['kinesis:PutRecord', 'kinesis:PutRecords', 'kinesis:DescribeStream', 'kinesis:ListShards'] as const;

/** With IAM evaluated: the server is a user who may do nothing but assume roles. */
describe('the role of a stream', () => {
  const servers = new TestServers('postgresql');
  let ministack: Ministack;
  let kinesis: KinesisStream;
  let iam: Iam;
  let qldb: QLDBClient;
  let trust: Statement;
  let names = 0;

  beforeAll(async () => {
    ministack = await Ministack.start({ AUTH: 'true' });
    kinesis = await KinesisStream.create(ministack, 'roles');
    iam = new Iam(ministack);
    const identity = await iam.createServer(LEDGER_ARN);
    const { credentials } = identity;
    ({ trust } = identity);
    const server = await servers.start({
      delivery: { kinesisEndpoint: ministack.endpoint, stsEndpoint: ministack.endpoint, credentials },
      timings: { ledgerCreation: 0, streamCheckInterval: 50 }, quotas: { streamsPerLedger: 100 },
    });
    qldb = sdkClient(server.endpoint);
    for (const Name of ['trusted', 'other']) {
      await qldb.send(new CreateLedgerCommand({ Name, PermissionsMode: 'STANDARD' }));
    }
  });
  afterAll(async () => {
    qldb?.destroy();
    await servers.closeAll();
    iam?.close();
    kinesis?.close();
    await ministack?.stop();
  });

  const allowed = (Action: readonly string[] = ACTIONS): Statement => ({ Effect: 'Allow', Action, Resource: kinesis.arn });
  const start = async (RoleArn: string, LedgerName = 'trusted') => (await qldb.send(new StreamJournalToKinesisCommand({
    LedgerName, RoleArn, StreamName: `s${names += 1}`, InclusiveStartTime: new Date(0), KinesisConfiguration: { StreamArn: kinesis.arn },
  }))).StreamId ?? '';
  const describeStream = async (StreamId: string) =>
    (await qldb.send(new DescribeJournalKinesisStreamCommand({ LedgerName: 'trusted', StreamId }))).Stream;
  const becomes = (StreamId: string, status: string, cause?: string) =>
    eventually(() => describeStream(StreamId), (stream) => stream?.Status === status && stream.ErrorCause === cause);

  test.each(ACTIONS)('needs %s, which is found out when the stream is asked for', async (action) => {
    const name = `without-${action.split(':')[1]}`;
    const role = await iam.createRole(name, trust);
    await iam.allow(name, allowed(ACTIONS.filter((each) => each !== action)));
    const refused = await failure(start(role));
    expect(refused).toBeInstanceOf(InvalidParameterException);
    expect(refused).toMatchObject({
      ParameterName: 'KinesisConfiguration',
      message: expect.stringContaining('QLDB encountered an error validating Kinesis Data Streams: Response from Kinesis: AccessDenied'),
    });
    await iam.allow(name, allowed());
    expect((await describeStream(await start(role)))?.Status).toBe('ACTIVE');
  });

  test('is assumed with the ledger\'s ARN as external id, so that another ledger cannot use it', async () => {
    const role = await iam.createRole('bound', trust);
    await iam.allow('bound', allowed());
    await start(role);
    const refused = await failure(start(role, 'other'));
    expect(refused).toBeInstanceOf(InvalidParameterException);
    expect(refused).toMatchObject({ ParameterName: 'RoleArn', message: expect.stringMatching(/error validating Kinesis Data Streams: AccessDenied/) });
  });

  test.each(['kinesis:PutRecords', 'kinesis:DescribeStream'])('that loses %s has the stream IMPAIRED until it has it again', async (action) => {
    const name = `losing-${action.split(':')[1]}`;
    const role = await iam.createRole(name, trust);
    await iam.allow(name, allowed());
    const StreamId = await start(role);
    await iam.allow(name, allowed(ACTIONS.filter((each) => each !== action)));
    await becomes(StreamId, 'IMPAIRED', 'IAM_PERMISSION_REVOKED');
    await iam.allow(name, allowed());
    await becomes(StreamId, 'ACTIVE');
  });

  test('has the stream IMPAIRED while the Kinesis stream is deleted, and ACTIVE when there is one of its name', async () => {
    const role = await iam.createRole('lasting', trust);
    await iam.allow('lasting', allowed());
    const StreamId = await start(role);
    await kinesis.delete();
    await becomes(StreamId, 'IMPAIRED', 'KINESIS_STREAM_NOT_FOUND');
    await kinesis.create();
    await becomes(StreamId, 'ACTIVE');
  });
});
