import {
  CreateLedgerCommand, DeleteLedgerCommand, DescribeLedgerCommand, InvalidParameterException, LimitExceededException, ListLedgersCommand,
  ListTagsForResourceCommand, QLDBClient, ResourceNotFoundException, TagResourceCommand, UntagResourceCommand, UpdateLedgerCommand,
  UpdateLedgerPermissionsModeCommand, type PermissionsMode,
} from '@aws-sdk/client-qldb';
import { failure, sdkClient } from '../support/clients';
import { ENGINES, TestServers } from '../support/engines';

const MISSING = 'missing-ledger';
const MISSING_ARN = `arn:aws:qldb:us-east-1:000000000000:ledger/${MISSING}`;

describe.each(ENGINES)('errors of the operations through the AWS SDK, on %s', (engine) => {
  const servers = new TestServers(engine);
  let qldb: QLDBClient;

  beforeAll(async () => {
    const { endpoint } = await servers.start({ quotas: { activeLedgers: 2 }, timings: { ledgerCreation: 0, ledgerDeletion: 3_600_000 } });
    qldb = sdkClient(endpoint);
    await qldb.send(new CreateLedgerCommand({ Name: 'existing', PermissionsMode: 'STANDARD', DeletionProtection: false }));
  });
  afterAll(async () => {
    qldb.destroy();
    await servers.closeAll();
  });

  const missing: ReadonlyArray<readonly [string, () => Promise<unknown>]> = [
    ['DescribeLedger', () => qldb.send(new DescribeLedgerCommand({ Name: MISSING }))],
    ['UpdateLedger', () => qldb.send(new UpdateLedgerCommand({ Name: MISSING, DeletionProtection: true }))],
    ['UpdateLedgerPermissionsMode', () => qldb.send(new UpdateLedgerPermissionsModeCommand({ Name: MISSING, PermissionsMode: 'STANDARD' }))],
    ['DeleteLedger', () => qldb.send(new DeleteLedgerCommand({ Name: MISSING }))],
    ['TagResource', () => qldb.send(new TagResourceCommand({ ResourceArn: MISSING_ARN, Tags: { a: 'b' } }))],
    ['UntagResource', () => qldb.send(new UntagResourceCommand({ ResourceArn: MISSING_ARN, TagKeys: ['a'] }))],
    ['ListTagsForResource', () => qldb.send(new ListTagsForResourceCommand({ ResourceArn: MISSING_ARN }))],
  ];

  test.each(missing)('%s of a ledger that does not exist is a ResourceNotFoundException that names it', async (_operation, call) => {
    const error = await failure(call());
    expect(error).toBeInstanceOf(ResourceNotFoundException);
    expect(error).toMatchObject({ ResourceType: 'Ledger', ResourceName: MISSING, $metadata: { httpStatusCode: 404 } });
  });

  const longTag = { ['k'.repeat(129)]: 'v' };
  const mode = 'STANDARD';
  const invalid: ReadonlyArray<readonly [string, string, () => Promise<unknown>]> = [
    ['CreateLedger', 'Name', () => qldb.send(new CreateLedgerCommand({ Name: 'under_score', PermissionsMode: mode }))],
    ['CreateLedger', 'PermissionsMode', () => qldb.send(new CreateLedgerCommand({ Name: 'a', PermissionsMode: 'NONE' as PermissionsMode }))],
    ['CreateLedger', 'PermissionsMode', () => qldb.send(new CreateLedgerCommand({ Name: 'a', PermissionsMode: undefined }))],
    ['CreateLedger', 'DeletionProtection', () => qldb.send(new CreateLedgerCommand({ Name: 'a', PermissionsMode: mode, DeletionProtection: 'no' as never }))],
    ['CreateLedger', 'KmsKey', () => qldb.send(new CreateLedgerCommand({ Name: 'a', PermissionsMode: mode, KmsKey: 'no key' }))],
    ['CreateLedger', 'Tags', () => qldb.send(new CreateLedgerCommand({ Name: 'a', PermissionsMode: mode, Tags: longTag }))],
    ['DescribeLedger', 'Name', () => qldb.send(new DescribeLedgerCommand({ Name: 'a--b' }))],
    ['UpdateLedger', 'Name', () => qldb.send(new UpdateLedgerCommand({ Name: '-a' }))],
    ['UpdateLedger', 'DeletionProtection', () => qldb.send(new UpdateLedgerCommand({ Name: 'existing', DeletionProtection: 1 as never }))],
    ['UpdateLedger', 'KmsKey', () => qldb.send(new UpdateLedgerCommand({ Name: 'existing', KmsKey: 'arn:aws:kms:eu-west-1:000000000000:alias/elsewhere' }))],
    ['UpdateLedgerPermissionsMode', 'Name', () => qldb.send(new UpdateLedgerPermissionsModeCommand({ Name: 'a-', PermissionsMode: mode }))],
    ['UpdateLedgerPermissionsMode', 'PermissionsMode', () =>
      qldb.send(new UpdateLedgerPermissionsModeCommand({ Name: 'existing', PermissionsMode: undefined }))],
    ['DeleteLedger', 'Name', () => qldb.send(new DeleteLedgerCommand({ Name: '12345' }))],
    ['ListLedgers', 'MaxResults', () => qldb.send(new ListLedgersCommand({ MaxResults: 101 }))],
    ['ListLedgers', 'NextToken', () => qldb.send(new ListLedgersCommand({ NextToken: 'bm90IG91cnM=' }))],
    ['TagResource', 'ResourceArn', () => qldb.send(new TagResourceCommand({ ResourceArn: 'ledger/existing-one-by-name', Tags: { a: 'b' } }))],
    ['TagResource', 'Tags', () => qldb.send(new TagResourceCommand({ ResourceArn: MISSING_ARN, Tags: { 'aws:reserved': 'v' } }))],
    ['TagResource', 'Tags', () => qldb.send(new TagResourceCommand({ ResourceArn: MISSING_ARN, Tags: undefined }))],
    ['UntagResource', 'ResourceArn', () => qldb.send(new UntagResourceCommand({ ResourceArn: 'short', TagKeys: ['a'] }))],
    ['UntagResource', 'TagKeys', () => qldb.send(new UntagResourceCommand({ ResourceArn: MISSING_ARN, TagKeys: ['k'.repeat(129)] }))],
    ['ListTagsForResource', 'ResourceArn', () => qldb.send(new ListTagsForResourceCommand({ ResourceArn: 'arn:aws:s3:::a-bucket-of-mine' }))],
  ];

  test.each(invalid)('%s with a wrong %s is an InvalidParameterException that names it', async (_operation, parameter, call) => {
    const error = await failure(call());
    expect(error).toBeInstanceOf(InvalidParameterException);
    expect(error).toMatchObject({ ParameterName: parameter, message: expect.stringContaining(`'${parameter}`), $metadata: { httpStatusCode: 400 } });
  });

  test('a ledger beyond the quota is a LimitExceededException, and one being deleted does not count', async () => {
    await qldb.send(new CreateLedgerCommand({ Name: 'second', PermissionsMode: 'STANDARD', DeletionProtection: false }));
    const error = await failure(qldb.send(new CreateLedgerCommand({ Name: 'third', PermissionsMode: 'STANDARD' })));
    expect(error).toBeInstanceOf(LimitExceededException);
    expect(error).toMatchObject({ ResourceType: 'Ledger', $metadata: { httpStatusCode: 400 } });
    await qldb.send(new DeleteLedgerCommand({ Name: 'second' }));
    await expect(qldb.send(new CreateLedgerCommand({ Name: 'third', PermissionsMode: 'STANDARD' }))).resolves.toMatchObject({ Name: 'third' });
  });

  test('a request with several mistakes is told all of them', async () => {
    const error = await failure(qldb.send(new CreateLedgerCommand({ Name: 'a_b', PermissionsMode: 'x' as PermissionsMode, KmsKey: 'k'.repeat(1601) })));
    expect(error).toMatchObject({ ParameterName: 'Name', message: expect.stringMatching(/'Name' must.*'PermissionsMode' must.*'KmsKey' must/) });
  });
});
