import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetBlockCommand, GetDigestCommand, GetRevisionCommand, DescribeJournalS3ExportCommand, ExportJournalToS3Command, type QLDBClient } from '@aws-sdk/client-qldb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { load } from 'ion-js';
import type { VerificationReport } from '../../src/archive/report/report';
import { Place } from '../session/places';
import { SdkSession } from '../session/sdk-session';
import { sdkClient } from '../support/clients';
import { eventually } from '../support/eventually';
import { ExportBucket } from '../support/export-bucket';
import { Ministack } from '../support/ministack';
import { ServerProcess } from '../support/server-process';

const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };
/** What JSON can say, and what it loses. */
const DOCUMENT = '{text:"ä \\"quoted\\"",number:5,decimal:90.250,day:2017-08-21,moment:2019-09-16T19:37:05.360Z,blob:{{aGVsbG8gd29ybGQ=}},'
  + 'float:1.5e0,nothing:null,list:[1,{a:2017T}]}';
const ODD_DOCUMENT = '{symbol:red,clob:{{"bytes"}},typed:null.string,sexp:(1 2)}';
const LEDGER = 'archived';

let ministack: Ministack;
let bucket: ExportBucket;
let place: Place;
let qldb: QLDBClient;
let directory: string;
const start = Date.now();

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'qldb-whole-ledger-'));
  ministack = await Ministack.start();
  bucket = await ExportBucket.create(ministack, 'archives');
  place = await Place.open('pglite', {
    delivery: { s3Endpoint: ministack.endpoint, stsEndpoint: ministack.endpoint, credentials: CREDENTIALS }, timings: { redaction: 0 },
  });
  qldb = sdkClient(place.endpoint);
  await place.createLedger(LEDGER);
  await writeLedger();
});
afterAll(async () => {
  qldb?.destroy();
  bucket?.close();
  await place?.close();
  await ministack?.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** Tables, indexes, all types, changes, deletions and a redaction. */
async function writeLedger(): Promise<void> {
  const session = await SdkSession.start(place, LEDGER);
  await session.run('CREATE TABLE things', 'CREATE TABLE others');
  await session.run('CREATE INDEX ON things (number)');
  const [inserted] = await session.run(['INSERT INTO things ?', load(DOCUMENT)]) as Array<{ readonly documentId: string }>;
  for (let n = 0; n < 5; n += 1) await session.run(['INSERT INTO others ?', { n }]);
  await session.run(['UPDATE things AS t SET t.number = ? WHERE t.number = ?', 6, 5], 'SELECT * FROM others');
  await session.run(['INSERT INTO others ?', load(ODD_DOCUMENT)]);
  await session.run(['INSERT INTO others ?', load('{a:note::"annotations are what JSON has no place for"}')]);
  await session.run('DELETE FROM others AS o WHERE o.n = 2');
  await session.run('DROP TABLE others');
  const id = String(inserted!.documentId).replaceAll('"', '');
  const [old] = await session.run(`SELECT blockAddress FROM history(things) AS h WHERE h.metadata.id = '${id}' AND h.metadata.version = 0`) as
    Array<{ readonly blockAddress: { readonly strandId: unknown; readonly sequenceNo: unknown } }>;
  const [table] = await session.run("SELECT tableId FROM information_schema.user_tables WHERE name = 'things'") as Array<{ readonly tableId: unknown }>;
  await session.run([
    'EXEC REDACT_REVISION ?, ?, ?', load(`{strandId:"${String(old!.blockAddress.strandId)}",sequenceNo:${String(old!.blockAddress.sequenceNo)}}`), String(table!.tableId), id,
  ]);
  await eventually(async () => (await qldb.send(new GetBlockCommand({
    Name: LEDGER, BlockAddress: { IonText: `{strandId:"${String(old!.blockAddress.strandId)}",sequenceNo:${String(old!.blockAddress.sequenceNo)}}` },
  }))).Block?.IonText ?? '', (text) => text.includes('dataHash'));
  await session.end();
}

async function exported(OutputFormat: 'ION_TEXT' | 'ION_BINARY' | 'JSON'): Promise<string> {
  const Prefix = `${OutputFormat}/`;
  const { ExportId } = await qldb.send(new ExportJournalToS3Command({
    Name: LEDGER, RoleArn: 'arn:aws:iam::000000000000:role/exporter', OutputFormat,
    InclusiveStartTime: new Date(start - 60_000), ExclusiveEndTime: new Date(),
    S3ExportConfiguration: { Bucket: bucket.name, Prefix, EncryptionConfiguration: { ObjectEncryptionType: 'NO_ENCRYPTION' } },
  }));
  const status = async () => (await qldb.send(new DescribeJournalS3ExportCommand({ Name: LEDGER, ExportId }))).ExportDescription?.Status;
  await eventually(status, (now) => now === 'COMPLETED');
  return `s3://${bucket.name}/${Prefix}`;
}

interface Verified {
  readonly code: number | null;
  readonly stderr: string;
  readonly report: VerificationReport;
}

async function verify(source: string, ...flags: string[]): Promise<Verified> {
  const { code, stdout, stderr } = await ServerProcess.run(['verify', source, '--json', ...flags], {
    AWS_ENDPOINT_URL_S3: ministack.endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1',
  });
  return { code, stderr, report: (stdout === '' ? {} : JSON.parse(stdout)) as VerificationReport };
}

/** As the AWS CLI saves answers. */
function saved(name: string, answer: object): string {
  const path = join(directory, name);
  writeFileSync(path, JSON.stringify(answer, (_, value: unknown) => value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value));
  return path;
}

describe('a ledger of this server, exported to S3', () => {
  test.each(['ION_TEXT', 'ION_BINARY'] as const)('in %s is as the digest says, every revision verified', async (format) => {
    const digest = await qldb.send(new GetDigestCommand({ Name: LEDGER }));
    const { code, stderr, report } = await verify(await exported(format), '--digest', saved('digest.json', digest));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(report).toMatchObject({ status: 'matches', ledgerNames: [LEDGER], findings: { count: 0 }, notes: [] });
    const { byVerdict, byForm, count } = report.revisions;
    expect(byVerdict).toEqual({ 'verified': count - byForm.internal, 'hash only': byForm.internal, 'recovered': 0, 'chain only': 0, 'broken': 0 });
    expect(byForm).toMatchObject({ deleted: 1, redacted: 1 });
    expect(report.digest.value).toBe(Buffer.from(digest.Digest!).toString('base64'));
  });

  test('in JSON is as the digest says, every revision recovered but the one whose annotations JSON dropped', async () => {
    const digest = await qldb.send(new GetDigestCommand({ Name: LEDGER }));
    const { code, report } = await verify(await exported('JSON'), '--digest', saved('digest.json', digest));
    expect(code).toBe(0);
    expect(report.revisions.byVerdict).toMatchObject({ 'verified': 2, 'recovered': 7, 'chain only': 1, 'broken': 0 });
    expect(report.revisions.examples['chain only']).toMatchObject([{ documentId: expect.any(String), version: 0, reason: expect.stringContaining('combinations') }]);
    expect(report.notProven.join()).toContain('"chain only"');
  });

  test('has receipts that are verified against it: of a block and of a revision, with a digest that is newer than the export', async () => {
    const source = await exported('ION_TEXT');
    const session = await SdkSession.start(place, LEDGER);
    for (let n = 0; n < 3; n += 1) await session.run(['INSERT INTO things ?', { n }]);
    await session.end();
    const digest = await qldb.send(new GetDigestCommand({ Name: LEDGER }));
    const { Block } = await qldb.send(new GetBlockCommand({ Name: LEDGER, BlockAddress: address(digest.DigestTipAddress!.IonText!, 7) }));
    const [, id = ''] = /metadata:\{id:"(\w+)"/.exec(Block!.IonText!) ?? [];
    const at = { Name: LEDGER, BlockAddress: address(digest.DigestTipAddress!.IonText!, 7), DigestTipAddress: digest.DigestTipAddress };
    const block = await qldb.send(new GetBlockCommand(at));
    const revision = await qldb.send(new GetRevisionCommand({ ...at, DocumentId: id }));
    const flags = ['--digest', saved('digest.json', digest)];
    expect((await verify(source, ...flags)).code).toBe(2);
    for (const answer of [block, revision]) {
      const { code, report } = await verify(source, ...flags, '--proof', saved('answer.json', answer));
      expect({ code, through: report.digest.coveredThrough }).toEqual({ code: 0, through: 7 });
    }
    const forged = { ...revision, Revision: { IonText: revision.Revision!.IonText!.replace(id, 'x'.repeat(22)) } };
    expect(await verify(source, ...flags, '--proof', saved('answer.json', forged))).toMatchObject({ code: 1, report: { findings: { byCode: { digest: 1 } } } });
  });

  test('with one byte changed in the bucket is broken', async () => {
    await exported('ION_BINARY');
    const [key = ''] = (await bucket.keys('ION_BINARY/')).filter((name) => /\d+-\d+\.ion$/.test(name));
    const { body } = await bucket.get(key);
    body[body.length - 100]! += 1;
    await bucket.client.send(new PutObjectCommand({ Bucket: bucket.name, Key: key, Body: body }));
    expect((await verify(`s3://${bucket.name}/ION_BINARY`)).code).toBe(1);
  });

  test('that is not there, or may not be read, ends with code 2 and says what S3 says', async () => {
    expect(await verify('s3://no-such-bucket/x')).toMatchObject({ code: 2, stderr: expect.stringMatching(/^qldb-server: s3:\/\/no-such-bucket\/x cannot be listed: NoSuchBucket/) });
    expect(await verify(`s3://${bucket.name}/nothing/`)).toMatchObject({ code: 2, stderr: expect.stringContaining('holds no journal blocks') });
  });
});

function address(tip: string, sequenceNo: number): { IonText: string } {
  return { IonText: tip.replace(/sequenceNo:\d+/, `sequenceNo:${sequenceNo}`) };
}

