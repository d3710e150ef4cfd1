/** https://docs.aws.amazon.com/qldb/latest/developerguide/API_JournalKinesisStreamDescription.html */
export type StreamStatus = 'ACTIVE' | 'IMPAIRED' | 'COMPLETED' | 'CANCELED' | 'FAILED';

export type StreamErrorCause = 'KINESIS_STREAM_NOT_FOUND' | 'IAM_PERMISSION_REVOKED';

/** A journal stream as it is at the moment of the query. */
export interface JournalStream {
  readonly id: string;
  readonly ledger: number;
  readonly ledgerName: string;
  readonly strandId: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly status: StreamStatus;
  /** Of `IMPAIRED` and, where it is known, of `FAILED`. */
  readonly errorCause?: StreamErrorCause;
  /** Milliseconds since the epoch, as they were requested. */
  readonly startMilliseconds: number;
  /** @default - the stream goes on until it is cancelled */
  readonly endMilliseconds?: number;
  readonly roleArn: string;
  readonly kinesisArn: string;
  readonly aggregation: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** Sequence number of the first block that is not known to have been delivered. */
  readonly position: number;
  /** Of the last block to deliver, once the end time has come. */
  readonly last?: number;
}
