import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CancelJournalKinesisStreamCommand, CreateLedgerCommand, DeleteLedgerCommand, DescribeJournalKinesisStreamCommand, InvalidParameterException,
  LimitExceededException, ListJournalKinesisStreamsForLedgerCommand, ListTagsForResourceCommand, paginateListJournalKinesisStreamsForLedger,
  ResourceNotFoundException, ResourcePreconditionNotMetException, StreamJournalToKinesisCommand, TagResourceCommand, UntagResourceCommand,
  type QLDBClient, type StreamJournalToKinesisCommandInput,
} from '@aws-sdk/client-qldb';
import { failure, sdkClient, send } from '../../support/clients';
import { ENGINES, TestServers } from '../../support/engines';
import { eventually } from '../../support/eventually';
import { KinesisStream } from '../../support/kinesis-stream';
import { Ministack } from '../../support/ministack';
import { summaries } from '../../support/stream-jobs';

const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };
const RoleArn = 'arn:aws:iam::000000000000:role/streamer';
const UNKNOWN = '4o5UuzWSW5PIoOGm5jPA6J';

let ministack: Ministack;
let broken: Server;

beforeAll(async () => {
  ministack = await Ministack.start();
  broken = createServer((_request, response) => response.writeHead(500).end('{"__type":"InternalFailure","message":"broken"}'));
  broken.listen(0, '127.0.0.1');
  await once(broken, 'listening');
});
afterAll(async () => {
  broken?.close();
  await ministack?.stop();
});

describe.each(ENGINES)('requests for streams on %s', (engine) => {
  const servers = new TestServers(engine);
  let endpoint: string;
  let qldb: QLDBClient;
  let kinesis: KinesisStream;
  let names = 0;
  const delivery = () => ({ kinesisEndpoint: ministack.endpoint, stsEndpoint: ministack.endpoint, credentials: CREDENTIALS });

  beforeAll(async () => {
    kinesis = await KinesisStream.create(ministack, `requests-${engine}`);
    const timings = { ledgerCreation: 0, ledgerDeletion: 3_600_000 };
    ({ endpoint } = await servers.start({ delivery: delivery(), quotas: { activeLedgers: 100 }, timings }));
    qldb = sdkClient(endpoint);
    await qldb.send(new CreateLedgerCommand({ Name: 'existing', PermissionsMode: 'STANDARD', DeletionProtection: false }));
  });
  afterAll(async () => {
    qldb?.destroy();
    kinesis?.close();
    await servers.closeAll();
  });

  const request = (input: Partial<StreamJournalToKinesisCommandInput> = {}) => new StreamJournalToKinesisCommand({
    LedgerName: 'existing', RoleArn, InclusiveStartTime: new Date(0), KinesisConfiguration: { StreamArn: kinesis.arn }, StreamName: `s${names += 1}`,
    ...input,
  });
  const start = async (input: Partial<StreamJournalToKinesisCommandInput> = {}) => (await qldb.send(request(input))).StreamId ?? '';
  const describeStream = async (StreamId: string, LedgerName = 'existing') =>
    (await qldb.send(new DescribeJournalKinesisStreamCommand({ LedgerName, StreamId }))).Stream;
  const cancel = (StreamId: string, LedgerName = 'existing') => qldb.send(new CancelJournalKinesisStreamCommand({ LedgerName, StreamId }));
  const list = async (LedgerName: string) => (await qldb.send(new ListJournalKinesisStreamsForLedgerCommand({ LedgerName }))).Streams ?? [];
  const newLedger = async (Name: string) => {
    await qldb.send(new CreateLedgerCommand({ Name, PermissionsMode: 'STANDARD', DeletionProtection: false }));
    return Name;
  };

  const to = (StreamArn: string | undefined) => ({ KinesisConfiguration: { StreamArn } });
  const invalid: ReadonlyArray<readonly [string, () => Partial<StreamJournalToKinesisCommandInput>, string, string]> = [
    ['has a start in the future', () => ({ InclusiveStartTime: new Date(Date.now() + 60_000) }), 'InclusiveStartTime', "start date can't be in the future"],
    ['begins when it ends', () => ({ InclusiveStartTime: new Date(5_000), ExclusiveEndTime: new Date(5_000) }), 'InclusiveStartTime', 'must be before'],
    ['has no start', () => ({ InclusiveStartTime: undefined }), 'InclusiveStartTime', 'is required'],
    ['has no role', () => ({ RoleArn: undefined }), 'RoleArn', 'is required'],
    ['has a role that is none', () => ({ RoleArn: 'arn:aws:iam::000000000000:user/somebody' }), 'RoleArn', 'the ARN of an IAM role'],
    ['has a role of another account', () => ({ RoleArn: 'arn:aws:iam::111111111111:role/streamer' }), 'RoleArn', "account '000000000000'"],
    ['has no name', () => ({ StreamName: undefined }), 'StreamName', 'is required'],
    ['has a name with an underscore', () => ({ StreamName: 'a_b' }), 'StreamName', 'letters, digits and single hyphens'],
    ['has a name of digits', () => ({ StreamName: '123' }), 'StreamName', 'not all digits'],
    ['has a name that is too long', () => ({ StreamName: 'x'.repeat(33) }), 'StreamName', '1 to 32 characters'],
    ['has no destination', () => ({ KinesisConfiguration: undefined }), 'KinesisConfiguration', 'is required'],
    ['has no Kinesis stream', () => to(undefined), 'KinesisConfiguration', "'KinesisConfiguration.StreamArn' is required"],
    ['has a Kinesis stream that is none', () => to('arn:aws:sqs:us-east-1:000000000000:queue'), 'KinesisConfiguration', 'the ARN of a Kinesis data stream'],
    ['has a Kinesis stream of another account', () => to('arn:aws:kinesis:us-east-1:111111111111:stream/k'), 'KinesisConfiguration', "account '000000000000'"],
    ['has a Kinesis stream of another Region', () => to('arn:aws:kinesis:eu-west-1:000000000000:stream/k'), 'KinesisConfiguration', "Region 'us-east-1'"],
    ['has an aggregation that is a text', () => ({ KinesisConfiguration: { StreamArn: kinesis.arn, AggregationEnabled: 'yes' as unknown as boolean } }), 'KinesisConfiguration', "'KinesisConfiguration.AggregationEnabled' must be true or false"],
    ['has more than 50 tags', () => ({ Tags: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, 'v'])) }), 'Tags', 'at most 50 tags'],
    ['has a tag of AWS', () => ({ Tags: { 'aws:own': 'v' } }), 'Tags', "must not start with 'aws:'"],
    ['has a Kinesis stream that does not exist', () => to('arn:aws:kinesis:us-east-1:000000000000:stream/no-such'), 'KinesisConfiguration', 'QLDB encountered an error validating Kinesis Data Streams: Response from Kinesis: ResourceNotFoundException'],
  ];

  test.each(invalid)('that %s is an InvalidParameterException that says so', async (_what, input, parameter, message) => {
    const error = await failure(qldb.send(request(input())));
    expect(error).toBeInstanceOf(InvalidParameterException);
    expect(error).toMatchObject({ ParameterName: parameter, message: expect.stringContaining(message), $metadata: { httpStatusCode: 400 } });
    expect(await list('existing')).toEqual([]);
  });

  test('describe a stream as it was asked for', async () => {
    const LedgerName = await newLedger('described');
    const [InclusiveStartTime, ExclusiveEndTime] = [new Date('2019-06-13T21:36:34.123Z'), new Date('2190-01-01T00:00:00.001Z')];
    const KinesisConfiguration = { StreamArn: kinesis.arn, AggregationEnabled: false };
    const StreamId = await start({ LedgerName, StreamName: 'Whole', InclusiveStartTime, ExclusiveEndTime, KinesisConfiguration });
    expect(StreamId).toMatch(/^[A-Za-z0-9]{22}$/);
    const stream = {
      LedgerName, StreamId, StreamName: 'Whole', Status: 'ACTIVE', RoleArn, InclusiveStartTime, ExclusiveEndTime, CreationTime: expect.any(Date),
      Arn: `arn:aws:qldb:us-east-1:000000000000:stream/${LedgerName}/${StreamId}`, KinesisConfiguration,
    };
    expect(await describeStream(StreamId, LedgerName)).toEqual(stream);
    expect(await list(LedgerName)).toEqual([stream]);
    const plain = await start({ LedgerName, StreamName: 'plain' });
    const described = await describeStream(plain, LedgerName);
    expect(described).toMatchObject({ InclusiveStartTime: new Date(0), KinesisConfiguration: { AggregationEnabled: true } });
    expect(described).not.toHaveProperty('ExclusiveEndTime');
  });

  test('write CREATED first', async () => {
    const LedgerName = await newLedger('created');
    const StreamId = await start({ LedgerName });
    const records = (await kinesis.read()).filter(({ streamArn }) => streamArn.endsWith(`/${StreamId}`));
    expect(summaries(records)[0]).toBe('CREATED');
  });

  test('cancel a stream once, after which its name is free', async () => {
    const LedgerName = await newLedger('cancelled');
    const StreamId = await start({ LedgerName, StreamName: 'name' });
    const taken = await failure(start({ LedgerName, StreamName: 'name' }));
    expect(taken).toBeInstanceOf(ResourcePreconditionNotMetException);
    expect(taken).toMatchObject({ ResourceType: 'JournalKinesisStream', ResourceName: 'name', $metadata: { httpStatusCode: 412 } });
    expect(await cancel(StreamId, LedgerName)).toMatchObject({ StreamId });
    expect(await describeStream(StreamId, LedgerName)).toMatchObject({ Status: 'CANCELED' });
    const again = await failure(cancel(StreamId, LedgerName));
    expect(again).toBeInstanceOf(ResourcePreconditionNotMetException);
    expect(again).toMatchObject({ ResourceType: 'JournalKinesisStream', ResourceName: StreamId, message: expect.stringContaining('CANCELED') });
    const next = await start({ LedgerName, StreamName: 'name' });
    expect((await list(LedgerName)).map(({ StreamId: each, Status }) => [each, Status])).toEqual([[StreamId, 'CANCELED'], [next, 'ACTIVE']]);
  });

  test('of one name that come at once make one stream', async () => {
    const LedgerName = await newLedger('at-once');
    const results = await Promise.allSettled(Array.from({ length: 4 }, () => start({ LedgerName, StreamName: 'one' })));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await list(LedgerName)).toHaveLength(1);
  });

  test('beyond five active streams of a ledger are a LimitExceededException, until one is cancelled', async () => {
    const LedgerName = await newLedger('full');
    const [first = ''] = await Promise.all(Array.from({ length: 5 }, () => start({ LedgerName })));
    const error = await failure(start({ LedgerName }));
    expect(error).toBeInstanceOf(LimitExceededException);
    expect(error).toMatchObject({ ResourceType: 'JournalKinesisStream', message: expect.stringContaining('limit of 5') });
    await cancel(first, LedgerName);
    await start({ LedgerName });
    const pages = [];
    for await (const { Streams = [] } of paginateListJournalKinesisStreamsForLedger({ client: qldb, pageSize: 4 }, { LedgerName })) {
      pages.push(Streams.map(({ StreamId = '' }) => StreamId));
    }
    expect(pages.map(({ length }) => length)).toEqual([4, 2]);
    expect(pages.flat()).toEqual([...new Set(pages.flat())].sort());
  });

  test('about what there is not are a ResourceNotFoundException', async () => {
    const ResourceArn = `arn:aws:qldb:us-east-1:000000000000:stream/existing/${UNKNOWN}`;
    const calls: ReadonlyArray<() => Promise<unknown>> = [
      () => start({ LedgerName: 'missing' }), () => describeStream(UNKNOWN), () => describeStream(UNKNOWN, 'missing'), () => cancel(UNKNOWN),
      () => cancel(UNKNOWN, 'missing'), () => list('missing'), () => qldb.send(new ListTagsForResourceCommand({ ResourceArn })),
    ];
    for (const call of calls) {
      expect(await failure(call())).toBeInstanceOf(ResourceNotFoundException);
    }
    const LedgerName = await newLedger('other');
    const StreamId = await start({ LedgerName });
    expect(await failure(describeStream(StreamId))).toMatchObject({ ResourceType: 'JournalKinesisStream', ResourceName: StreamId });
  });

  test('for a ledger that is being deleted find no ledger, and its streams are gone with it', async () => {
    const LedgerName = await newLedger('going');
    const StreamId = await start({ LedgerName });
    await qldb.send(new DeleteLedgerCommand({ Name: LedgerName }));
    const calls: ReadonlyArray<() => Promise<unknown>> = [
      () => start({ LedgerName }), () => describeStream(StreamId, LedgerName), () => cancel(StreamId, LedgerName), () => list(LedgerName),
    ];
    for (const call of calls) {
      expect(await failure(call())).toMatchObject({ name: 'ResourceNotFoundException', ResourceType: 'Ledger' });
    }
  });

  test('for a ledger that is being created are a ResourcePreconditionNotMetException', async () => {
    const { endpoint: slow } = await servers.start({ delivery: delivery(), timings: { ledgerCreation: 3_600_000 } });
    const client = sdkClient(slow);
    await client.send(new CreateLedgerCommand({ Name: 'existing', PermissionsMode: 'STANDARD' }));
    const error = await failure(client.send(request()));
    expect(error).toBeInstanceOf(ResourcePreconditionNotMetException);
    expect(error).toMatchObject({ message: expect.stringContaining('Ledger is being created') });
    client.destroy();
  });

  test('give a stream its tags, which can be changed also once it has ended', async () => {
    const LedgerName = await newLedger('tagged');
    const StreamId = await start({ LedgerName, Tags: { 'cdk-qldb:owner': 'stack/Stream/token', 'Domain': 'old' } });
    const ResourceArn = (await describeStream(StreamId, LedgerName))?.Arn ?? '';
    const tags = async (arn = ResourceArn) => (await qldb.send(new ListTagsForResourceCommand({ ResourceArn: arn }))).Tags;
    expect(await tags()).toEqual({ 'cdk-qldb:owner': 'stack/Stream/token', 'Domain': 'old' });
    await qldb.send(new TagResourceCommand({ ResourceArn, Tags: { Domain: 'new', Other: '' } }));
    await cancel(StreamId, LedgerName);
    await qldb.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['cdk-qldb:owner', 'unknown'] }));
    expect(await tags()).toEqual({ Domain: 'new', Other: '' });
    expect(await tags(`arn:aws:qldb:us-east-1:000000000000:ledger/${LedgerName}`)).toEqual({});
    const many = Object.fromEntries(Array.from({ length: 49 }, (_, n) => [`k${n}`, 'v']));
    expect(await failure(qldb.send(new TagResourceCommand({ ResourceArn, Tags: many })))).toMatchObject({ ParameterName: 'Tags', message: expect.stringContaining('50') });
    expect(await failure(tags(`${ResourceArn}/child`))).toBeInstanceOf(ResourceNotFoundException);
  });

  test('complete a stream whose end has passed; it is forgotten when it has expired', async () => {
    const { endpoint: forgetful } = await servers.start({ delivery: delivery(), timings: { ledgerCreation: 0, deliveryExpiry: 1_500 } });
    const client = sdkClient(forgetful);
    await client.send(new CreateLedgerCommand({ Name: 'existing', PermissionsMode: 'STANDARD' }));
    const { StreamId } = await client.send(request({ ExclusiveEndTime: new Date() }));
    const look = async () => client.send(new DescribeJournalKinesisStreamCommand({ LedgerName: 'existing', StreamId }))
      .then(({ Stream }) => Stream?.Status, (error: Error) => error.name);
    await eventually(look, (now) => now === 'COMPLETED');
    await eventually(look, (now) => now === 'ResourceNotFoundException');
    expect((await client.send(new ListJournalKinesisStreamsForLedgerCommand({ LedgerName: 'existing' }))).Streams).toEqual([]);
    client.destroy();
  });

  test('tell apart a Kinesis that fails, one that is not there, and a server without credentials', async () => {
    const answer = async (options: object) => {
      const { endpoint: other } = await servers.start({ delivery: { ...delivery(), ...options }, timings: { ledgerCreation: 0 } });
      const client = sdkClient(other);
      await client.send(new CreateLedgerCommand({ Name: 'existing', PermissionsMode: 'STANDARD' }));
      const error = await failure(client.send(request()));
      client.destroy();
      return error;
    };
    expect(await answer({ kinesisEndpoint: `http://127.0.0.1:${(broken.address() as AddressInfo).port}` })).toMatchObject({
      name: 'InvalidParameterException', message: expect.stringContaining('Unexpected response from Kinesis Data Streams while validating'),
    });
    expect(await answer({ kinesisEndpoint: 'http://127.0.0.1:1' })).toMatchObject({ name: 'ServiceUnavailable', $metadata: { httpStatusCode: 503 } });
    expect(await answer({ stsEndpoint: 'http://127.0.0.1:1' })).toMatchObject({ name: 'ServiceUnavailable' });
  });

  test('with a time that is a text are an InvalidParameterException', async () => {
    const body = { RoleArn, StreamName: 'raw', InclusiveStartTime: '2019-06-13T21:36:34Z', KinesisConfiguration: { StreamArn: kinesis.arn } };
    const { status, json } = await send(endpoint, 'POST', '/ledgers/existing/journal-kinesis-streams', body);
    expect({ status, json }).toMatchObject({ status: 400, json: { __type: 'InvalidParameterException', ParameterName: 'InclusiveStartTime' } });
  });
});
