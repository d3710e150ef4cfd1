import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseS3Location } from '../../src/archive/source/s3-source';
import { randomJournal } from '../journal/random-journal';
import { ServerProcess, type ProgramResult } from '../support/server-process';
import { TestArchive } from '../support/test-archive';

/** An S3 whose answers break off: of each object it gives a part at a time, and no more than so many. */
class BreakingS3 {
  static async start(archive: TestArchive, partBytes: number): Promise<BreakingS3> {
    const made = new BreakingS3(archive, partBytes);
    made.server.listen(0, '127.0.0.1');
    await once(made.server, 'listening');
    return made;
  }

  readonly ranges: string[] = [];
  private readonly server: Server = createServer((request, response) => {
    const url = new URL(request.url!, 'http://s3');
    if (url.searchParams.has('list-type')) this.list(url.searchParams.get('continuation-token'), response);
    else this.object(decodeURIComponent(url.pathname.replace('/bucket/exports/', '')), request.headers.range, response);
  });

  private constructor(private readonly archive: TestArchive, private readonly partBytes: number) {}

  async verify(): Promise<ProgramResult> {
    const { port } = this.server.address() as AddressInfo;
    return ServerProcess.run(['verify', 's3://bucket/exports/', '--json'], {
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1',
    });
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** Two keys a page. */
  private list(token: string | null, response: ServerResponse): void {
    const start = Number(token ?? 0);
    const keys = [...this.archive.objects.keys()];
    const contents = keys.slice(start, start + 2).map((key) => `<Contents><Key>exports/${key}</Key><Size>${this.archive.objects.get(key)!.length}</Size></Contents>`);
    const more = start + 2 < keys.length;
    response.setHeader('content-type', 'application/xml').end(`<?xml version="1.0"?><ListBucketResult><IsTruncated>${more}</IsTruncated>`
      + `${more ? `<NextContinuationToken>${start + 2}</NextContinuationToken>` : ''}${contents.join('')}</ListBucketResult>`);
  }

  private object(key: string, range: string | undefined, response: ServerResponse): void {
    const body = this.archive.objects.get(key)!;
    const from = Number(/bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0);
    if (range !== undefined) this.ranges.push(range);
    response.writeHead(range === undefined ? 200 : 206, { 'content-length': body.length - from, 'etag': '"1"' });
    if (body.length - from <= this.partBytes) response.end(body.subarray(from));
    else response.write(body.subarray(from, from + this.partBytes), () => setTimeout(() => response.destroy(), 20));
  }
}

test('an object whose answer breaks off is read on from there, and lists have several pages', async () => {
  const journal = randomJournal(13, 1);
  const s3 = await BreakingS3.start(await TestArchive.of(journal.blocks.slice(1), { maxBytes: 1e9, format: 'ION_BINARY' }), 5000);
  try {
    const { code, stdout, stderr } = await s3.verify();
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
    expect(stdout).toContain(`"value": "${journal.digest(12).toString('base64')}"`);
    expect(s3.ranges.length).toBeGreaterThan(1);
  } finally {
    s3.stop();
  }
});

test('an object whose answer breaks off again and again without a byte ends with code 2', async () => {
  const s3 = await BreakingS3.start(await TestArchive.of(randomJournal(5, 1).blocks.slice(1), { maxBytes: 1e9, manifests: false }), 0);
  try {
    expect(await s3.verify()).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^qldb-server: s3:\/\/bucket\/exports\/ cannot be read at 'exports\/2019\//) });
  } finally {
    s3.stop();
  }
});

test.each([
  ['s3://bucket', { bucket: 'bucket', prefix: '' }], ['s3://bucket/', { bucket: 'bucket', prefix: '' }],
  ['s3://my.bucket-1/a/b', { bucket: 'my.bucket-1', prefix: 'a/b' }], ['s3://', undefined], ['s3:/bucket/a', undefined], ['s3://-/a', undefined],
])('%s is an address of S3, or not', (text, location) => {
  expect(parseS3Location(text)).toEqual(location);
});
