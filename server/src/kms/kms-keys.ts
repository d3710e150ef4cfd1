import type { KMSClient, KeyMetadata } from '@aws-sdk/client-kms';
import { errors } from '../errors';
import type { KeyAuthority } from './key-authority';
import { arnOfKeyReference } from './key-reference';
import type { ArnScope } from '../model/arn';
import { nativeRequire } from '../native-require';

export interface KmsOptions {
  /** Where KMS is, for another one than AWS's. @default - the endpoint of AWS, or what AWS_ENDPOINT_URL_KMS says */
  readonly endpoint?: string;
  /** @default - the credential chain of the AWS SDK */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
}

/** So that a KMS that does not answer costs a request seconds, not minutes. */
const TIMEOUTS = { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true };

/** What KMS says of a key that is there but cannot be used (KMS API Reference, errors of GenerateDataKey and DescribeKey). */
const UNUSABLE = new Set([
  'AccessDeniedException', 'DisabledException', 'InvalidArnException', 'InvalidKeyUsageException', 'KMSInvalidStateException',
  'KeyUnavailableException', 'NotFoundException', 'ValidationException',
]);

/** KMS itself, asked with the server's own credentials. The SDK is loaded by the first server that needs it. */
export function kmsKeys(scope: ArnScope, options: KmsOptions): KeyAuthority & { close(): void } {
  const { KMSClient, DescribeKeyCommand, GenerateDataKeyCommand } = nativeRequire('@aws-sdk/client-kms') as typeof import('@aws-sdk/client-kms');
  const client: KMSClient = new KMSClient({
    region: scope.region,
    maxAttempts: 2,
    requestHandler: TIMEOUTS,
    ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
    ...(options.credentials && { credentials: options.credentials }),
  });

  /** A data key is the only proof that grants and policies allow what a ledger needs. */
  const probe = (keyArn: string) => client.send(new GenerateDataKeyCommand({ KeyId: keyArn, KeySpec: 'AES_256' }));

  return {
    checks: true,

    async resolve(kmsKey) {
      // The form is checked first, so that KMS is never asked for nonsense. Aliases and other accounts' keys are KMS's to resolve.
      arnOfKeyReference(scope, kmsKey);
      try {
        const { KeyMetadata: key } = await client.send(new DescribeKeyCommand({ KeyId: kmsKey }));
        const keyArn = usableKey(scope, kmsKey, key);
        await probe(keyArn);
        return keyArn;
      } catch (error) {
        throw asServiceError(kmsKey, error);
      }
    },

    async isAccessible(keyArn) {
      try {
        await probe(keyArn);
        return true;
      } catch (error) {
        if (UNUSABLE.has((error as Error).name)) {
          return false;
        }
        throw error;
      }
    },

    close: () => client.destroy(),
  };
}

/** @throws ServiceError InvalidParameterException unless the key is enabled, symmetric and for encryption, and in the Region */
function usableKey({ region }: ArnScope, kmsKey: string, key: KeyMetadata | undefined): string {
  const problem = key?.Arn === undefined ? 'was not described by KMS'
    : key.Arn.split(':')[3] !== region ? `is in another Region than the ledger, '${region}'`
      : key.KeySpec !== 'SYMMETRIC_DEFAULT' || key.KeyUsage !== 'ENCRYPT_DECRYPT' ? 'is not a symmetric encryption key'
        : key.KeyState !== 'Enabled' ? `is in the state ${key.KeyState}`
          : undefined;
  if (problem === undefined && key?.Arn !== undefined) {
    return key.Arn;
  }
  throw errors.invalidParameter(`'KmsKey' must be an enabled symmetric encryption key in the ledger's Region; '${kmsKey}' ${problem}`, 'KmsKey');
}

function asServiceError(kmsKey: string, error: unknown): Error {
  const { name, message } = error as Error;
  if (name === 'InvalidParameterException') {
    return error as Error;
  }
  return UNUSABLE.has(name)
    ? errors.invalidParameter(`'KmsKey' must be a key that this service may use; KMS answered for '${kmsKey}': ${name}: ${message}`, 'KmsKey')
    : errors.unavailable(`KMS did not answer for '${kmsKey}': ${name}: ${message}`, error);
}
