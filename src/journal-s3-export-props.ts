import type { Duration } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ExportEncryption } from './export-encryption';
import type { JournalTime } from './journal-time';
import type { ILedger } from './ledger-base';
import type { OutputFormat } from './output-format';

/** What is exported, and to where. */
export interface JournalS3ExportOptions {
  /** Bucket that the objects go to. */
  readonly bucket: IBucket;

  /**
   * What the keys of all objects start with, 128 characters at most. Readers of exports agree on it only if it ends with a slash.
   *
   * @default - the ledger's name and a slash
   */
  readonly prefix?: string;

  /**
   * Where in the journal the export starts, this moment included.
   *
   * @default JournalTime.ledgerCreation()
   */
  readonly inclusiveStartTime?: JournalTime;

  /**
   * Where in the journal the export ends, this moment excluded. Not in the future.
   *
   * @default JournalTime.deployment()
   */
  readonly exclusiveEndTime?: JournalTime;

  /**
   * How Amazon S3 encrypts the objects.
   *
   * @default ExportEncryption.s3Managed()
   */
  readonly encryption?: ExportEncryption;

  /**
   * Format of the data.
   *
   * @default OutputFormat.ION_TEXT
   */
  readonly outputFormat?: OutputFormat;

  /**
   * Role by which the service writes the objects. It is used as it is; where it can be changed, it is allowed what the export needs.
   *
   * @default - a role that the control plane's `deliveryPrincipal` may assume for this account's ledgers
   */
  readonly role?: IRole;

  /**
   * Wait until all objects are written. Otherwise the deployment goes on as soon as the export has started, and does not fail with it.
   *
   * @default true
   */
  readonly waitForCompletion?: boolean;

  /**
   * Any text: when it changes, the journal is exported again.
   *
   * @default - the journal is exported again when another property of the export changes
   */
  readonly trigger?: string;

  /**
   * Bound of all waiting, for other exports of the ledger included: whole seconds, 59 minutes at most.
   *
   * @default - 30 minutes
   */
  readonly timeout?: Duration;
}

/** Properties of a journal export. */
export interface JournalS3ExportProps extends JournalS3ExportOptions {
  /** Ledger whose journal is exported, of the stack's account and Region. */
  readonly ledger: ILedger;
}
