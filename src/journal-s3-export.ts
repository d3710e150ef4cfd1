import { CustomResource, Duration, Resource, Tokenization, type CfnResource } from 'aws-cdk-lib';
import { PolicyStatement, type IRole } from 'aws-cdk-lib/aws-iam';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import type { Construct } from 'constructs';
import { ControlPlane } from './control-plane';
import { ExportEncryption } from './export-encryption';
import type { JournalS3ExportProps } from './journal-s3-export-props';
import { JournalTime } from './journal-time';
import { OutputFormat } from './output-format';
import { JOURNAL_S3_EXPORT_RESOURCE_TYPE, type JournalS3ExportProperties } from './private/contract';
import { allowDelivery, createDeliveryRole, type DeliveryKey } from './private/delivery-role';
import { targetKey } from './private/encryption-key';
import { allowWriting } from './private/export-bucket';
import { validateExportProps } from './private/export-validation';
import { warnAboutExportQuota } from './private/journal-quota';
import { serviceTimeout } from './private/timeout';
import { show, throwProblems } from './private/validation';

/**
 * An export of a ledger's journal to Amazon S3, made when the stack is deployed.
 *
 * The journal is exported once: again only when a property or `trigger` changes, never because the stack is deployed. A
 * rollback to properties that it had before exports again. Objects stay where they are when the export leaves the stack.
 *
 * @resource Custom::QLDBJournalS3Export
 * @see https://docs.aws.amazon.com/qldb/latest/developerguide/API_ExportJournalToS3.html
 *
 * @example
 * declare const ledger: Ledger;
 * const journalExport = new JournalS3Export(this, 'Export', {
 *   ledger,
 *   bucket: new s3.Bucket(this, 'Archive', { enforceSSL: true }),
 *   trigger: '2026-01',
 * });
 */
@propertyInjectable
export class JournalS3Export extends Resource {
  /** Identifies the construct for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-qldb.JournalS3Export';

  /**
   * Id of the export, 22 letters and digits. Finished exports are forgotten by the service after seven days.
   *
   * @attribute
   */
  public readonly exportId: string;

  /** Role by which the service writes the objects. */
  public readonly role: IRole;

  /** Where the objects are: `s3://<bucket>/<prefix>`. */
  public readonly s3UrlForPrefix: string;

  constructor(scope: Construct, id: string, props: JournalS3ExportProps) {
    super(scope, id);
    throwProblems(`properties of journal export ${show(this.node.path)}`, validateExportProps(props, this.stack, Date.now()));
    const prefix = props.prefix ?? `${props.ledger.ledgerName}/`;
    this.s3UrlForPrefix = `s3://${props.bucket.bucketName}/${prefix}`;
    this.role = props.role ?? createDeliveryRole(this, {
      ledger: props.ledger,
      // The only form that QLDB sends for exports: one that names a ledger makes them fail.
      // https://docs.aws.amazon.com/qldb/latest/developerguide/cross-service-confused-deputy-prevention.html
      sourceArn: this.stack.formatArn({ service: 'qldb', resource: '*' }),
      description: `Writes exports of the journal to ${this.node.path}`,
    });
    const resource = this.createResource(props, prefix);
    this.node.defaultChild = resource.node.defaultChild as CfnResource;
    this.exportId = resource.getAttString('ExportId');
    this.allow(props, prefix, resource);
    warnAboutExportQuota(this, props.ledger);
  }

  private createResource(props: JournalS3ExportProps, prefix: string): CustomResource {
    const controlPlane = ControlPlane.of(this);
    const timeout = props.timeout ?? Duration.minutes(30);
    const encryption = props.encryption ?? ExportEncryption.s3Managed();
    const properties: Omit<JournalS3ExportProperties, 'ServiceToken'> = {
      Endpoint: controlPlane.endpoint,
      TimeoutSeconds: Tokenization.stringifyNumber(timeout.toSeconds()),
      LedgerName: props.ledger.ledgerName,
      Bucket: props.bucket.bucketName,
      Prefix: prefix,
      InclusiveStartTime: (props.inclusiveStartTime ?? JournalTime.ledgerCreation())._text,
      ExclusiveEndTime: (props.exclusiveEndTime ?? JournalTime.deployment())._text,
      ObjectEncryptionType: encryption.objectEncryptionType,
      KmsKeyArn: encryption.encryptionKey && targetKey(encryption.encryptionKey).keyArn,
      OutputFormat: props.outputFormat ?? OutputFormat.ION_TEXT,
      RoleArn: this.role.roleArn,
      WaitForCompletion: String(props.waitForCompletion ?? true),
      Trigger: props.trigger,
    };
    const resource = new CustomResource(this, 'Resource', {
      resourceType: JOURNAL_S3_EXPORT_RESOURCE_TYPE,
      serviceToken: controlPlane.handler.functionArn,
      serviceTimeout: serviceTimeout(timeout),
      properties: { ...properties },
    });
    resource.node.addDependency(...controlPlane._dependencies);
    return resource;
  }

  /** Whatever is allowed is in place before the export starts. */
  private allow(props: JournalS3ExportProps, prefix: string, resource: CustomResource): void {
    const keys: DeliveryKey[] = [
      ...props.encryption?.encryptionKey ? [{ key: props.encryption.encryptionKey, property: 'encryption' }] : [],
      // What the service writes without saying how it is to be encrypted, the bucket encrypts with this one.
      ...props.bucket.encryptionKey ? [{ key: props.bucket.encryptionKey, property: 'bucket' }] : [],
    ];
    allowWriting(this, this.role, props.bucket, prefix, resource);
    allowDelivery(this, this.role, keys, resource, [new PolicyStatement({
      actions: ['qldb:ExportJournalToS3', 'qldb:DescribeJournalS3Export', 'qldb:ListJournalS3ExportsForLedger'],
      resources: [props.ledger.ledgerArn],
    })]);
  }
}
