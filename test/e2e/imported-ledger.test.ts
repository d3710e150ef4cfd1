import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteLedgerCommand, DescribeLedgerCommand, GetBlockCommand, QLDBClient } from '@aws-sdk/client-qldb';
import { CfnOutput, RemovalPolicy } from 'aws-cdk-lib';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { QldbServer } from 'qldb-server';
import { Deployment, outputOf } from './deployment';
import { eventually } from './eventually';
import { Page } from './page';
import { shell, startShell } from './shell';
import { KinesisJournal } from '../../local/kinesis-journal';
import { takeDigest, takeReceipt, verifyReceipt, type Receipt } from '../../local/receipts';
import { VehicleRecords, type RevisionSummary } from '../../local/vehicle-records';
import { JournalKinesisStream, JournalS3Export, Ledger } from '../../src';

jest.setTimeout(600_000);

const EXAMPLE = join(__dirname, '..', '..', 'examples', 'adopted-ledger');
const PAGE = new Page('docs/leaving-qldb.md');
const LEDGER = 'vehicle-registration';
const VIN = '1N4AL11D75C109151';

/** From a ledger to its export, and back: the first steps of docs/leaving-qldb.md, as they stand there, and the example that adopts the ledger. */
describe('a ledger that is brought back from its export', () => {
  let deployment: Deployment;
  let directory: string;
  let history: readonly RevisionSummary[];
  let receipt: Receipt;
  let server: QldbServer | undefined;
  beforeAll(async () => {
    deployment = await Deployment.start();
    directory = join(deployment.local.directory, 'work');
    mkdirSync(directory);
    await deployment.createByHand({ Name: LEDGER });
    history = await writeDocuments();
    receipt = await takeReceipt(deployment.qldb, LEDGER, history[0]!, history[0]!.documentId, await takeDigest(deployment.qldb, LEDGER));
    await run(`aws qldb get-digest --name ${LEDGER} > digest.json`);
    await deployment.deploy('Export', (stack) => {
      const bucket = new Bucket(stack, 'Bucket', { bucketName: 'my-bucket', removalPolicy: RemovalPolicy.RETAIN });
      new JournalS3Export(stack, 'Journal', { ledger: Ledger.fromLedgerName(stack, 'Ledger', LEDGER), bucket, prefix: `exports/${LEDGER}/` });
    });
    await deployment.qldb.send(new DeleteLedgerCommand({ Name: LEDGER }));
    await eventually(() => deployment.ledger(LEDGER), (found) => found === undefined);
  });
  afterAll(async () => {
    await server?.close();
    await deployment?.stop();
  });

  const run = (commands: string) => shell(deployment.local, commands, { cwd: directory });
  const clientOf = ({ endpoint }: { readonly endpoint: string }) => ({ ...deployment.local.qldbClient, endpoint });

  async function writeDocuments(): Promise<readonly RevisionSummary[]> {
    const records = new VehicleRecords(LEDGER, deployment.local.qldbClient);
    await records.createTable();
    const documentId = await records.register(VIN, 'Raul Lewis');
    await records.register('KM8SRDHF6EU074761', 'Brent Logan');
    await records.transfer(VIN, 'Alexis Pena');
    const found = await records.history(documentId);
    records.close();
    return found;
  }

  it('is what the digest that was kept was made of', async () => {
    expect(await run(PAGE.block('Verify the export', 'sh'))).toContain('as AWS signed them off');
  });

  it('is imported', async () => {
    const printed = await run(PAGE.block('Import it', 'sh'));
    expect(printed).toContain(Buffer.from(receipt.digest.digest).toString('base64'));
  });

  it('is served by the command of the page', async () => {
    const logFile = join(directory, 'server.log');
    const group = startShell(deployment.local, `${PAGE.block('Start the server', 'sh').trimEnd()} --port 0`, { cwd: directory, logFile });
    try {
      const printed = await eventually(async () => readFileSync(logFile, 'utf8'), (text) => group.hasEnded || /^export AWS_DEFAULT_REGION=/m.test(text));
      const endpoint = /^export AWS_ENDPOINT_URL_QLDB=(\S+)$/m.exec(printed)?.[1] ?? printed;
      const client = new QLDBClient(clientOf({ endpoint }));
      expect(await client.send(new DescribeLedgerCommand({ Name: LEDGER }))).toMatchObject({ State: 'ACTIVE' });
      client.destroy();
    } finally {
      await group.stop();
    }
  });

  it('has the digest that it had', async () => {
    // In this process, with the identity that assumes the roles of streams.
    server = await deployment.local.startAnotherQldb({ dataDir: join(directory, 'ledgers') });
    const client = new QLDBClient(clientOf(server));
    expect(await takeDigest(client, LEDGER)).toEqual(receipt.digest);
    client.destroy();
  });

  it('is adopted by the stack of the example', async () => {
    const output = join(directory, 'cdk.out');
    const context = Object.entries({ ...deployment.local.cdkContext, 'cdk-qldb:endpoint': server!.endpoint }).map(([key, value]) => `--context ${key}=${value}`);
    await shell(deployment.local, `npx cdk deploy --require-approval never --output '${output}' ${context.join(' ')}`, { cwd: EXAMPLE });
    const client = new QLDBClient(clientOf(server!));
    expect(await deployment.ledger(LEDGER, client)).toMatchObject({ State: 'ACTIVE', PermissionsMode: 'STANDARD', DeletionProtection: true });
    client.destroy();
  });

  it('has its documents and their history', async () => {
    const records = new VehicleRecords(LEDGER, clientOf(server!));
    expect(await records.history(history[0]!.documentId)).toEqual(history);
    records.close();
  });

  it('honours the receipt that was taken before, and goes on', async () => {
    const [first] = history;
    verifyReceipt(receipt);
    const client = new QLDBClient(clientOf(server!));
    verifyReceipt(await takeReceipt(client, LEDGER, first!, first!.documentId, receipt.digest));
    const records = new VehicleRecords(LEDGER, clientOf(server!));
    await records.transfer(VIN, 'Melvin Parker');
    const added = await records.register('1HVBBAANXWH544237', 'Salvatore Spencer');
    const [inserted] = await records.history(added);
    const after = await records.history(first!.documentId);
    expect(after).toEqual([...history, expect.objectContaining({ version: 2, owner: 'Melvin Parker', sequenceNo: receipt.digest.tip.sequenceNo + 1 })]);
    const digest = await takeDigest(client, LEDGER);
    expect(digest.tip).toEqual({ strandId: receipt.digest.tip.strandId, sequenceNo: receipt.digest.tip.sequenceNo + 2 });
    for (const { documentId, ...address } of [first!, after.at(-1)!, inserted!]) {
      verifyReceipt(await takeReceipt(client, LEDGER, address, documentId, digest));
    }
    records.close();
    client.destroy();
  });

  it('says that its very first block was in no export', async () => {
    const client = new QLDBClient(clientOf(server!));
    const address = { IonText: `{strandId:"${receipt.digest.tip.strandId}",sequenceNo:0}` };
    await expect(client.send(new GetBlockCommand({ Name: LEDGER, BlockAddress: address }))).rejects.toThrow('block 0 was not in the export that the ledger was imported from');
    client.destroy();
  });

  it('is streamed and exported from its first block on', async () => {
    const { output: printed } = await deployment.deploy('Journal', (stack) => {
      const records = new Stream(stack, 'Records', { removalPolicy: RemovalPolicy.DESTROY });
      const ledger = Ledger.fromLedgerName(stack, 'Ledger', LEDGER);
      new JournalKinesisStream(stack, 'Journal', { ledger, kinesisStream: records });
      new JournalS3Export(stack, 'Export', { ledger, bucket: Bucket.fromBucketName(stack, 'Bucket', 'my-bucket'), prefix: 'again/' });
      new CfnOutput(stack, 'RecordsName', { value: records.streamName });
    }, server!.endpoint);
    const journal = new KinesisJournal(deployment.local.awsClient, outputOf(printed, 'Journal', 'RecordsName'));
    const numbers: number[] = [];
    const last = receipt.digest.tip.sequenceNo + 2;
    await eventually(() => journal.read(), ({ records }) => {
      numbers.push(...records.filter(({ type }) => type === 'BLOCK_SUMMARY').map(({ payload }) => payload.get('blockAddress', 'sequenceNo')?.numberValue() ?? NaN));
      return numbers.at(-1) === last;
    });
    journal.close();
    expect(numbers).toEqual(Array.from({ length: last }, (_, index) => index + 1));
    const client = new QLDBClient(clientOf(server!));
    const { digest } = await takeDigest(client, LEDGER);
    client.destroy();
    expect(await run(`npx qldb-server verify s3://my-bucket/again/ --digest ${Buffer.from(digest).toString('base64')}`)).toContain(`it is the digest of the blocks up to ${last}`);
    await deployment.destroy('Journal');
  });

  it('is let go when the stack is destroyed', async () => {
    await deployment.destroy('AdoptedLedgerExample');
    const client = new QLDBClient(clientOf(server!));
    expect(await deployment.ledger(LEDGER, client)).toMatchObject({ State: 'ACTIVE' });
    client.destroy();
  });
});
