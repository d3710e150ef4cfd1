import { once } from 'node:events';
import { createServer, request as forward, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateLedgerCommand, DescribeJournalS3ExportCommand, ExportJournalToS3Command, GetDigestCommand } from '@aws-sdk/client-qldb';
import { QLDBSessionClient } from '@aws-sdk/client-qldb-session';
import { SdkSession } from '../session/sdk-session';
import { sdkClient } from '../support/clients';
import { newDatabase } from '../support/engines';
import { eventually } from '../support/eventually';
import { ExportBucket } from '../support/export-bucket';
import { Ministack } from '../support/ministack';
import { manifestKeys, verifyExport } from '../support/read-export';
import { ServerProcess, storageFlags } from '../support/server-process';

/** Passes requests on to S3; of the first client it lets none through that writes a data object. */
class StuckS3 {
  static async start(target: string): Promise<StuckS3> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new StuckS3(server, target);
  }

  readonly url: string;
  stuck = true;
  /** Data objects that were not let through. */
  held = 0;

  private constructor(private readonly server: Server, private readonly target: string) {
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => this.pass(incoming, outgoing));
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    if (this.stuck && incoming.url?.includes('.ion')) {
      this.held += 1;
      return;
    }
    const onward = forward(`${this.target}${incoming.url}`, { method: incoming.method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  }
}

test('an export whose process is killed is finished by another one on the same database', async () => {
  const [ministack, storage] = [await Ministack.start(), await newDatabase()];
  const s3 = await StuckS3.start(ministack.endpoint);
  const bucket = await ExportBucket.create(ministack, 'killed');
  const env = { AWS_ENDPOINT_URL_S3: s3.url, AWS_ENDPOINT_URL_STS: ministack.endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  const flags = [...storageFlags(storage), '--ledger-creation-time', '0ms'];
  const first = await ServerProcess.start(flags, env);
  let qldb = sdkClient(first.endpoint);
  await qldb.send(new CreateLedgerCommand({ Name: 'killed', PermissionsMode: 'STANDARD' }));
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  const sessions = new QLDBSessionClient({ endpoint: first.endpoint, region: 'us-east-1', credentials });
  const session = await SdkSession.start({ client: () => sessions }, 'killed');
  await session.run('CREATE TABLE t');
  for (let n = 0; n < 5; n += 1) {
    await session.run(['INSERT INTO t ?', { n }]);
  }
  const { ExportId } = await qldb.send(new ExportJournalToS3Command({
    Name: 'killed', RoleArn: 'arn:aws:iam::000000000000:role/exporter', InclusiveStartTime: new Date(0), ExclusiveEndTime: new Date(),
    S3ExportConfiguration: { Bucket: bucket.name, Prefix: 'k/', EncryptionConfiguration: { ObjectEncryptionType: 'NO_ENCRYPTION' } },
  }));
  await eventually(async () => s3.held, (held) => held > 0);
  const second = await ServerProcess.start(flags, env);
  await first.stop('SIGKILL');
  s3.stuck = false;
  qldb.destroy();
  qldb = sdkClient(second.endpoint);
  await eventually(
    async () => (await qldb.send(new DescribeJournalS3ExportCommand({ Name: 'killed', ExportId }))).ExportDescription?.Status,
    (status) => status === 'COMPLETED');
  const [manifest = ''] = (await bucket.keys('k/')).filter((key) => key.endsWith('.completed.manifest'));
  const keys = manifestKeys((await bucket.get(manifest)).body);
  const { sequenceNos, digest } = await verifyExport(keys, async (key) => (await bucket.get(key)).body);
  expect(sequenceNos).toEqual([1, 2, 3, 4, 5, 6]);
  const { Digest = new Uint8Array() } = await qldb.send(new GetDigestCommand({ Name: 'killed' }));
  expect(digest).toEqual(Buffer.from(Digest));
  expect((await bucket.keys('k/')).filter((key) => key.endsWith('.ion'))).toEqual(keys);
  await second.stop();
  [qldb, sessions, bucket, s3].forEach((each) => 'destroy' in each ? each.destroy() : each.close());
  await storage.remove();
  await ministack.stop();
}, 120_000);
