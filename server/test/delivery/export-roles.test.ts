import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateLedgerCommand, DescribeJournalS3ExportCommand, ExportJournalToS3Command, InvalidParameterException, type QLDBClient,
} from '@aws-sdk/client-qldb';
import type { QldbServer } from '../../src';
import { failure, sdkClient } from '../support/clients';
import { TestServers } from '../support/engines';
import { eventually } from '../support/eventually';
import { ExportBucket } from '../support/export-bucket';
import { Iam, type Statement } from '../support/iam';
import { Ministack } from '../support/ministack';

const LEDGER_ARN = 'arn:aws:qldb:us-east-1:000000000000:ledger/trusted';

/** With IAM evaluated: the server is a user who may do nothing but assume roles. */
describe('the role of an export', () => {
  const servers = new TestServers('postgresql');
  let ministack: Ministack;
  let bucket: ExportBucket;
  let iam: Iam;
  let qldb: QLDBClient;
  let server: QldbServer | undefined;
  let startServer: (exportPatience: number) => Promise<void>;
  let trust: Statement;
  const write: Statement = { Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::roles/allowed/*' };

  beforeAll(async () => {
    ministack = await Ministack.start({ AUTH: 'true' });
    bucket = await ExportBucket.create(ministack, 'roles');
    iam = new Iam(ministack);
    const identity = await iam.createServer(LEDGER_ARN);
    const { credentials } = identity;
    ({ trust } = identity);
    const delivery = { s3Endpoint: ministack.endpoint, stsEndpoint: ministack.endpoint, credentials };
    const storage = await servers.storage();
    startServer = async (exportPatience) => {
      await server?.close();
      server = await servers.start({ delivery, timings: { ledgerCreation: 0, exportStart: 2_000, exportPatience } }, storage);
      qldb?.destroy();
      qldb = sdkClient(server.endpoint);
    };
    await startServer(60_000);
    for (const Name of ['trusted', 'other']) {
      await qldb.send(new CreateLedgerCommand({ Name, PermissionsMode: 'STANDARD' }));
    }
  });
  afterAll(async () => {
    qldb?.destroy();
    await servers.closeAll();
    iam?.close();
    bucket?.close();
    await ministack?.stop();
  });

  const start = async (RoleArn: string, { Name = 'trusted', Prefix = 'allowed/' } = {}) => (await qldb.send(new ExportJournalToS3Command({
    Name, RoleArn, InclusiveStartTime: new Date(0), ExclusiveEndTime: new Date(),
    S3ExportConfiguration: { Bucket: bucket.name, Prefix, EncryptionConfiguration: { ObjectEncryptionType: 'NO_ENCRYPTION' } },
  }))).ExportId ?? '';
  const status = async (ExportId: string) =>
    (await qldb.send(new DescribeJournalS3ExportCommand({ Name: 'trusted', ExportId }))).ExportDescription?.Status;

  test('needs to be allowed s3:PutObject under the prefix, and nothing else', async () => {
    const role = await iam.createRole('writer', trust);
    const refused = await failure(start(role));
    expect(refused).toBeInstanceOf(InvalidParameterException);
    expect(refused).toMatchObject({
      ParameterName: 'S3ExportConfiguration', message: expect.stringContaining('QLDB encountered an error validating S3 configuration: AccessDenied'),
    });
    await iam.allow('writer', write);
    const ExportId = await start(role);
    await eventually(() => status(ExportId), (now) => now === 'COMPLETED');
    expect(await failure(start(role, { Prefix: 'elsewhere/' }))).toBeInstanceOf(InvalidParameterException);
    expect(await bucket.keys('elsewhere/')).toEqual([]);
  });

  test('is assumed with the ledger\'s ARN as external id, so that another ledger cannot use it', async () => {
    const role = await iam.createRole('bound', trust);
    await iam.allow('bound', write);
    const ExportId = await start(role);
    await eventually(() => status(ExportId), (now) => now === 'COMPLETED');
    const refused = await failure(start(role, { Name: 'other' }));
    expect(refused).toBeInstanceOf(InvalidParameterException);
    expect(refused).toMatchObject({ ParameterName: 'RoleArn', message: expect.stringMatching(/QLDB encountered an error validating S3 configuration: AccessDenied/) });
  });

  test('that gets its permission back has the export COMPLETED', async () => {
    const role = await iam.createRole('regaining', trust);
    await iam.allow('regaining', write);
    const ExportId = await start(role);
    await iam.allow('regaining', { ...write, Effect: 'Deny' });
    await sleep(3_000);
    expect(await status(ExportId)).toBe('IN_PROGRESS');
    await iam.allow('regaining', write);
    expect(await eventually(() => status(ExportId), (now) => now !== 'IN_PROGRESS')).toBe('COMPLETED');
  });

  test('that loses its permission for good while the export runs has the export CANCELLED', async () => {
    await startServer(500);
    const role = await iam.createRole('losing', trust);
    await iam.allow('losing', write);
    const ExportId = await start(role);
    await iam.allow('losing', { ...write, Effect: 'Deny' });
    expect(await eventually(() => status(ExportId), (now) => now !== 'IN_PROGRESS')).toBe('CANCELLED');
  });
});
