import {
  CancelJournalKinesisStreamCommand, DescribeJournalKinesisStreamCommand, InvalidParameterException, ListJournalKinesisStreamsForLedgerCommand,
  StreamJournalToKinesisCommand,
} from '@aws-sdk/client-qldb';
import { CfnOutput, Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import type { CfnPolicy, CfnRole } from 'aws-cdk-lib/aws-iam';
import { Stream, StreamEncryption } from 'aws-cdk-lib/aws-kinesis';
import { Deployment, outputOf } from './deployment';
import { eventually } from './eventually';
import { setDenied } from './iam';
import { Ledger, type JournalKinesisStream } from '../../src';

jest.setTimeout(600_000);

const STACK = 'Rights';
const LEDGER = 'rights';

/** IAM is evaluated: `qldb-server` may do what the role of a stream allows, and no more. */
describe('the role of a stream', () => {
  let deployment: Deployment;
  let roleArn: string;
  let kinesisArn: string;
  let streamId: string;
  beforeAll(async () => {
    deployment = await Deployment.start({ evaluateIam: true });
    const { output } = await deployment.deploy(STACK, (stack) => {
      const made = ledgerWithStream(stack, LEDGER);
      new CfnOutput(stack, 'RoleArn', { value: made.role.roleArn });
      new CfnOutput(stack, 'StreamId', { value: made.journalStreamId });
      new CfnOutput(stack, 'KinesisArn', { value: (stack.node.findChild('Records') as Stream).streamArn });
    });
    [roleArn, streamId, kinesisArn] = [outputOf(output, STACK, 'RoleArn'), outputOf(output, STACK, 'StreamId'), outputOf(output, STACK, 'KinesisArn')];
  });
  afterAll(() => deployment?.stop());

  /** A ledger, a stream of it, and what goes along. */
  function ledgerWithStream(stack: Stack, ledgerName: string, timeout?: Duration): JournalKinesisStream {
    const ledger = new Ledger(stack, 'Ledger', { ledgerName, deletionProtection: false, removalPolicy: RemovalPolicy.DESTROY });
    const kinesisStream = new Stream(stack, 'Records', { encryption: StreamEncryption.UNENCRYPTED, removalPolicy: RemovalPolicy.DESTROY });
    return ledger.addJournalStream('Journal', { kinesisStream, timeout });
  }
  const start = async (StreamName: string): Promise<string> => (await deployment.qldb.send(new StreamJournalToKinesisCommand({
    LedgerName: LEDGER, StreamName, RoleArn: roleArn, InclusiveStartTime: new Date(0),
    KinesisConfiguration: { StreamArn: kinesisArn, AggregationEnabled: true },
  }))).StreamId ?? '';
  const described = async () =>
    (await deployment.qldb.send(new DescribeJournalKinesisStreamCommand({ LedgerName: LEDGER, StreamId: streamId }))).Stream;

  it.each(['kinesis:PutRecord', 'kinesis:PutRecords', 'kinesis:DescribeStream', 'kinesis:ListShards'])('needs %s', async (action) => {
    await setDenied(deployment.local, roleArn, [action]);
    const refused = await start('refused').then(() => undefined, (error: unknown) => error);
    expect(refused).toBeInstanceOf(InvalidParameterException);
    expect((refused as Error).message).toContain('QLDB encountered an error validating Kinesis Data Streams');
    expect((refused as Error).message).toMatch(new RegExp(`${action}\\b`));
    // With nothing taken away the same request is accepted.
    await setDenied(deployment.local, roleArn, []);
    const accepted = await start('accepted');
    await deployment.qldb.send(new CancelJournalKinesisStreamCommand({ LedgerName: LEDGER, StreamId: accepted }));
  });

  it('that loses its rights has the stream IMPAIRED, and ACTIVE again when it has them back', async () => {
    await setDenied(deployment.local, roleArn, ['kinesis:PutRecords']);
    const impaired = await eventually(described, (stream) => stream?.Status === 'IMPAIRED');
    expect(impaired?.ErrorCause).toBe('IAM_PERMISSION_REVOKED');
    await setDenied(deployment.local, roleArn, []);
    await eventually(described, (stream) => stream?.Status === 'ACTIVE');
  });

  const WITHOUT: readonly [named: string, take: (made: JournalKinesisStream) => void][] = [
    ['kinesis:PutRecords', (made) => {
      const policy = made.role.node.findChild('DefaultPolicy').node.defaultChild as CfnPolicy;
      policy.addPropertyOverride('PolicyDocument.Statement.0.Action', ['kinesis:PutRecord', 'kinesis:DescribeStream', 'kinesis:ListShards']);
    }],
    ['sts:AssumeRole', (made) => {
      const role = made.role.node.defaultChild as CfnRole;
      role.addPropertyOverride('AssumeRolePolicyDocument.Statement.0.Condition.StringEquals.sts:ExternalId', 'arn:aws:qldb:us-east-1:000000000000:ledger/other');
    }],
  ];

  it('fails the deployment without one of its rights, which the error names, and the rollback leaves nothing', async () => {
    const outcomes = await Promise.all(WITHOUT.map(async ([, take], index) =>
      deployment.deployFails(`Without${index}`, (stack) => take(ledgerWithStream(stack, `without-${index}`, Duration.seconds(12))))));
    for (const [index, printed] of outcomes.entries()) {
      expect(printed).toContain('QLDB encountered an error validating Kinesis Data Streams');
      expect(printed).toContain(WITHOUT[index]![0]);
      expect(await deployment.ledger(`without-${index}`)).toBeUndefined();
    }
  });

  it('has no stream any more when the stack goes', async () => {
    const { Streams: before = [] } = await deployment.qldb.send(new ListJournalKinesisStreamsForLedgerCommand({ LedgerName: LEDGER }));
    expect(before.find(({ StreamId }) => StreamId === streamId)?.Status).toBe('ACTIVE');
    await deployment.destroy(STACK);
    expect(await deployment.ledger(LEDGER)).toBeUndefined();
  });
});
