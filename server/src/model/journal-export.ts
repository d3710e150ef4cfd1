/** https://docs.aws.amazon.com/qldb/latest/developerguide/API_ExportJournalToS3.html */
export const OUTPUT_FORMATS = ['ION_BINARY', 'ION_TEXT', 'JSON'] as const;

export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** What a request without OutputFormat gets. */
export const DEFAULT_OUTPUT_FORMAT: OutputFormat = 'ION_TEXT';

/** https://docs.aws.amazon.com/qldb/latest/developerguide/API_JournalS3ExportDescription.html */
export type ExportStatus = 'IN_PROGRESS' | 'COMPLETED' | 'CANCELLED';

/** https://docs.aws.amazon.com/qldb/latest/developerguide/API_S3EncryptionConfiguration.html */
export const OBJECT_ENCRYPTION_TYPES = ['SSE_KMS', 'SSE_S3', 'NO_ENCRYPTION'] as const;

export type ObjectEncryptionType = (typeof OBJECT_ENCRYPTION_TYPES)[number];

export interface ObjectEncryption {
  readonly type: ObjectEncryptionType;
  /** With `SSE_KMS`, and only then. */
  readonly kmsKeyArn?: string;
}

/** An export as it is at the moment of the query. */
export interface ExportRecord {
  readonly id: string;
  readonly ledger: number;
  readonly ledgerName: string;
  readonly strandId: string;
  readonly requestedAt: Date;
  readonly status: ExportStatus;
  /** Milliseconds since the epoch, as they were requested. */
  readonly startMilliseconds: number;
  readonly endMilliseconds: number;
  readonly roleArn: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly encryption: ObjectEncryption;
  /** Absent where the request had none. */
  readonly outputFormat?: OutputFormat;
  /** Sequence numbers of the blocks. There are none where the first is greater than the last. */
  readonly first: number;
  readonly last: number;
}
