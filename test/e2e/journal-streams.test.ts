import { setTimeout as sleep } from 'node:timers/promises';
import { CreateStreamCommand, DeleteStreamCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import {
  DescribeJournalKinesisStreamCommand, ListJournalKinesisStreamsForLedgerCommand, ListTagsForResourceCommand, type JournalKinesisStreamDescription,
} from '@aws-sdk/client-qldb';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { CfnOutput, Duration, RemovalPolicy, Tags, type Stack } from 'aws-cdk-lib';
import { ArnPrincipal, PrincipalWithConditions, Role } from 'aws-cdk-lib/aws-iam';
import { Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import { Key } from 'aws-cdk-lib/aws-kms';
import { callLogger, type Call } from './call-log';
import { Deployment, outputOf } from './deployment';
import { eventually } from './eventually';
import { createRole } from './iam';
import { KinesisJournal, type JournalRecord } from '../../local/kinesis-journal';
import { VehicleRecords } from '../../local/vehicle-records';
import { JournalKinesisStream, JournalTime, Ledger, type ILedger } from '../../src';

jest.setTimeout(600_000);

const STACK = 'Streams';
const LEDGER = 'traced';
const LEDGER_ARN = `arn:aws:qldb:us-east-1:000000000000:ledger/${LEDGER}`;
/** Made by hand, so that it stays when the stack goes. */
const OUTSIDE = 'outside';
const NOWHERE = 'arn:aws:kinesis:us-east-1:000000000000:stream/nowhere';

interface Variation {
  /** Names of physical resources behind the streams: another one replaces them. */
  readonly records: string;
  readonly writer: string;
  readonly tag: string;
  readonly aggregation: boolean;
  /** The stream of a fixed name goes to where nothing is. */
  readonly lost?: boolean;
}

/** Roles act under IAM: `qldb-server` may do nothing but assume those whose trust names it and its ledger. */
describe('streams of a journal, in a stack', () => {
  const calls: Call[] = [];
  let deployment: Deployment;
  let kinesis: KinesisClient;
  let records: VehicleRecords;
  let written: Date;
  let outsideRole: string;
  let printed = '';
  const owners: string[] = [];
  beforeAll(async () => {
    deployment = await Deployment.start({ evaluateIam: true, qldb: { quotas: { streamsPerLedger: 20 }, logger: callLogger(calls) } });
    kinesis = new KinesisClient({ ...deployment.local.awsClient, requestHandler: new NodeHttpHandler() });
    await kinesis.send(new CreateStreamCommand({ StreamName: OUTSIDE, ShardCount: 1 }));
    outsideRole = await createRole(deployment.local, 'outside-writer', LEDGER_ARN, {
      Action: 'kinesis:*', Resource: `arn:aws:kinesis:us-east-1:000000000000:stream/${OUTSIDE}`,
    });
    await deployment.createByHand({ Name: LEDGER });
    records = new VehicleRecords(LEDGER, deployment.local.qldbClient);
    await records.createTable();
    for (let n = 0; n < 4; n++) {
      await register(`Owner ${n}`);
    }
    // Later than the last block, and not in the future for anyone.
    await sleep(50);
    written = new Date(Date.now() - 10);
  });
  afterAll(async () => {
    records?.close();
    kinesis?.destroy();
    await deployment?.stop();
  });

  async function register(owner: string): Promise<void> {
    await records.register(`VIN of ${owner}`, owner);
    owners.push(owner);
  }

  const first: Variation = { records: 'records-1', writer: 'writer-1', tag: 'first', aggregation: true };

  const build = (variation: Variation) => (stack: Stack) => {
    const ledger = Ledger.fromLedgerName(stack, 'Ledger', LEDGER);
    const kinesisStream = (id: string, streamName?: string) => new Stream(stack, id, {
      streamName, shardCount: 1, streamMode: StreamMode.PROVISIONED, encryption: StreamEncryption.UNENCRYPTED, removalPolicy: RemovalPolicy.DESTROY,
    });
    const trusted = new PrincipalWithConditions(new ArnPrincipal(deployment.local.cdkContext['cdk-qldb:delivery-principal']!), {
      StringEquals: { 'sts:ExternalId': LEDGER_ARN },
    });
    const shared = kinesisStream('Shared');
    const overKinesis = new JournalKinesisStream(stack, 'OverKinesis', { ledger, kinesisStream: kinesisStream('Records', variation.records) });
    const fixed = new JournalKinesisStream(stack, 'Fixed', {
      ledger, journalStreamName: 'fixed', aggregationEnabled: variation.aggregation, timeout: Duration.seconds(variation.lost ? 8 : 120),
      kinesisStream: variation.lost ? Stream.fromStreamArn(stack, 'Nowhere', NOWHERE) : shared,
    });
    // Whatever happens to the latter happens when the former has been replaced.
    fixed.node.addDependency(overKinesis);
    const overRole = new JournalKinesisStream(stack, 'OverRole', {
      ledger, kinesisStream: shared, role: new Role(stack, 'Writer', { roleName: variation.writer, assumedBy: trusted }),
    });
    const key = new Key(stack, 'Key', { removalPolicy: RemovalPolicy.DESTROY });
    const tagged = new JournalKinesisStream(stack, 'Tagged', {
      ledger, aggregationEnabled: false, exclusiveEndTime: JournalTime.fromIsoString('2999-01-01'),
      kinesisStream: new Stream(stack, 'Plain', { shardCount: 1, encryptionKey: key, removalPolicy: RemovalPolicy.DESTROY }),
    });
    Tags.of(tagged).add('deployment', variation.tag);
    Tags.of(tagged).add(`only-in-${variation.tag}`, 'yes');
    const past = new JournalKinesisStream(stack, 'Past', { ledger, kinesisStream: kinesisStream('PastRecords'), exclusiveEndTime: JournalTime.at(written) });
    buildKept(stack, ledger);
    for (const [name, made] of Object.entries({ Fixed: fixed, OverKinesis: overKinesis, OverRole: overRole, Tagged: tagged, Past: past })) {
      new CfnOutput(stack, `${name}Id`, { value: made.journalStreamId });
      new CfnOutput(stack, `${name}Name`, { value: made.journalStreamName });
      new CfnOutput(stack, `${name}Arn`, { value: made.journalStreamArn });
    }
    for (const id of ['Shared', 'Plain', 'PastRecords', 'Records']) {
      new CfnOutput(stack, `${id}Kinesis`, { value: (stack.node.findChild(id) as Stream).streamName });
    }
  };
  /** Its role and Kinesis stream are of elsewhere and outlive the stack, so that the stream can. */
  function buildKept(stack: Stack, ledger: ILedger): void {
    const kept = new JournalKinesisStream(stack, 'Kept', {
      ledger, removalPolicy: RemovalPolicy.RETAIN,
      kinesisStream: Stream.fromStreamArn(stack, 'Outside', `arn:aws:kinesis:us-east-1:000000000000:stream/${OUTSIDE}`),
      role: Role.fromRoleArn(stack, 'OutsideWriter', outsideRole, { mutable: false }),
    });
    new CfnOutput(stack, 'KeptId', { value: kept.journalStreamId });
    new CfnOutput(stack, 'KeptName', { value: kept.journalStreamName });
  }

  const output = (name: string, from = printed) => outputOf(from, STACK, name);
  const streamsOf = async () => (await deployment.qldb.send(new ListJournalKinesisStreamsForLedgerCommand({ LedgerName: LEDGER }))).Streams ?? [];
  const described = async (StreamId: string): Promise<JournalKinesisStreamDescription | undefined> =>
    (await deployment.qldb.send(new DescribeJournalKinesisStreamCommand({ LedgerName: LEDGER, StreamId }))).Stream;
  const statusOf = async (name: string, from = printed) => (await described(output(`${name}Id`, from)))?.Status;
  const liveStreams = async () => (await streamsOf()).filter(({ Status }) => Status === 'ACTIVE' || Status === 'IMPAIRED');

  /** Reads until the records of a journal stream are as many as wanted. */
  async function readAll(streamName: string, arn: string, until: (found: readonly JournalRecord[]) => boolean) {
    const reader = new KinesisJournal(deployment.local.awsClient, streamName);
    const found: JournalRecord[] = [];
    let kinesisRecords = 0;
    await eventually(async () => {
      const more = await reader.read();
      kinesisRecords += more.kinesisRecords;
      found.push(...more.records.filter(({ streamArn }) => streamArn === arn));
      return found;
    }, until);
    reader.close();
    return { found, kinesisRecords };
  }
  const ownersIn = (found: readonly JournalRecord[]) => found.filter(({ type }) => type === 'REVISION_DETAILS')
    .map(({ payload }) => payload.get('revision', 'data', 'Owner')?.stringValue());
  const blocksIn = (found: readonly JournalRecord[]) => found.filter(({ type }) => type === 'BLOCK_SUMMARY')
    .map(({ payload }) => payload.get('blockAddress', 'sequenceNo')?.numberValue());
  const hasAllOwners = (found: readonly JournalRecord[]) => ownersIn(found).length >= owners.length;

  it('are active when the deployment ends, and what the driver wrote comes out of them', async () => {
    ({ output: printed } = await deployment.deploy(STACK, build(first)));
    for (const name of ['Fixed', 'OverKinesis', 'OverRole', 'Tagged', 'Kept']) {
      expect([name, await statusOf(name)]).toEqual([name, 'ACTIVE']);
    }
    expect(output('FixedName')).toBe('fixed');
    expect(output('OverKinesisArn')).toBe(`arn:aws:qldb:us-east-1:000000000000:stream/${LEDGER}/${output('OverKinesisId')}`);
    await register('Written later');

    const { found, kinesisRecords } = await readAll(output('RecordsKinesis'), output('OverKinesisArn'), hasAllOwners);
    expect(found[0]).toMatchObject({ type: 'CONTROL' });
    expect(found[0]?.payload.get('controlRecordType')?.stringValue()).toBe('CREATED');
    expect(ownersIn(found)).toEqual(owners);
    expect(blocksIn(found)).toEqual(Array.from({ length: blocksIn(found).length }, (_, index) => index + 1));
    // Aggregated: fewer in Kinesis than came out.
    expect(kinesisRecords).toBeLessThan(found.length);
    const plain = await readAll(output('PlainKinesis'), output('TaggedArn'), hasAllOwners);
    expect(ownersIn(plain.found)).toEqual(owners);
    expect(plain.kinesisRecords).toBe(plain.found.length);
  });

  it('are completed when the deployment ends, where their end has passed', async () => {
    expect(await statusOf('Past')).toBe('COMPLETED');
    const last = ({ type, payload }: JournalRecord) => type === 'CONTROL' && payload.get('controlRecordType')?.stringValue() === 'COMPLETED';
    const { found } = await readAll(output('PastRecordsKinesis'), output('PastArn'), (seen) => seen.some(last));
    expect(ownersIn(found)).toEqual(owners.filter((owner) => owner !== 'Written later'));
    expect(last(found.at(-1)!)).toBe(true);
  });

  it('are replaced when what is behind them is, the new one before the old one is cancelled; tags change in place', async () => {
    const before = printed;
    const from = calls.length;
    ({ output: printed } = await deployment.deploy(STACK, build({ ...first, records: 'records-2', writer: 'writer-2', tag: 'second', aggregation: false })));
    for (const name of ['OverKinesis', 'OverRole']) {
      expect(output(`${name}Name`)).not.toBe(output(`${name}Name`, before));
      expect(await statusOf(name)).toBe('ACTIVE');
      expect(await statusOf(name, before)).toBe('CANCELED');
    }
    const since = calls.slice(from).filter(({ error }) => error === undefined);
    const started = since.flatMap(({ operation }, index) => operation === 'StreamJournalToKinesis' ? [index] : []);
    const cancelled = (name: string) => since.findIndex(({ operation, path }) =>
      operation === 'CancelJournalKinesisStream' && path.endsWith(output(`${name}Id`, before)));
    // Those whose names are made were both there before the old ones were cancelled.
    expect(started).toHaveLength(3);
    expect(Math.max(...started)).toBeLessThan(Math.min(cancelled('OverKinesis'), cancelled('OverRole')));
    // That with a fixed name had to go before.
    expect(cancelled('Fixed')).toBeGreaterThanOrEqual(0);
    expect(since.slice(0, cancelled('Fixed')).filter(({ operation }) => operation === 'StreamJournalToKinesis').length).toBeLessThan(3);
    expect(output('FixedName')).toBe('fixed');
    expect(output('FixedId')).not.toBe(output('FixedId', before));
    expect([await statusOf('Fixed'), await statusOf('Fixed', before)]).toEqual(['ACTIVE', 'CANCELED']);
    expect(ownersIn((await readAll('records-2', output('OverKinesisArn'), hasAllOwners)).found)).toEqual(owners);

    expect(output('TaggedId')).toBe(output('TaggedId', before));
    const { Tags: tags = {} } = await deployment.qldb.send(new ListTagsForResourceCommand({ ResourceArn: output('TaggedArn') }));
    expect(tags).toEqual({ 'deployment': 'second', 'only-in-second': 'yes', 'cdk-qldb:owner': expect.stringMatching(/^Streams\/Tagged/) });
    expect(output('PastId')).toBe(output('PastId', before));
  });

  it('go back to what they were when the update that replaces them fails', async () => {
    const cancelledBefore = output('FixedId');
    const printedByFailure = await deployment.deployFails(STACK, build({
      records: 'records-3', writer: 'writer-2', tag: 'second', aggregation: false, lost: true,
    }));
    expect(printedByFailure).toContain('UPDATE_ROLLBACK_COMPLET');
    expect(printedByFailure).toMatch(/QLDB encountered an error validating Kinesis Data Streams|Unexpected response from Kinesis Data Streams/);
    const live = await liveStreams();
    expect(live.map(({ StreamName }) => StreamName).sort())
      .toEqual(['fixed', ...['OverKinesis', 'OverRole', 'Tagged', 'Kept'].map((name) => output(`${name}Name`))].sort());
    expect(live.map(({ Status }) => Status)).toEqual(live.map(() => 'ACTIVE'));
    // The one whose name is made had been replaced already, and was still there.
    expect(live.map(({ StreamId }) => StreamId)).toContain(output('OverKinesisId'));
    // That with a fixed name was cancelled and starts again: all records come once more.
    const again = live.find(({ StreamName }) => StreamName === 'fixed');
    expect(again?.StreamId).not.toBe(cancelledBefore);
    expect(again?.KinesisConfiguration?.AggregationEnabled).toBe(false);
    expect(ownersIn((await readAll(output('SharedKinesis'), again?.Arn ?? '', hasAllOwners)).found)).toEqual(owners);
  });

  it('are impaired while their Kinesis stream is gone, and go on when it is back', async () => {
    const id = output('TaggedId');
    const StreamName = output('PlainKinesis');
    await kinesis.send(new DeleteStreamCommand({ StreamName, EnforceConsumerDeletion: true }));
    const impaired = await eventually(() => described(id), (stream) => stream?.Status === 'IMPAIRED');
    expect(impaired?.ErrorCause).toBe('KINESIS_STREAM_NOT_FOUND');
    await register('Written meanwhile');
    await eventually(async () => kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 })).then(() => true, () => false), (made) => made);
    await eventually(() => described(id), (stream) => stream?.Status === 'ACTIVE');
    const { found } = await readAll(StreamName, output('TaggedArn'), (seen) => ownersIn(seen).includes('Written meanwhile'));
    expect(ownersIn(found).at(-1)).toBe('Written meanwhile');
  });

  it('are cancelled when the stack goes, but for one that is to be left running', async () => {
    await deployment.destroy(STACK);
    expect((await liveStreams()).map(({ StreamId, Status }) => [StreamId, Status])).toEqual([[output('KeptId'), 'ACTIVE']]);
    expect(await statusOf('Past')).toBe('COMPLETED');
    await register('Written without the stack');
    const ids = await streamsOf();
    const { Arn = '' } = ids.find(({ StreamId }) => StreamId === output('KeptId')) ?? {};
    expect(ownersIn((await readAll(OUTSIDE, Arn, hasAllOwners)).found)).toEqual(owners);
  });

  it('that were left running are taken up again by the same stack, and let go with it', async () => {
    const left = output('KeptId');
    const { output: again } = await deployment.deploy(STACK, (stack) => buildKept(stack, Ledger.fromLedgerName(stack, 'Ledger', LEDGER)));
    expect(output('KeptId', again)).toBe(left);
    await deployment.destroy(STACK);
    expect((await liveStreams()).map(({ StreamId, Status }) => [StreamId, Status])).toEqual([[left, 'ACTIVE']]);
  });
});
