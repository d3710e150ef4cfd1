import { App, Duration, NestedStack, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ArnPrincipal, Role, ServicePrincipal, User } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { ENVIRONMENT, onlyResource, resourcesOf, statements, testApp, testStack, warnings, type Statement } from './synth';
import { ControlPlane, ExportEncryption, JournalS3Export, JournalTime, Ledger, OutputFormat, QldbWarnings, type JournalS3ExportOptions } from '../../src';

const TYPE = 'Custom::QLDBJournalS3Export';
const SERVER = 'arn:aws:iam::111122223333:role/qldb-server';

function build(options: (stack: Stack) => Partial<JournalS3ExportOptions> = () => ({}), stack = testStack({ env: ENVIRONMENT })) {
  const ledger = new Ledger(stack, 'Ledger', { ledgerName: 'orders' });
  const bucket = Bucket.fromBucketName(stack, 'Bucket', 'archive');
  const journalExport = new JournalS3Export(stack, 'Export', { ledger, bucket, prefix: 'orders/', ...options(stack) });
  return { stack, ledger, bucket, journalExport };
}

const trustOf = (stack: Stack) => {
  const [role] = Object.entries(resourcesOf(stack, 'AWS::IAM::Role')).filter(([id]) => id.startsWith('ExportRole')).map(([, found]) => found);
  return (role?.Properties.AssumeRolePolicyDocument as unknown as { Statement: Statement[] }).Statement;
};
const LEDGER_ARN = { 'Fn::GetAtt': [expect.stringMatching(/^Ledger/), 'Arn'] };
const objects = (bucket: string, prefix: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:s3:::${bucket}/${prefix}*`]] });
const WRITE = { Effect: 'Allow', Action: ['s3:PutObject', 's3:PutObjectAcl'], Resource: objects('archive', 'orders/') };

describe('JournalS3Export', () => {
  test('has the defaults of the documentation', () => {
    const { stack, ledger } = build((given) => ({ prefix: undefined, bucket: new Bucket(given, 'Own') }));

    expect(onlyResource(stack, TYPE).Properties).toEqual({
      ServiceToken: { 'Fn::GetAtt': ['CdkQldbControlPlaneFunction', 'Arn'] },
      ServiceTimeout: '1860',
      Endpoint: 'https://qldb.example.com',
      TimeoutSeconds: '1800',
      LedgerName: stack.resolve(ledger.ledgerName),
      Bucket: { Ref: expect.stringMatching(/^Own/) },
      Prefix: { 'Fn::Join': ['', [stack.resolve(ledger.ledgerName), '/']] },
      InclusiveStartTime: 'LEDGER_CREATION',
      ExclusiveEndTime: 'DEPLOYMENT',
      ObjectEncryptionType: 'SSE_S3',
      OutputFormat: 'ION_TEXT',
      RoleArn: { 'Fn::GetAtt': [expect.stringMatching(/^ExportRole/), 'Arn'] },
      WaitForCompletion: 'true',
    });
  });

  test('passes every property on', () => {
    const { stack } = build((given) => ({
      inclusiveStartTime: JournalTime.at(new Date('2026-01-01T00:00:00Z')), exclusiveEndTime: JournalTime.fromIsoString('2026-02-01'),
      encryption: ExportEncryption.kms(Key.fromKeyArn(given, 'Key', 'arn:aws:kms:eu-central-1:111122223333:key/1')),
      outputFormat: OutputFormat.ION_BINARY, waitForCompletion: false, trigger: 'january', timeout: Duration.minutes(59),
    }));

    expect(onlyResource(stack, TYPE).Properties).toMatchObject({
      ServiceTimeout: '3600', TimeoutSeconds: '3540', Prefix: 'orders/', Bucket: 'archive', InclusiveStartTime: '2026-01-01T00:00:00.000Z', ExclusiveEndTime: '2026-02-01',
      ObjectEncryptionType: 'SSE_KMS', KmsKeyArn: 'arn:aws:kms:eu-central-1:111122223333:key/1', OutputFormat: 'ION_BINARY', WaitForCompletion: 'false', Trigger: 'january',
    });
  });

  test('has attributes that lead to the objects', () => {
    const { stack, journalExport } = build();

    expect(stack.resolve(journalExport.exportId)).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Export/), 'ExportId'] });
    expect(journalExport.s3UrlForPrefix).toBe('s3://archive/orders/');
  });

  test('is added to a ledger, declared or imported', () => {
    const stack = testStack({ env: ENVIRONMENT });
    const bucket = Bucket.fromBucketName(stack, 'Bucket', 'archive');
    new Ledger(stack, 'Ledger').addJournalExport('Export', { bucket });
    Ledger.fromLedgerName(stack, 'Imported', 'archive').addJournalExport('Export', { bucket });

    expect(Object.values(resourcesOf(stack, TYPE)).map(({ Properties }) => Properties.Prefix))
      .toEqual([expect.anything(), 'archive/']);
  });

  test('works in a nested stack with the ledger of its parent', () => {
    const stack = testStack({ env: ENVIRONMENT });
    const ledger = new Ledger(stack, 'Ledger');
    const nested = new NestedStack(stack, 'Nested');
    new JournalS3Export(nested, 'Export', { ledger, bucket: Bucket.fromBucketName(nested, 'Bucket', 'archive') });

    expect(() => Template.fromStack(stack)).not.toThrow();
    Template.fromStack(nested).resourceCountIs(TYPE, 1);
  });

  test('is synthesized to the same bytes every time', () => {
    const text = () => JSON.stringify(Template.fromStack(build().stack).toJSON());
    expect(text()).toBe(text());
  });
});

describe('the role of an export', () => {
  test('trusts QLDB for this account, in the only form that exports can have', () => {
    const { stack } = build();

    expect(trustOf(stack)).toEqual([{
      Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'qldb.amazonaws.com' },
      Condition: {
        StringEquals: { 'aws:SourceAccount': '111122223333' },
        ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':qldb:eu-central-1:111122223333:*']] } },
      },
    }]);
  });

  test('trusts an identity of one\'s own for this ledger', () => {
    const stack = testStack({ env: ENVIRONMENT });
    ControlPlane.configure(stack, { deliveryPrincipal: new ArnPrincipal(SERVER) });
    build(undefined, stack);

    expect(trustOf(stack)).toEqual([{
      Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: SERVER }, Condition: { StringEquals: { 'sts:ExternalId': LEDGER_ARN } },
    }]);
  });

  test('may write below the prefix and nothing else', () => {
    const { stack } = build();

    expect(statements(stack, /^ExportRole/)).toEqual([WRITE]);
  });

  test('may encrypt with the key of the export and with that of the bucket', () => {
    const { stack } = build((given) => ({
      bucket: new Bucket(given, 'Own', { encryption: BucketEncryption.KMS }), encryption: ExportEncryption.kms(new Key(given, 'Key')),
    }));

    expect(statements(stack, /^ExportRole/).slice(1)).toEqual([
      { Effect: 'Allow', Action: 'kms:GenerateDataKey', Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] } },
      { Effect: 'Allow', Action: 'kms:GenerateDataKey', Resource: { 'Fn::GetAtt': [expect.stringMatching(/^OwnKey/), 'Arn'] } },
    ]);
    expect(warnings(stack)).toEqual([]);
  });

  test('is there with all its rights as long as the export is', () => {
    const { stack } = build((given) => ({ encryption: ExportEncryption.kms(new Key(given, 'Key')) }));

    const { DependsOn } = onlyResource(stack, TYPE);
    expect(DependsOn).toEqual(expect.arrayContaining([
      expect.stringMatching(/^ExportRoleDefaultPolicy/), expect.stringMatching(/^ExportPassRole/), expect.stringMatching(/^CdkQldbControlPlaneRole\w+$/),
      expect.stringMatching(/^CdkQldbControlPlaneSelfInvocation/),
    ]));
  });

  test('that is given is used as it is, with the rights added', () => {
    const { stack, journalExport } = build((given) => ({ role: new Role(given, 'Given', { assumedBy: new ServicePrincipal('qldb.amazonaws.com') }) }));

    expect(stack.resolve(journalExport.role.roleArn)).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Given/), 'Arn'] });
    expect(Object.keys(resourcesOf(stack, 'AWS::IAM::Role')).filter((id) => id.startsWith('Export'))).toEqual([]);
    expect(statements(stack, /^Given/)).toEqual([WRITE]);
    expect(onlyResource(stack, TYPE).DependsOn).toContainEqual(expect.stringMatching(/^GivenDefaultPolicy/));
  });

  test('that is imported and may not be changed stays as it is', () => {
    const { stack } = build((given) => ({ role: Role.fromRoleArn(given, 'Given', 'arn:aws:iam::111122223333:role/given', { mutable: false }) }));

    expect(statements(stack, /^Given/)).toEqual([]);
    expect(onlyResource(stack, TYPE).Properties.RoleArn).toBe('arn:aws:iam::111122223333:role/given');
  });
});

describe('the function', () => {
  test('may hand on exactly this role, to QLDB, and export exactly this ledger', () => {
    const { stack } = build();

    expect(statements(stack, /^ExportPassRole/)).toEqual([
      {
        Effect: 'Allow', Action: 'iam:PassRole', Resource: { 'Fn::GetAtt': [expect.stringMatching(/^ExportRole/), 'Arn'] },
        Condition: { StringEquals: { 'iam:PassedToService': 'qldb.amazonaws.com' } },
      },
      { Effect: 'Allow', Action: ['qldb:ExportJournalToS3', 'qldb:DescribeJournalS3Export', 'qldb:ListJournalS3ExportsForLedger'], Resource: LEDGER_ARN },
    ]);
  });

  test('may hand it on to a user that serves the ledgers', () => {
    const stack = testStack({ env: ENVIRONMENT });
    ControlPlane.configure(stack, { deliveryPrincipal: new User(stack, 'Server') });
    build(undefined, stack);

    expect(statements(stack, /^ExportPassRole/)[0]).not.toHaveProperty('Condition');
  });

  test('has that right in a policy on which no other resource depends: a ledger would wait for its own export', () => {
    const { stack } = build();

    const { Resources } = Template.fromStack(stack).toJSON() as { Resources: Record<string, { DependsOn?: string[]; Type: string }> };
    const dependents = Object.values(Resources).filter(({ DependsOn }) => DependsOn?.some((id) => id.startsWith('ExportPassRole'))).map(({ Type }) => Type);
    expect(dependents).toEqual([TYPE]);
  });

  test('has room for 15 exports in the policies of its role', () => {
    const stack = testStack({ env: ENVIRONMENT });
    const bucket = Bucket.fromBucketName(stack, 'Bucket', 'archive');
    for (let i = 0; i < 15; i++) Ledger.fromLedgerName(stack, `Ledger${i}`, `ledger-with-a-long-name-${i}`).addJournalExport('Export', { bucket });

    const policies = Object.values(resourcesOf(stack, 'AWS::IAM::Policy')).filter(({ Properties }) => JSON.stringify(Properties.Roles).includes('CdkQldbControlPlaneRole'));
    const rendered = (value: unknown) => JSON.stringify(value).replace(/\{"Fn::GetAtt":\["(\w+)","Arn"\]\}/g, `"arn:aws:iam::111122223333:role/${'x'.repeat(64)}"`)
      .replace(/\{"Fn::Join":\["",\["arn:",\{"Ref":"AWS::Partition"\},"([^"]*)"\]\]\}/g, '"arn:aws$1"');
    // The limit of inline policies: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    expect(policies.reduce((sum, { Properties }) => sum + rendered(Properties.PolicyDocument).length, 0)).toBeLessThan(10_240);
  });
});

describe('a bucket or key of another account', () => {
  const other = { account: '444455556666', region: 'eu-central-1' };

  test('is opened to the role by its own policy where that is part of the app', () => {
    const app = testApp();
    const owner = new Stack(app, 'Owner', { env: other });
    const bucket = new Bucket(owner, 'Bucket', { bucketName: 'shared' });
    const { stack } = build(() => ({ bucket }), new Stack(app, 'Stack', { env: ENVIRONMENT }));

    const policy = onlyResource(owner, 'AWS::S3::BucketPolicy').Properties.PolicyDocument as unknown as { Statement: Statement[] };
    expect(policy.Statement).toEqual([{
      Effect: 'Allow', Action: ['s3:PutObject', 's3:PutObjectAcl'],
      Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::111122223333:root']] } },
      Condition: { ArnEquals: { 'aws:PrincipalArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, expect.stringMatching(/^:iam::111122223333:role\/stackstackexportrole/)]] } } },
      Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [expect.stringMatching(/^Bucket/), 'Arn'] }, '/orders/*']] },
    }]);
    expect(statements(stack, /^ExportRole/)).toEqual([{ ...WRITE, Resource: objects('shared', 'orders/') }]);
    expect(warnings(stack)).toEqual([]);
  });

  test('that is imported gets warnings that say what to allow', () => {
    const { stack } = build((given) => ({
      bucket: Bucket.fromBucketAttributes(given, 'Other', { bucketName: 'shared', account: other.account }),
      encryption: ExportEncryption.kms(Key.fromKeyArn(given, 'Key', 'arn:aws:kms:eu-central-1:444455556666:key/1')),
    }));

    expect(warnings(stack)).toEqual([
      expect.stringMatching(/^'bucket' is in another account .*allow the role s3:PutObject and s3:PutObjectAcl below the prefix in the bucket's policy.*cdk-qldb:bucketNotGranted/),
      expect.stringMatching(/^the key of 'encryption' cannot be opened .*kms:GenerateDataKey in the policy of the key.*cdk-qldb:keyNotGranted/),
    ]);
    expect(statements(stack, /^ExportRole/)[1]).toEqual({ Effect: 'Allow', Action: 'kms:GenerateDataKey', Resource: 'arn:aws:kms:eu-central-1:444455556666:key/1' });
  });
});

test('the third export of a ledger is warned about, however the ledger is imported', () => {
  const stack = new Stack(new App({ context: { 'cdk-qldb:endpoint': 'https://qldb.example.com' } }), 'Stack', { env: ENVIRONMENT });
  const bucket = Bucket.fromBucketName(stack, 'Bucket', 'archive');
  for (const id of ['One', 'Two', 'Three', 'Four']) Ledger.fromLedgerName(stack, id, 'orders').addJournalExport('Export', { bucket });
  Ledger.fromLedgerName(stack, 'Other', 'other').addJournalExport('Export', { bucket });

  expect(warnings(stack)).toEqual([expect.stringContaining(QldbWarnings.EXPORT_QUOTA)]);
  expect(warnings(stack, '/Stack/Three/Export')).toHaveLength(1);
});
