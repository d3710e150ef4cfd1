import { Duration, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { ArnPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stream, StreamEncryption } from 'aws-cdk-lib/aws-kinesis';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ENVIRONMENT, messageOf, onlyResource, resourcesOf, statements, testStack, warnings, type Statement } from './synth';
import { ControlPlane, JournalKinesisStream, JournalTime, Ledger, QldbWarnings, type JournalKinesisStreamProps } from '../../src';
import { validateRange } from '../../src/private/journal-validation';

const TYPE = 'Custom::QLDBJournalKinesisStream';
const SERVER = 'arn:aws:iam::111122223333:role/qldb-server';
const KINESIS = 'arn:aws:kinesis:eu-central-1:111122223333:stream/records';

function build(options: (stack: Stack) => Partial<JournalKinesisStreamProps> = () => ({}), stack = testStack({ env: ENVIRONMENT })) {
  const ledger = new Ledger(stack, 'Ledger', { ledgerName: 'orders' });
  const journalStream = new JournalKinesisStream(stack, 'Journal', { ledger, kinesisStream: Stream.fromStreamArn(stack, 'Records', KINESIS), ...options(stack) });
  return { stack, ledger, journalStream };
}

const trustOf = (stack: Stack) => {
  const [role] = Object.entries(resourcesOf(stack, 'AWS::IAM::Role')).filter(([id]) => id.startsWith('JournalRole')).map(([, found]) => found);
  return (role?.Properties.AssumeRolePolicyDocument as unknown as { Statement: Statement[] }).Statement;
};
const WRITE = { Effect: 'Allow', Action: ['kinesis:PutRecord', 'kinesis:PutRecords', 'kinesis:DescribeStream', 'kinesis:ListShards'], Resource: KINESIS };

describe('JournalKinesisStream', () => {
  test('has the defaults of the documentation', () => {
    const { stack, ledger } = build();

    const resource = onlyResource(stack, TYPE);
    expect(resource.Properties).toEqual({
      ServiceToken: { 'Fn::GetAtt': ['CdkQldbControlPlaneFunction', 'Arn'] },
      ServiceTimeout: '960',
      Endpoint: 'https://qldb.example.com',
      TimeoutSeconds: '900',
      LedgerName: stack.resolve(ledger.ledgerName),
      KinesisStreamArn: KINESIS,
      AggregationEnabled: 'true',
      RoleArn: { 'Fn::GetAtt': [expect.stringMatching(/^JournalRole/), 'Arn'] },
      InclusiveStartTime: 'LEDGER_CREATION',
    });
    expect(resource.DeletionPolicy).toBe('Delete');
  });

  test('passes every property on', () => {
    const { stack } = build(() => ({
      journalStreamName: 'to-kinesis', inclusiveStartTime: JournalTime.deployment(), exclusiveEndTime: JournalTime.fromIsoString('2999-01-01'), aggregationEnabled: false,
      removalPolicy: RemovalPolicy.RETAIN, timeout: Duration.minutes(5),
    }));

    const resource = onlyResource(stack, TYPE);
    expect(resource.Properties).toMatchObject({
      StreamName: 'to-kinesis', InclusiveStartTime: 'DEPLOYMENT', ExclusiveEndTime: '2999-01-01', AggregationEnabled: 'false', TimeoutSeconds: '300', ServiceTimeout: '360',
    });
    expect([resource.DeletionPolicy, resource.UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
  });

  test('has attributes of the resource', () => {
    const { stack, journalStream } = build();

    expect(stack.resolve([journalStream.journalStreamId, journalStream.journalStreamArn, journalStream.journalStreamName]))
      .toEqual(['StreamId', 'StreamArn', 'StreamName'].map((attribute) => ({ 'Fn::GetAtt': [expect.stringMatching(/^Journal/), attribute] })));
  });

  test('carries its own tags and those of its stack', () => {
    const stack = new Stack(testStack().node.root as never, 'Tagged', { env: ENVIRONMENT, tags: { team: 'a', stage: 'test' } });
    const { journalStream } = build(undefined, stack);
    Tags.of(journalStream).add('team', 'b');

    expect(onlyResource(stack, TYPE).Properties.Tags).toEqual([{ Key: 'stage', Value: 'test' }, { Key: 'team', Value: 'b' }]);
  });

  test('fails at synthesis for tags that aspects have added', () => {
    const { stack, journalStream } = build();
    Tags.of(stack).add('cdk-qldb:owner', 'me');

    expect(journalStream.node.validate()).toEqual([]);
    expect(messageOf(() => onlyResource(stack, TYPE))).toMatch(/\[Stack\/Journal\] 'tags' must not have keys that start with "cdk-qldb:".*\[Qldb.ReservedTagKey\]/);
  });

  test('obeys a removal policy that is applied later', () => {
    const { stack, journalStream } = build();
    journalStream.applyRemovalPolicy(RemovalPolicy.RETAIN);

    expect(onlyResource(stack, TYPE).DeletionPolicy).toBe('Retain');
  });

  test('keeps its own role and its rights where it is left running, so that it does run', () => {
    const policies = (stack: Stack) => ['AWS::IAM::Role', 'AWS::IAM::Policy'].flatMap((type) => Object.entries(resourcesOf(stack, type)))
      .filter(([id]) => /^JournalRole/.test(id)).map(([, { DeletionPolicy, UpdateReplacePolicy }]) => [DeletionPolicy, UpdateReplacePolicy]);

    expect(policies(build(() => ({ removalPolicy: RemovalPolicy.RETAIN })).stack)).toEqual([['Retain', 'Retain'], ['Retain', 'Retain']]);
    expect(policies(build().stack)).toEqual([['Delete', 'Delete'], ['Delete', 'Delete']]);
  });

  test('leaves a role that it was given to whoever made it', () => {
    const { stack } = build((scope) => ({
      role: new Role(scope, 'Given', { assumedBy: new ServicePrincipal('qldb.amazonaws.com') }), removalPolicy: RemovalPolicy.RETAIN,
    }));

    const given = Object.entries(resourcesOf(stack, 'AWS::IAM::Role')).find(([id]) => id.startsWith('Given'));
    expect(given?.[1].DeletionPolicy).toBeUndefined();
  });

  test('is added to a ledger, declared or imported', () => {
    const stack = testStack({ env: ENVIRONMENT });
    const kinesisStream = new Stream(stack, 'Records');
    new Ledger(stack, 'Ledger').addJournalStream('Journal', { kinesisStream });
    Ledger.fromLedgerName(stack, 'Imported', 'archive').addJournalStream('Journal', { kinesisStream });

    expect(Object.values(resourcesOf(stack, TYPE)).map(({ Properties }) => Properties.LedgerName)).toEqual([expect.anything(), 'archive']);
  });
});

describe('the role of a stream', () => {
  test('trusts QLDB for streams of this ledger', () => {
    const { stack } = build();

    const ledgerName = { 'Fn::GetAtt': [expect.stringMatching(/^Ledger/), 'Name'] };
    expect(trustOf(stack)).toEqual([{
      Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'qldb.amazonaws.com' },
      Condition: {
        StringEquals: { 'aws:SourceAccount': '111122223333' },
        ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':qldb:eu-central-1:111122223333:stream/', ledgerName, '/*']] } },
      },
    }]);
  });

  test('trusts an identity of one\'s own for this ledger', () => {
    const stack = testStack({ env: ENVIRONMENT });
    ControlPlane.configure(stack, { deliveryPrincipal: new ArnPrincipal(SERVER) });
    build(undefined, stack);

    expect(trustOf(stack)).toEqual([{
      Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: SERVER }, Condition: { StringEquals: { 'sts:ExternalId': { 'Fn::GetAtt': [expect.stringMatching(/^Ledger/), 'Arn'] } } },
    }]);
  });

  test('may write to exactly this Kinesis stream', () => {
    const { stack } = build();

    expect(statements(stack, /^JournalRole/)).toEqual([WRITE]);
  });

  test('may generate data keys with the key of the Kinesis stream', () => {
    const { stack } = build((given) => ({ kinesisStream: new Stream(given, 'Own', { encryption: StreamEncryption.KMS, encryptionKey: new Key(given, 'Key') }) }));

    expect(statements(stack, /^JournalRole/).slice(1)).toEqual([
      { Effect: 'Allow', Action: 'kms:GenerateDataKey', Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] } },
    ]);
  });

  test('that is given is used as it is, with the rights added', () => {
    const { stack } = build((given) => ({ role: new Role(given, 'Given', { assumedBy: new ServicePrincipal('qldb.amazonaws.com') }) }));

    expect(statements(stack, /^Given/)).toEqual([WRITE]);
    expect(Object.keys(resourcesOf(stack, 'AWS::IAM::Role')).filter((id) => id.startsWith('Journal'))).toEqual([]);
  });

  test('may be handed on by the function, in a policy on which only the stream depends', () => {
    const { stack } = build();

    expect(statements(stack, /^JournalPassRole/)).toEqual([{
      Effect: 'Allow', Action: 'iam:PassRole', Resource: { 'Fn::GetAtt': [expect.stringMatching(/^JournalRole/), 'Arn'] },
      Condition: { StringEquals: { 'iam:PassedToService': 'qldb.amazonaws.com' } },
    }]);
    expect(onlyResource(stack, TYPE).DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/^JournalPassRole/), expect.stringMatching(/^JournalRoleDefaultPolicy/)]));
    expect(onlyResource(stack, 'Custom::QLDBLedger').DependsOn).not.toContainEqual(expect.stringMatching(/^Journal/));
  });
});

describe('properties of a stream', () => {
  test('fail with one error that lists every problem', () => {
    const message = messageOf(() => build((stack) => ({
      ledger: Ledger.fromLedgerArn(stack, 'Other', 'arn:aws:qldb:us-east-1:111122223333:ledger/other'),
      kinesisStream: Stream.fromStreamArn(stack, 'Elsewhere', KINESIS.replace('eu-central-1', 'us-east-1')),
      journalStreamName: 'my_stream',
      inclusiveStartTime: JournalTime.fromIsoString('2999-01-01'),
      exclusiveEndTime: JournalTime.deployment(),
      role: Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::444455556666:role/other'),
      removalPolicy: RemovalPolicy.SNAPSHOT,
      timeout: Duration.minutes(60),
    })));

    expect(message).toBe([
      'invalid properties of journal stream "Stack/Journal":',
      '  - \'ledger\' must be in the stack\'s Region "eu-central-1", got a ledger in "us-east-1": declare this in a stack of that Region [Qldb.LedgerElsewhere]',
      '  - \'kinesisStream\' must be in the ledger\'s Region "eu-central-1", got a stream in "us-east-1": use a stream of that Region [Qldb.KinesisStreamElsewhere]',
      '  - \'journalStreamName\' must be 1 to 32 letters, digits and hyphens, not digits only, and no hyphen first, last or doubled, got "my_stream": use "my-stream", for example [Qldb.InvalidStreamName]',
      '  - \'inclusiveStartTime\' must not be in the future, got "2999-01-01": use JournalTime.ledgerCreation() or a moment that has passed [Qldb.InvalidTime]',
      '  - \'exclusiveEndTime\' must be a moment that is known, got "DEPLOYMENT": use JournalTime.at() or fromIsoString(), or leave it out to stream until the stream is cancelled [Qldb.InvalidTime]',
      '  - \'role\' must be in the stack\'s account "111122223333", got a role in "444455556666": use a role of that account, or leave it out to have one made [Qldb.RoleElsewhere]',
      '  - \'removalPolicy\' must not be "snapshot", streams have no snapshots: use RemovalPolicy.DESTROY or RemovalPolicy.RETAIN [Qldb.InvalidRemovalPolicy]',
      "  - 'timeout' must be whole seconds from 1 second to 59 minutes, got Duration.minutes(60): CloudFormation waits an hour at most, use Duration.minutes(15), for example [Qldb.InvalidTimeout]",
    ].join('\n'));
  });

  test('may end in the future', () => {
    expect(validateRange({ exclusiveEndTime: JournalTime.fromIsoString('2999-01-01') }, Date.now(), false)).toEqual([]);
  });

  test('get a warning at the sixth stream of a ledger', () => {
    const stack = testStack({ env: ENVIRONMENT });
    const ledger = new Ledger(stack, 'Ledger');
    const kinesisStream = new Stream(stack, 'Records');
    for (const id of ['One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven']) ledger.addJournalStream(id, { kinesisStream });

    expect(warnings(stack)).toEqual([expect.stringContaining(QldbWarnings.STREAM_QUOTA)]);
    expect(warnings(stack, '/Stack/Ledger/Six')).toHaveLength(1);
  });
});
