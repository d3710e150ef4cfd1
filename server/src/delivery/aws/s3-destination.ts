import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import { TIMEOUTS, type RoleAssumer, type RoleUse } from './assumed-role';
import type { DeliveryOptions } from './delivery-options';
import type { ObjectEncryption } from '../../model/journal-export';
import { nativeRequire } from '../../native-require';
import { destinationError } from '../destination-error';

export interface ObjectToPut {
  readonly key: string;
  readonly body: Buffer;
  readonly contentType: string;
}

/** A bucket, as a role may write into it. */
export interface ObjectDestination {
  /** @throws DestinationError, AbortError */
  put(object: ObjectToPut, signal?: AbortSignal): Promise<void>;
  close(): void;
}

export interface BucketUse extends RoleUse {
  readonly bucket: string;
  readonly encryption: ObjectEncryption;
}

/** S3, written to as the role of a request. */
export function s3Destination(
  roles: RoleAssumer, region: string, options: DeliveryOptions, { bucket, encryption, ...role }: BucketUse,
): ObjectDestination {
  const { S3Client, PutObjectCommand } = nativeRequire('@aws-sdk/client-s3') as typeof import('@aws-sdk/client-s3');
  const { s3Endpoint } = options;
  const client = new S3Client({
    region,
    // The SDK asks again before they expire.
    credentials: () => roles.assume(role),
    maxAttempts: 3,
    requestHandler: TIMEOUTS,
    // A bucket may be in another Region than the ledger; elsewhere than at AWS a bucket's name is seldom a host's.
    followRegionRedirects: true,
    ...(s3Endpoint !== undefined && { endpoint: s3Endpoint, forcePathStyle: true }),
  });
  return {
    async put({ key, body, contentType }, signal) {
      try {
        await client.send(
          new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: contentType, ...encryptionHeaders(encryption) }),
          signal && { abortSignal: signal },
        );
      } catch (error) {
        signal?.throwIfAborted();
        throw destinationError('S3', error);
      }
    },
    close: () => client.destroy(),
  };
}

function encryptionHeaders({ type, kmsKeyArn }: ObjectEncryption): Pick<PutObjectCommandInput, 'ServerSideEncryption' | 'SSEKMSKeyId'> {
  switch (type) {
    case 'SSE_S3': return { ServerSideEncryption: 'AES256' };
    case 'SSE_KMS': return { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: kmsKeyArn };
    case 'NO_ENCRYPTION': return {};
  }
}
