import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CreateLedgerCommand, DeleteLedgerCommand, DescribeJournalS3ExportCommand, ExportJournalToS3Command, InvalidParameterException,
  LimitExceededException,
  ListJournalS3ExportsCommand, ListJournalS3ExportsForLedgerCommand, paginateListJournalS3Exports, paginateListJournalS3ExportsForLedger,
  ResourceNotFoundException, ResourcePreconditionNotMetException, type ExportJournalToS3CommandInput, type QLDBClient, type S3ExportConfiguration,
} from '@aws-sdk/client-qldb';
import { failure, sdkClient, send } from '../support/clients';
import { ENGINES, TestServers } from '../support/engines';
import { eventually } from '../support/eventually';
import { ExportBucket } from '../support/export-bucket';
import { Ministack } from '../support/ministack';

const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };
const RoleArn = 'arn:aws:iam::000000000000:role/exporter';
const KEY_ARN = 'arn:aws:kms:us-east-1:000000000000:key/0123abcd-0123-4567-89ab-0123456789ab';

let ministack: Ministack;
let bucket: ExportBucket;
let broken: Server;

beforeAll(async () => {
  ministack = await Ministack.start();
  bucket = await ExportBucket.create(ministack, 'requests');
  broken = createServer((_request, response) => response.writeHead(500).end('<Error><Code>InternalError</Code><Message>broken</Message></Error>'));
  broken.listen(0, '127.0.0.1');
  await once(broken, 'listening');
});
afterAll(async () => {
  bucket?.close();
  broken?.close();
  await ministack?.stop();
});

describe.each(ENGINES)('requests for exports on %s', (engine) => {
  const servers = new TestServers(engine);
  let endpoint: string;
  let qldb: QLDBClient;
  const prefix = `${engine}/`;
  const delivery = () => ({ s3Endpoint: ministack.endpoint, stsEndpoint: ministack.endpoint, credentials: CREDENTIALS });

  beforeAll(async () => {
    ({ endpoint } = await servers.start({
      delivery: delivery(), quotas: { activeLedgers: 100 }, timings: { ledgerCreation: 0, ledgerDeletion: 3_600_000, exportStart: 3_600_000 },
    }));
    qldb = sdkClient(endpoint);
    await qldb.send(new CreateLedgerCommand({ Name: 'existing', PermissionsMode: 'STANDARD', DeletionProtection: false }));
  });
  afterAll(async () => {
    qldb?.destroy();
    await servers.closeAll();
  });

  const destination = (parts: Partial<S3ExportConfiguration> = {}): S3ExportConfiguration =>
    ({ Bucket: bucket.name, Prefix: prefix, EncryptionConfiguration: { ObjectEncryptionType: 'NO_ENCRYPTION' }, ...parts });
  const request = (input: Partial<ExportJournalToS3CommandInput> = {}) => new ExportJournalToS3Command({
    Name: 'existing', RoleArn, InclusiveStartTime: new Date(0), ExclusiveEndTime: new Date(), S3ExportConfiguration: destination(), ...input,
  });

  const encrypted = (ObjectEncryptionType: string, KmsKeyArn?: string) =>
    ({ S3ExportConfiguration: destination({ EncryptionConfiguration: { ObjectEncryptionType: ObjectEncryptionType as 'SSE_S3', KmsKeyArn } }) });
  const invalid: ReadonlyArray<readonly [string, () => Partial<ExportJournalToS3CommandInput>, string, string]> = [
    ['has an end in the future', () => ({ ExclusiveEndTime: new Date(Date.now() + 60_000) }), 'ExclusiveEndTime', "end date can't be in the future"],
    ['begins when it ends', () => ({ InclusiveStartTime: new Date(5_000), ExclusiveEndTime: new Date(5_000) }), 'InclusiveStartTime', 'must be before'],
    ['has no start', () => ({ InclusiveStartTime: undefined }), 'InclusiveStartTime', 'is required'],
    ['has no end', () => ({ ExclusiveEndTime: undefined }), 'ExclusiveEndTime', 'is required'],
    ['has no role', () => ({ RoleArn: undefined }), 'RoleArn', 'is required'],
    ['has no destination', () => ({ S3ExportConfiguration: undefined }), 'S3ExportConfiguration', 'is required'],
    ['has no bucket', () => ({ S3ExportConfiguration: destination({ Bucket: undefined }) }), 'S3ExportConfiguration', "'S3ExportConfiguration.Bucket' is required"],
    ['has no prefix', () => ({ S3ExportConfiguration: destination({ Prefix: undefined }) }), 'S3ExportConfiguration', "'S3ExportConfiguration.Prefix' is required"],
    ['has no encryption', () => ({ S3ExportConfiguration: destination({ EncryptionConfiguration: undefined }) }), 'S3ExportConfiguration', 'is required'],
    ['has a bucket that is none', () => ({ S3ExportConfiguration: destination({ Bucket: 'a/b' }) }), 'S3ExportConfiguration', "'S3ExportConfiguration.Bucket' must be"],
    ['has a prefix that is too long', () => ({ S3ExportConfiguration: destination({ Prefix: 'x'.repeat(129) }) }), 'S3ExportConfiguration', 'prefix must not exceed 128 characters'],
    ['has a prefix with a control character', () => ({ S3ExportConfiguration: destination({ Prefix: 'a\u0000b' }) }), 'S3ExportConfiguration', 'control characters'],
    ['has an unknown encryption', () => encrypted('SSE_C'), 'S3ExportConfiguration', 'must be one of SSE_KMS, SSE_S3, NO_ENCRYPTION'],
    ['has SSE_KMS without a key', () => encrypted('SSE_KMS'), 'S3ExportConfiguration', 'is required where ObjectEncryptionType is SSE_KMS'],
    ['has SSE_S3 with a key', () => encrypted('SSE_S3', KEY_ARN), 'S3ExportConfiguration', 'must be left out where ObjectEncryptionType is SSE_S3'],
    ['has a key that is no ARN', () => encrypted('SSE_KMS', 'alias/of-some-other-key'), 'S3ExportConfiguration', 'the ARN of a KMS key'],
    ['has an unknown format', () => ({ OutputFormat: 'XML' as 'JSON' }), 'OutputFormat', 'must be one of ION_BINARY, ION_TEXT, JSON'],
    ['has a role that is none', () => ({ RoleArn: 'arn:aws:iam::000000000000:user/somebody' }), 'RoleArn', 'the ARN of an IAM role'],
    ['has a role of another account', () => ({ RoleArn: 'arn:aws:iam::111111111111:role/exporter' }), 'RoleArn', "account '000000000000'"],
    ['has a bucket that does not exist', () => ({ S3ExportConfiguration: destination({ Bucket: 'no-such-bucket' }) }), 'S3ExportConfiguration', 'QLDB encountered an error validating S3 configuration: NoSuchBucket'],
  ];

  test.each(invalid)('that %s is an InvalidParameterException that says so', async (_what, input, parameter, message) => {
    const error = await failure(qldb.send(request(input())));
    expect(error).toBeInstanceOf(InvalidParameterException);
    expect(error).toMatchObject({ ParameterName: parameter, message: expect.stringContaining(message), $metadata: { httpStatusCode: 400 } });
    expect((await qldb.send(new ListJournalS3ExportsForLedgerCommand({ Name: 'existing' }))).JournalS3Exports).toEqual([]);
  });

  test.each([['a text', '"2019-06-13T21:36:34Z"'], ['beyond the year 9999', '1e15'], ['null', 'null']])('with a time that is %s is an InvalidParameterException', async (_what, time) => {
    const { status, json } = await send(endpoint, 'POST', '/ledgers/existing/journal-s3-exports', `{"ExclusiveEndTime":${time}}`);
    expect({ status, json }).toMatchObject({ status: 400, json: { __type: 'InvalidParameterException', Message: expect.stringContaining("'ExclusiveEndTime'") } });
  });

  test('of a ledger or export that does not exist is a ResourceNotFoundException', async () => {
    const missing = [
      qldb.send(request({ Name: 'missing' })), qldb.send(new ListJournalS3ExportsForLedgerCommand({ Name: 'missing' })),
      qldb.send(new DescribeJournalS3ExportCommand({ Name: 'missing', ExportId: '4o5UuzWSW5PIoOGm5jPA6J' })),
    ];
    for (const call of missing) {
      const error = await failure(call);
      expect(error).toBeInstanceOf(ResourceNotFoundException);
      expect(error).toMatchObject({ ResourceType: 'Ledger', ResourceName: 'missing' });
    }
    const error = await failure(qldb.send(new DescribeJournalS3ExportCommand({ Name: 'existing', ExportId: '4o5UuzWSW5PIoOGm5jPA6J' })));
    expect(error).toBeInstanceOf(ResourceNotFoundException);
    expect(error).toMatchObject({ ResourceType: 'JournalS3Export', ResourceName: '4o5UuzWSW5PIoOGm5jPA6J' });
  });

  test('beyond two at a time of a ledger are a LimitExceededException; lists have all, page by page', async () => {
    const started = [];
    for (const Name of ['limited-a', 'limited-b']) {
      await qldb.send(new CreateLedgerCommand({ Name, PermissionsMode: 'STANDARD', DeletionProtection: false }));
      for (let n = 0; n < 2; n += 1) {
        started.push({ Name, ExportId: (await qldb.send(request({ Name }))).ExportId });
      }
      const puts = (await bucket.keys(prefix)).length;
      const error = await failure(qldb.send(request({ Name })));
      expect(error).toBeInstanceOf(LimitExceededException);
      expect(error).toMatchObject({ message: expect.stringContaining('limit of 2 concurrent'), ResourceType: 'JournalS3Export' });
      expect(await bucket.keys(prefix)).toHaveLength(puts);
    }
    const listed = async (pages: AsyncIterable<{ JournalS3Exports?: Array<{ LedgerName?: string; ExportId?: string }> }>) => {
      const all = [];
      for await (const { JournalS3Exports = [] } of pages) {
        expect(JournalS3Exports.length).toBeLessThanOrEqual(3);
        all.push(...JournalS3Exports.map(({ LedgerName, ExportId }) => ({ Name: LedgerName, ExportId })));
      }
      return all;
    };
    const client = { client: qldb, pageSize: 3 };
    expect(await listed(paginateListJournalS3Exports(client, {}))).toEqual(started);
    expect(await listed(paginateListJournalS3ExportsForLedger({ client: qldb, pageSize: 1 }, { Name: 'limited-b' }))).toEqual(started.slice(2));
    expect(await failure(qldb.send(new ListJournalS3ExportsCommand({ NextToken: 'bm90IG91cnM=' })))).toBeInstanceOf(InvalidParameterException);
    await qldb.send(new DeleteLedgerCommand({ Name: 'limited-b' }));
    expect(await listed(paginateListJournalS3Exports(client, {}))).toEqual(started.slice(0, 2));
    expect(await failure(qldb.send(request({ Name: 'limited-b' })))).toBeInstanceOf(ResourceNotFoundException);
  });

  test('are described as they were requested', async () => {
    await qldb.send(new CreateLedgerCommand({ Name: 'described', PermissionsMode: 'STANDARD' }));
    const InclusiveStartTime = new Date(1_577_934_245_678);
    const ExclusiveEndTime = new Date(Date.now() - 1);
    const S3ExportConfiguration = destination({ EncryptionConfiguration: { ObjectEncryptionType: 'SSE_S3' } });
    const input = { Name: 'described', InclusiveStartTime, ExclusiveEndTime, S3ExportConfiguration, OutputFormat: 'ION_BINARY' as const };
    const { ExportId } = await qldb.send(request(input));
    const { ExportDescription } = await qldb.send(new DescribeJournalS3ExportCommand({ Name: 'described', ExportId }));
    expect(ExportDescription).toEqual({
      LedgerName: 'described', ExportId, ExportCreationTime: expect.any(Date), Status: 'IN_PROGRESS', InclusiveStartTime, ExclusiveEndTime,
      S3ExportConfiguration, RoleArn, OutputFormat: 'ION_BINARY',
    });
    expect(ExportDescription?.ExportCreationTime?.getTime()).toBeGreaterThan(Date.now() - 600_000);
  });

  test('of a ledger that is being created are a ResourcePreconditionNotMetException', async () => {
    const other = await servers.start({ delivery: delivery(), timings: { ledgerCreation: 3_600_000 } });
    const client = sdkClient(other.endpoint);
    await client.send(new CreateLedgerCommand({ Name: 'existing', PermissionsMode: 'STANDARD' }));
    expect(await failure(client.send(request()))).toBeInstanceOf(ResourcePreconditionNotMetException);
    client.destroy();
  });

  test.each([
    ['S3 does not answer', { s3Endpoint: 'http://127.0.0.1:1' }, { name: 'ServiceUnavailable', message: expect.stringContaining('S3 did not answer') }],
    ['STS does not answer', { stsEndpoint: 'http://127.0.0.1:1' }, { name: 'ServiceUnavailable', message: expect.stringContaining('STS did not answer') }],
    ['S3 fails', 'broken', { name: 'InvalidParameterException', message: expect.stringContaining('Unexpected response from Amazon S3 while validating S3 configuration. Response from S3: InternalError') }],
  ] as const)('are refused when %s, and are forgotten', async (_what, change, expected) => {
    const address = broken.address() as AddressInfo;
    const other = await servers.start({
      delivery: { ...delivery(), ...(change === 'broken' ? { s3Endpoint: `http://127.0.0.1:${address.port}` } : change) }, timings: { ledgerCreation: 0 },
    });
    const client = sdkClient(other.endpoint);
    await client.send(new CreateLedgerCommand({ Name: 'existing', PermissionsMode: 'STANDARD' }));
    expect(await failure(client.send(request()))).toMatchObject(expected);
    expect((await client.send(new ListJournalS3ExportsCommand({}))).JournalS3Exports).toEqual([]);
    client.destroy();
  });

  test('are forgotten some time after they have finished', async () => {
    const other = await servers.start({ delivery: delivery(), timings: { ledgerCreation: 0, deliveryExpiry: 1_500 } });
    const client = sdkClient(other.endpoint);
    await client.send(new CreateLedgerCommand({ Name: 'existing', PermissionsMode: 'STANDARD' }));
    const { ExportId } = await client.send(request());
    await eventually(async () => (await client.send(new ListJournalS3ExportsCommand({}))).JournalS3Exports, (all) => all?.[0]?.Status === 'COMPLETED');
    await eventually(async () => (await client.send(new ListJournalS3ExportsCommand({}))).JournalS3Exports, (all) => all?.length === 0);
    expect(await failure(client.send(new DescribeJournalS3ExportCommand({ Name: 'existing', ExportId })))).toBeInstanceOf(ResourceNotFoundException);
    client.destroy();
  });
});
