import { Resource, type IResource } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { JournalKinesisStream } from './journal-kinesis-stream';
import type { JournalKinesisStreamOptions } from './journal-kinesis-stream-props';
import { JournalS3Export } from './journal-s3-export';
import type { JournalS3ExportOptions } from './journal-s3-export-props';
import { LedgerGrants } from './ledger-grants';
import type { PermissionsMode } from './permissions-mode';
import { configurationOf, endpointOf } from './private/configuration';
import { validateEndpoint } from './private/control-plane-validation';
import { show, throwProblems } from './private/validation';

/** A QLDB ledger, declared in this app or imported. */
export interface ILedger extends IResource {
  /**
   * Name of the ledger.
   *
   * @attribute
   */
  readonly ledgerName: string;

  /**
   * ARN of the ledger, `arn:<partition>:qldb:<region>:<account>:ledger/<name>`.
   *
   * @attribute
   */
  readonly ledgerArn: string;

  /** Customer managed key of the ledger, if it has one that is known here. */
  readonly encryptionKey?: IKey;

  /** Permissions mode of the ledger, if it is known here. */
  readonly permissionsMode?: PermissionsMode;

  /** Grants identities rights on the ledger. */
  readonly grants: LedgerGrants;

  /**
   * Environment variables for a function or container that uses the ledger.
   *
   * `AWS_ENDPOINT_URL_QLDB` and `AWS_ENDPOINT_URL_QLDB_SESSION` point AWS's SDKs and QLDB drivers at the service;
   * `QLDB_LEDGER_NAME` is for code that reads it.
   */
  readonly clientEnvironment: { [name: string]: string };

  /**
   * Streams the journal to Amazon Kinesis Data Streams.
   *
   * @param id id of the journal stream, below the ledger
   * @param options what is streamed, and to where
   */
  addJournalStream(id: string, options: JournalKinesisStreamOptions): JournalKinesisStream;

  /**
   * Exports the journal to Amazon S3 when the stack is deployed.
   *
   * @param id id of the export, below the ledger
   * @param options what is exported, and to where
   */
  addJournalExport(id: string, options: JournalS3ExportOptions): JournalS3Export;
}

/** What is known of a ledger that is not declared in this app. One of name and ARN is needed. */
export interface LedgerAttributes {
  /**
   * Name of the ledger.
   *
   * @default - the name in `ledgerArn`
   */
  readonly ledgerName?: string;

  /**
   * ARN of the ledger. Its account and Region hold for the import.
   *
   * @default - the ledger of that name in the account and Region of the importing stack
   */
  readonly ledgerArn?: string;

  /**
   * Customer managed key of the ledger; grants that read or write data then include `kms:Decrypt` on it.
   *
   * @default - the ledger uses the key owned by AWS
   */
  readonly encryptionKey?: IKey;

  /**
   * Permissions mode of the ledger, for warnings about grants that the mode ignores.
   *
   * @default - unknown
   */
  readonly permissionsMode?: PermissionsMode;
}

/**
 * What declared and imported ledgers have in common.
 *
 * @internal
 */
export abstract class LedgerBase extends Resource implements ILedger {
  public abstract readonly ledgerName: string;
  public abstract readonly ledgerArn: string;
  public abstract readonly encryptionKey?: IKey;
  public abstract readonly permissionsMode?: PermissionsMode;

  /** Grants identities rights on the ledger. */
  public get grants(): LedgerGrants {
    return LedgerGrants.fromLedger(this);
  }

  /**
   * Environment variables for a function or container that uses the ledger.
   *
   * `AWS_ENDPOINT_URL_QLDB` and `AWS_ENDPOINT_URL_QLDB_SESSION` point AWS's SDKs and QLDB drivers at the service;
   * `QLDB_LEDGER_NAME` is for code that reads it.
   */
  public get clientEnvironment(): { [name: string]: string } {
    const endpoint = endpointOf(this.stack);
    // An import comes without a control plane, which judges the endpoint otherwise.
    throwProblems(`endpoint of ledger ${show(this.node.path)}`, validateEndpoint(endpoint, configurationOf(this.stack).allowInsecureHttp));
    return {
      ...(endpoint === undefined ? {} : { AWS_ENDPOINT_URL_QLDB: endpoint, AWS_ENDPOINT_URL_QLDB_SESSION: endpoint }),
      QLDB_LEDGER_NAME: this.ledgerName,
    };
  }

  /**
   * Streams the journal to Amazon Kinesis Data Streams.
   *
   * @param id id of the journal stream, below the ledger
   * @param options what is streamed, and to where
   */
  public addJournalStream(id: string, options: JournalKinesisStreamOptions): JournalKinesisStream {
    return new JournalKinesisStream(this, id, { ...options, ledger: this });
  }

  /**
   * Exports the journal to Amazon S3 when the stack is deployed.
   *
   * @param id id of the export, below the ledger
   * @param options what is exported, and to where
   */
  public addJournalExport(id: string, options: JournalS3ExportOptions): JournalS3Export {
    return new JournalS3Export(this, id, { ...options, ledger: this });
  }
}
