import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { Ministack } from './ministack';

const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

export interface StoredObject {
  readonly body: Buffer;
  readonly contentType: string | undefined;
  readonly encryption: string | undefined;
  readonly kmsKey: string | undefined;
}

/** A bucket of ministack's S3, as the tests look into it. */
export class ExportBucket {
  static async create(ministack: Ministack, name: string): Promise<ExportBucket> {
    const client = new S3Client({ endpoint: ministack.endpoint, forcePathStyle: true, region: 'us-east-1', credentials: CREDENTIALS });
    await client.send(new CreateBucketCommand({ Bucket: name }));
    return new ExportBucket(client, name);
  }

  private constructor(readonly client: S3Client, readonly name: string) {}

  async keys(prefix = ''): Promise<readonly string[]> {
    const keys: string[] = [];
    for (let token: string | undefined, more = true; more;) {
      const { Contents = [], NextContinuationToken } = await this.client.send(
        new ListObjectsV2Command({ Bucket: this.name, Prefix: prefix, ContinuationToken: token }));
      keys.push(...Contents.map(({ Key = '' }) => Key));
      token = NextContinuationToken;
      more = token !== undefined;
    }
    return keys;
  }

  async get(key: string): Promise<StoredObject> {
    const { Body, ContentType, ServerSideEncryption, SSEKMSKeyId } = await this.client.send(new GetObjectCommand({ Bucket: this.name, Key: key }));
    return {
      body: Buffer.from(await Body?.transformToByteArray() ?? []),
      contentType: ContentType,
      encryption: ServerSideEncryption,
      kmsKey: SSEKMSKeyId,
    };
  }

  close(): void {
    this.client.destroy();
  }
}
