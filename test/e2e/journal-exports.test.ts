import { GetDigestCommand, DescribeJournalS3ExportCommand, ListJournalS3ExportsForLedgerCommand, type JournalS3ExportDescription } from '@aws-sdk/client-qldb';
import { GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CfnOutput, RemovalPolicy, type CfnElement, type Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { callLogger, type Call } from './call-log';
import { Deployment, outputOf } from './deployment';
import { eventually } from './eventually';
import { physicalIdOf, repeatCreate } from './repeated-event';
import { exportedKeys, readObject, verifyExport } from '../../local/exported-journal';
import { VehicleRecords } from '../../local/vehicle-records';
import { ControlPlane, ExportEncryption, JournalS3Export, Ledger, OutputFormat } from '../../src';

jest.setTimeout(600_000);

const STACK = 'Exports';
const LEDGER = 'archived';
const FORMATS = [OutputFormat.ION_TEXT, OutputFormat.ION_BINARY, OutputFormat.JSON];
const ENCRYPTIONS = ['SSE_S3', 'SSE_KMS', 'NO_ENCRYPTION'] as const;
/** All nine, by their names in stack and bucket. */
const NINE = FORMATS.flatMap((format) => ENCRYPTIONS.map((encryption) => ({ name: `${format}-${encryption}`.replaceAll('_', '-'), format, encryption })));

/** What is looked at of a block in JSON. */
interface JsonBlock {
  readonly blockHash: string;
  readonly revisions?: readonly { readonly data?: { readonly Owner?: string } }[];
}

/** Roles act under IAM: `qldb-server` may do nothing but assume those whose trust names it and its ledger. */
describe('exports of a journal, in a stack', () => {
  const calls: Call[] = [];
  let deployment: Deployment;
  let s3: S3Client;
  let printed = '';
  beforeAll(async () => {
    deployment = await Deployment.start({ evaluateIam: true, qldb: { timings: { exportStart: 2_000 }, logger: callLogger(calls) } });
    s3 = new S3Client({ ...deployment.local.awsClient, forcePathStyle: true });
    await deployment.createByHand({ Name: LEDGER });
    const records = new VehicleRecords(LEDGER, deployment.local.qldbClient);
    await records.createTable();
    for (let n = 0; n < 8; n++) {
      await records.register(`VIN${n}`, `Owner ${n}`);
    }
    await records.transfer('VIN3', 'Another');
    records.close();
  });
  afterAll(async () => {
    s3?.destroy();
    await deployment?.stop();
  });

  const build = (trigger?: string) => (stack: Stack) => {
    const ledger = Ledger.fromLedgerName(stack, 'Ledger', LEDGER);
    const bucketKey = new Key(stack, 'BucketKey', { removalPolicy: RemovalPolicy.DESTROY });
    const ownKey = new Key(stack, 'OwnKey', { removalPolicy: RemovalPolicy.DESTROY });
    const bucket = new Bucket(stack, 'Bucket', { encryption: BucketEncryption.KMS, encryptionKey: bucketKey });
    const encryptions = {
      SSE_S3: ExportEncryption.s3Managed(), SSE_KMS: ExportEncryption.kms(ownKey), NO_ENCRYPTION: ExportEncryption.unencrypted(),
    };
    for (const { name, format, encryption } of NINE) {
      // The next begins when this one has been accepted, so that more than two are asked for at a time.
      const made = new JournalS3Export(stack, name, {
        ledger, bucket, prefix: `${name}/`, outputFormat: format, encryption: encryptions[encryption], waitForCompletion: false,
        ...name === 'ION-TEXT-SSE-S3' && trigger !== undefined && { trigger },
      });
      new CfnOutput(stack, `${name}Id`.replaceAll('-', ''), { value: made.exportId });
      new CfnOutput(stack, `${name}Role`.replaceAll('-', ''), { value: made.role.roleArn });
      new CfnOutput(stack, `${name}Resource`.replaceAll('-', ''), { value: stack.getLogicalId(made.node.defaultChild as CfnElement) });
    }
    // Made after its ledger, which has no documents yet, and waited for.
    const young = new Ledger(stack, 'Young', { ledgerName: 'young', deletionProtection: false, removalPolicy: RemovalPolicy.DESTROY });
    const ofYoung = young.addJournalExport('Export', { bucket, prefix: 'young/' });
    new CfnOutput(stack, 'YoungId', { value: ofYoung.exportId });
    new CfnOutput(stack, 'YoungUrl', { value: ofYoung.s3UrlForPrefix });
    new CfnOutput(stack, 'BucketName', { value: bucket.bucketName });
    new CfnOutput(stack, 'OwnKeyArn', { value: ownKey.keyArn });
    new CfnOutput(stack, 'FunctionArn', { value: ControlPlane.of(stack).handler.functionArn });
  };
  const output = (name: string) => outputOf(printed, STACK, name.replaceAll('-', ''));
  const exportsOf = async (Name: string) => (await deployment.qldb.send(new ListJournalS3ExportsForLedgerCommand({ Name }))).JournalS3Exports ?? [];
  const described = async (Name: string, ExportId: string): Promise<JournalS3ExportDescription | undefined> =>
    (await deployment.qldb.send(new DescribeJournalS3ExportCommand({ Name, ExportId }))).ExportDescription;
  const place = (name: string) => ({ bucket: output('BucketName'), prefix: `${name}/`, exportId: output(`${name}Id`) });
  const blocksBefore = async () => {
    const { Digest: digest, DigestTipAddress: tip } = await deployment.qldb.send(new GetDigestCommand({ Name: LEDGER }));
    return { digest: Buffer.from(digest!), last: Number(/sequenceNo:(\d+)/.exec(tip?.IonText ?? '')?.[1]) };
  };

  it('are all made when there are more than run at a time, and that of a ledger of the same deployment', async () => {
    const { faults } = deployment.local.qldb;
    // Two exports of the ledger are running already, however fast they are.
    faults.add({ kind: 'error', operation: 'ExportJournalToS3', error: 'LimitExceededException' });
    // One answer is lost after the export has started: nothing is exported twice for that.
    faults.add({ kind: 'drop', operation: 'ExportJournalToS3', skip: 1 });
    ({ output: printed } = await deployment.deploy(STACK, build()));
    expect(calls).toContainEqual(expect.objectContaining({ operation: 'ExportJournalToS3', error: 'LimitExceededException' }));
    const made = await eventually(() => exportsOf(LEDGER), (exports) => exports.every(({ Status }) => Status !== 'IN_PROGRESS'));
    expect(made.map(({ ExportId, Status }) => [ExportId, Status]).sort()).toEqual(NINE.map(({ name }) => [output(`${name}Id`), 'COMPLETED']).sort());
    expect(faults.list()).toEqual([]);

    expect(await exportsOf('young')).toEqual([expect.objectContaining({ ExportId: output('YoungId'), Status: 'COMPLETED' })]);
    expect(output('YoungUrl')).toBe(`s3://${output('BucketName')}/young/`);
    // A journal without a transaction: the manifest says so.
    expect(await exportedKeys(s3, { bucket: output('BucketName'), prefix: 'young/', exportId: output('YoungId') })).toEqual([]);
  });

  it.each(NINE.filter(({ format }) => format !== OutputFormat.JSON))('hold in $format with $encryption the journal that the digest is of', async ({ name }) => {
    const { blocks, digest } = await verifyExport(s3, place(name));
    const journal = await blocksBefore();
    expect(blocks.map(({ address }) => address.sequenceNo)).toEqual(Array.from({ length: journal.last }, (_, index) => index + 1));
    expect(digest).toEqual(journal.digest);
  });

  it.each(ENCRYPTIONS)('hold in JSON with %s the same blocks', async (encryption) => {
    const { blocks } = await verifyExport(s3, place('ION-TEXT-SSE-S3'));
    const { bucket, ...rest } = place(`JSON-${encryption.replaceAll('_', '-')}`);
    const lines: string[] = [];
    for (const key of await exportedKeys(s3, { bucket, ...rest })) {
      lines.push(...Buffer.from(await readObject(s3, bucket, key)).toString().trimEnd().split('\n'));
    }
    const shown = lines.map((line) => JSON.parse(line) as JsonBlock);
    expect(shown.map(({ blockHash }) => blockHash)).toEqual(blocks.map(({ blockHash }) => blockHash.toString('base64')));
    expect(shown.flatMap(({ revisions = [] }) => revisions.flatMap(({ data }) => data?.Owner ?? []))).toEqual([
      ...Array.from({ length: 8 }, (_, n) => `Owner ${n}`), 'Another',
    ]);
  });

  it.each(NINE)('are encrypted as declared: $format with $encryption', async ({ name, encryption }) => {
    const { bucket, prefix, exportId } = place(name);
    const keys = [`${prefix}${exportId}.started.manifest`, ...await exportedKeys(s3, { bucket, prefix, exportId })];
    expect(keys.length).toBeGreaterThan(1);
    // Where the request says nothing the bucket's own setting holds, which ministack does not apply.
    const expected = { SSE_S3: ['AES256', undefined], SSE_KMS: ['aws:kms', output('OwnKeyArn')], NO_ENCRYPTION: [undefined, undefined] };
    for (const key of keys) {
      const { ServerSideEncryption, SSEKMSKeyId } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
      expect([ServerSideEncryption, SSEKMSKeyId]).toEqual(expected[encryption]);
    }
  });

  it('are not made again when the event arrives again', async () => {
    const before = await exportsOf(LEDGER);
    const logicalId = output('ION-BINARY-SSE-KMSResource');
    const answer = await repeatCreate(deployment.local, {
      stackName: STACK, logicalId,
      resolved: {
        ServiceToken: output('FunctionArn'), Bucket: output('BucketName'), RoleArn: output('ION-BINARY-SSE-KMSRole'), KmsKeyArn: output('OwnKeyArn'),
      },
    });
    expect(answer).toMatchObject({ Status: 'SUCCESS', Data: { ExportId: output('ION-BINARY-SSE-KMSId') } });
    expect(answer.PhysicalResourceId).toBe(await physicalIdOf(deployment.local, STACK, logicalId));
    expect(await exportsOf(LEDGER)).toEqual(before);
  });

  it('are made again where "trigger" changes, and only there', async () => {
    const before = printed;
    ({ output: printed } = await deployment.deploy(STACK, build('once more')));
    const again = output('ION-TEXT-SSE-S3Id');
    expect(again).not.toBe(outputOf(before, STACK, 'IONTEXTSSES3Id'));
    expect(await exportsOf(LEDGER)).toHaveLength(NINE.length + 1);
    await eventually(() => described(LEDGER, again), (found) => found?.Status === 'COMPLETED');
    expect((await verifyExport(s3, place('ION-TEXT-SSE-S3'))).digest).toEqual((await blocksBefore()).digest);
  });

  it('stay in the bucket when the stack goes', async () => {
    const { bucket, prefix, exportId } = place('ION-TEXT-SSE-KMS');
    await deployment.destroy(STACK);
    expect(await deployment.ledger('young')).toBeUndefined();
    const { ContentLength } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: `${prefix}${exportId}.started.manifest` }));
    expect(ContentLength).toBeGreaterThan(0);
    expect((await verifyExport(s3, { bucket, prefix, exportId })).digest).toEqual((await blocksBefore()).digest);
  });
});
