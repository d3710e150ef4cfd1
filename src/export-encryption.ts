import type { IKey } from 'aws-cdk-lib/aws-kms';

/**
 * How Amazon S3 encrypts the objects of an export.
 *
 * @see https://docs.aws.amazon.com/qldb/latest/developerguide/API_S3EncryptionConfiguration.html
 */
export class ExportEncryption {
  /** With keys that Amazon S3 manages (`SSE_S3`). */
  public static s3Managed(): ExportEncryption {
    return new ExportEncryption('SSE_S3');
  }

  /**
   * With a KMS key (`SSE_KMS`). Whoever reads the objects needs `kms:Decrypt` on it.
   *
   * @param key a symmetric key in the Region of the bucket
   */
  public static kms(key: IKey): ExportEncryption {
    return new ExportEncryption('SSE_KMS', key);
  }

  /** As the bucket decides (`NO_ENCRYPTION`): the requests do not ask for any. */
  public static unencrypted(): ExportEncryption {
    return new ExportEncryption('NO_ENCRYPTION');
  }

  private constructor(
    /** The QLDB API's name for it. */
    public readonly objectEncryptionType: string,
    /** The key, with `SSE_KMS`. */
    public readonly encryptionKey?: IKey,
  ) {}
}
