import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  DescribeJournalS3ExportCommand, ExportJournalToS3Command, GetDigestCommand, type ExportJournalToS3CommandInput, type QLDBClient,
  type S3ExportConfiguration,
} from '@aws-sdk/client-qldb';
import { writeText } from '../../src/ion/text';
import { Place, PLACES } from '../session/places';
import { SdkSession } from '../session/sdk-session';
import { sdkClient } from '../support/clients';
import { eventually } from '../support/eventually';
import { ExportBucket } from '../support/export-bucket';
import { Ministack } from '../support/ministack';
import { ionValues, manifestKeys, verifyExport } from '../support/read-export';

const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };
const RoleArn = 'arn:aws:iam::000000000000:role/exporter';
const DOCUMENT = { text: 'ä "quoted"', amount: 5, list: [1, null, true] };

let ministack: Ministack;
let bucket: ExportBucket;
let keyArn: string;

beforeAll(async () => {
  ministack = await Ministack.start();
  bucket = await ExportBucket.create(ministack, 'journal-exports');
  const kms = new KMSClient({ endpoint: ministack.endpoint, region: 'us-east-1', credentials: CREDENTIALS });
  keyArn = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? '';
  kms.destroy();
});
afterAll(async () => {
  bucket?.close();
  await ministack?.stop();
});

describe.each(PLACES)('an export to S3 on %s', (name) => {
  let place: Place;
  let qldb: QLDBClient;
  let blocks: number;
  const prefix = (rest: string) => `${name.replaceAll(' ', '-')}/${rest}`;

  beforeAll(async () => {
    place = await Place.open(name, {
      delivery: { s3Endpoint: ministack.endpoint, stsEndpoint: ministack.endpoint, credentials: CREDENTIALS },
      timings: { redaction: 0 },
    });
    qldb = sdkClient(place.endpoint);
    await place.createLedger('exported');
    const session = await SdkSession.start(place, 'exported');
    await session.run('CREATE TABLE things');
    const ids = [];
    for (let n = 0; n < 12; n += 1) {
      ids.push(...await session.run(['INSERT INTO things ?', { ...DOCUMENT, n }]) as Array<{ readonly documentId: string }>);
    }
    await session.run(['DELETE FROM things AS t WHERE t.n = ?', 3]);
    await session.run(['UPDATE things AS t SET t.amount = ? WHERE t.n = ?', 6, 4]);
    const tip = await qldb.send(new GetDigestCommand({ Name: 'exported' }));
    blocks = Number(/sequenceNo:(\d+)/.exec(tip.DigestTipAddress?.IonText ?? '')?.[1]);
    await session.end();
  });
  afterAll(async () => {
    qldb?.destroy();
    await place.close();
  });

  const start = async (
    Prefix: string, input: Partial<ExportJournalToS3CommandInput> = {},
    EncryptionConfiguration: S3ExportConfiguration['EncryptionConfiguration'] = { ObjectEncryptionType: 'NO_ENCRYPTION' },
  ) => {
    const { ExportId = '' } = await qldb.send(new ExportJournalToS3Command({
      Name: 'exported', RoleArn, InclusiveStartTime: new Date(0), ExclusiveEndTime: new Date(),
      S3ExportConfiguration: { Bucket: bucket.name, Prefix, EncryptionConfiguration }, ...input,
    }));
    return ExportId;
  };
  const ended = async (ExportId: string) => eventually(
    async () => (await qldb.send(new DescribeJournalS3ExportCommand({ Name: 'exported', ExportId }))).ExportDescription,
    (description) => description?.Status !== 'IN_PROGRESS');
  const completedManifest = async (Prefix: string, ExportId: string) => {
    const [key = ''] = (await bucket.keys(Prefix)).filter((each) => each.startsWith(`${Prefix}${ExportId}.`) && each.endsWith('.completed.manifest'));
    return bucket.get(key);
  };

  test.each(['ION_TEXT', 'ION_BINARY'] as const)('in %s has every block but the genesis block, and the chain of hashes up to the digest', async (OutputFormat) => {
    const Prefix = prefix(`${OutputFormat}/`);
    const ExportId = await start(Prefix, { OutputFormat });
    expect(await ended(ExportId)).toMatchObject({ Status: 'COMPLETED', OutputFormat });
    const { body } = await completedManifest(Prefix, ExportId);
    const chain = await verifyExport(manifestKeys(body), async (key) => (await bucket.get(key)).body);
    expect(chain.sequenceNos).toEqual(Array.from({ length: blocks }, (_, index) => index + 1));
    const { Digest } = await qldb.send(new GetDigestCommand({ Name: 'exported' }));
    expect(chain.digest?.toString('base64')).toBe(Buffer.from(Digest ?? []).toString('base64'));
  });

  test('begins with a manifest of what was asked for, before the request is answered', async () => {
    const Prefix = prefix('started');
    const ExclusiveEndTime = new Date(Date.now() - 1);
    const ExportId = await start(Prefix, { ExclusiveEndTime });
    const { body } = await bucket.get(`${Prefix}${ExportId}.started.manifest`);
    expect(ionValues(body).map(writeText)).toEqual([
      `{ledgerName:"exported",exportId:"${ExportId}",inclusiveStartTime:1970-01-01T00:00:00.000Z,exclusiveEndTime:${ExclusiveEndTime.toISOString()},`
      + `bucket:"journal-exports",prefix:"${Prefix}",objectEncryptionType:"NO_ENCRYPTION"}`,
    ]);
    expect(await ended(ExportId)).toMatchObject({ Status: 'COMPLETED', OutputFormat: 'ION_TEXT', S3ExportConfiguration: { Prefix } });
  });

  test('in JSON has a block on each line', async () => {
    const Prefix = prefix('json/');
    const ExportId = await start(Prefix, { OutputFormat: 'JSON' });
    await ended(ExportId);
    const { body, contentType } = await completedManifest(Prefix, ExportId);
    const { keys } = JSON.parse(body.toString()) as { readonly keys: readonly string[] };
    expect(contentType).toBe('application/json');
    const lines: unknown[] = [];
    for (const key of keys) {
      expect(key).toMatch(/\.json$/);
      lines.push(...(await bucket.get(key)).body.toString().trimEnd().split('\n').map((each) => JSON.parse(each) as unknown));
    }
    expect(lines).toHaveLength(blocks);
    expect(lines[1]).toMatchObject({
      blockAddress: { sequenceNo: 2 },
      blockHash: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
      revisions: [{ data: { ...DOCUMENT, n: 0 }, metadata: { version: 0, txTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) } }],
    });
  });

  test.each([
    ['SSE_S3', () => ({ ObjectEncryptionType: 'SSE_S3' as const }), () => ({ encryption: 'AES256', kmsKey: undefined })],
    ['SSE_KMS', () => ({ ObjectEncryptionType: 'SSE_KMS' as const, KmsKeyArn: keyArn }), () => ({ encryption: 'aws:kms', kmsKey: keyArn })],
    ['NO_ENCRYPTION', () => ({ ObjectEncryptionType: 'NO_ENCRYPTION' as const }), () => ({ kmsKey: undefined })],
  ])('with %s has every object encrypted so, the manifests too', async (type, encryption, expected) => {
    const Prefix = prefix(`${type}/`);
    const ExportId = await start(Prefix, {}, encryption());
    expect(await ended(ExportId)).toMatchObject({ S3ExportConfiguration: { EncryptionConfiguration: encryption() } });
    const keys = await bucket.keys(Prefix);
    expect(keys.length).toBeGreaterThanOrEqual(3);
    for (const key of keys) {
      expect(await bucket.get(key)).toMatchObject(expected());
    }
  });

  test('has the blocks from the start up to before the end', async () => {
    const Prefix = prefix('range/');
    const all = await start(prefix('all/'));
    await ended(all);
    const texts = manifestKeys((await completedManifest(prefix('all/'), all)).body);
    const times: number[] = [];
    for (const key of texts) {
      for (const block of ionValues((await bucket.get(key)).body)) {
        const [, time = ''] = /blockTimestamp:([^,]+),/.exec(writeText(block)) ?? [];
        times.push(Date.parse(time));
      }
    }
    const [from, to] = [times[3] ?? 0, times[8] ?? 0];
    const ExportId = await start(Prefix, { InclusiveStartTime: new Date(from), ExclusiveEndTime: new Date(to) });
    await ended(ExportId);
    const keys = manifestKeys((await completedManifest(Prefix, ExportId)).body);
    const { sequenceNos } = await verifyExport(keys, async (key) => (await bucket.get(key)).body);
    expect(sequenceNos).toEqual(times.flatMap((time, index) => time >= from && time < to ? [index + 1] : []));
  });

  test('of a time without blocks has manifests only', async () => {
    const Prefix = prefix('empty/');
    const ExportId = await start(Prefix, { ExclusiveEndTime: new Date(1_000) });
    await ended(ExportId);
    expect(manifestKeys((await completedManifest(Prefix, ExportId)).body)).toEqual([]);
    expect(await bucket.keys(Prefix)).toHaveLength(2);
  });
});
