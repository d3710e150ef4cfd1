import type { S3Client } from '@aws-sdk/client-s3';
import { SourceError, type ArchiveSource, type ListedObject } from './archive-source';
import { nativeRequire } from '../../native-require';

export interface S3Location {
  readonly bucket: string;
  /** What keys begin with; a prefix of a path, not of a name, ends with a slash. May be empty. */
  readonly prefix: string;
}

/** @returns `undefined` where the text is no address of S3 */
export function parseS3Location(text: string): S3Location | undefined {
  const [, bucket, prefix] = /^s3:\/\/([A-Za-z0-9][A-Za-z0-9._-]{1,254})(?:\/(.*))?$/s.exec(text) ?? [];
  return bucket === undefined ? undefined : { bucket, prefix: prefix ?? '' };
}

/** Of a request, and of reading on where an answer has broken off. */
const MAX_ATTEMPTS = 5;

/** The variables that say where S3 is, in the order in which the SDK looks at them. */
const ENDPOINTS = ['AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL'];

/** A bucket of S3, with endpoint, Region and credentials from where the AWS SDK takes them: environment, profile, role. */
export class S3Source implements ArchiveSource {
  readonly name: string;
  private readonly s3 = nativeRequire('@aws-sdk/client-s3') as typeof import('@aws-sdk/client-s3');
  private readonly client: S3Client;
  /** In front of all keys: the prefix, as far as it is a path. */
  private readonly root: string;

  constructor(private readonly location: S3Location, environment: NodeJS.ProcessEnv) {
    this.name = `s3://${location.bucket}/${location.prefix}`;
    this.root = location.prefix.slice(0, location.prefix.lastIndexOf('/') + 1);
    const endpoint = ENDPOINTS.map((variable) => environment[variable]).find((url) => url !== undefined && url !== '');
    this.client = new this.s3.S3Client({
      maxAttempts: MAX_ATTEMPTS,
      followRegionRedirects: true,
      // A bucket's Region is found by the redirect; the SDK wants one to begin with.
      region: environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION ?? 'us-east-1',
      // Elsewhere than at AWS a bucket's name is seldom a host's.
      ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    });
  }

  async* list(): AsyncGenerator<ListedObject> {
    const { bucket, prefix } = this.location;
    let token: string | undefined;
    do {
      const page = await this.failing('listed', this.client.send(
        new this.s3.ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ...(token !== undefined && { ContinuationToken: token }) })));
      for (const { Key: key = '', Size: bytes = 0 } of page.Contents ?? []) {
        // What consoles show as a folder.
        if (!key.endsWith('/')) yield { key: key.slice(this.root.length), bytes };
      }
      token = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (token !== undefined);
  }

  async* read(key: string): AsyncGenerator<Buffer> {
    const Key = `${this.root}${key}`;
    let read = 0;
    let etag: string | undefined;
    // The SDK retries requests, but not what breaks off while an answer arrives.
    for (let failures = 0; ;) {
      const { Body: body, ETag } = await this.failing(`read at '${Key}'`, this.client.send(new this.s3.GetObjectCommand({
        Bucket: this.location.bucket, Key, ...read > 0 && { Range: `bytes=${read}-`, ...etag !== undefined && { IfMatch: etag } },
      })));
      etag ??= ETag;
      try {
        for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
          yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
          read += chunk.byteLength;
          failures = 0;
        }
        return;
      } catch (error) {
        failures += 1;
        if (failures >= MAX_ATTEMPTS) throw this.error(`read at '${Key}'`, error);
      }
    }
  }

  close(): void {
    this.client.destroy();
  }

  private async failing<T>(what: string, work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw this.error(what, error);
    }
  }

  private error(what: string, error: unknown): SourceError {
    const { name, message } = error as Error;
    return new SourceError(`${this.name} cannot be ${what}: ${name}: ${message}; credentials, Region and endpoint are taken from the environment `
      + '(AWS_PROFILE or AWS_ACCESS_KEY_ID, AWS_REGION, AWS_ENDPOINT_URL_S3)', { cause: error });
  }
}
