import {
  CustomResource, Duration, Lazy, PhysicalName, RemovalPolicy, TagManager, TagType, Tokenization, type CfnResource, type ITaggableV2,
} from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import type { Construct } from 'constructs';
import { ControlPlane } from './control-plane';
import { ImportedLedger } from './imported-ledger';
import { LedgerBase, type ILedger, type LedgerAttributes } from './ledger-base';
import type { LedgerProps } from './ledger-props';
import { PermissionsMode } from './permissions-mode';
import { LEDGER_RESOURCE_TYPE, type LedgerProperties } from './private/contract';
import { targetKey } from './private/encryption-key';
import { generateLedgerName } from './private/ledger-name';
import { validateLedgerProps } from './private/ledger-validation';
import { warnAboutMode, warnAboutQuota, warnAboutRemoval } from './private/ledger-warnings';
import { LEDGER } from './private/symbols';
import { mergeTags, validateTags } from './private/tags';
import { serviceTimeout } from './private/timeout';
import { renderProblem, show, throwProblems } from './private/validation';

/**
 * A QLDB ledger, created on the QLDB-compatible service that `ControlPlane` points to.
 *
 * Tags are set with `Tags.of(ledger).add(…)`; those of the stack are added.
 *
 * @resource Custom::QLDBLedger
 * @see https://docs.aws.amazon.com/qldb/latest/developerguide/API_CreateLedger.html
 *
 * @example
 * const ledger = new Ledger(this, 'Registrations', {
 *   encryptionKey: new kms.Key(this, 'Key', { enableKeyRotation: true }),
 * });
 * declare const writer: lambda.Function;
 * ledger.grants.readWriteData(writer);
 */
@propertyInjectable
export class Ledger extends LedgerBase implements ITaggableV2 {
  /** Identifies the construct for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-qldb.Ledger';

  /**
   * Imports a ledger of the importing stack's account and Region by its name.
   *
   * @param scope parent of the import
   * @param id id of the import
   * @param ledgerName name of the ledger
   */
  public static fromLedgerName(scope: Construct, id: string, ledgerName: string): ILedger {
    return Ledger.fromLedgerAttributes(scope, id, { ledgerName });
  }

  /**
   * Imports a ledger by its ARN, whose account and Region hold for the import.
   *
   * @param scope parent of the import
   * @param id id of the import
   * @param ledgerArn ARN of the ledger
   */
  public static fromLedgerArn(scope: Construct, id: string, ledgerArn: string): ILedger {
    return Ledger.fromLedgerAttributes(scope, id, { ledgerArn });
  }

  /**
   * Imports a ledger by all that is known of it. An error without name and ARN.
   *
   * @param scope parent of the import
   * @param id id of the import
   * @param attributes what is known
   */
  public static fromLedgerAttributes(scope: Construct, id: string, attributes: LedgerAttributes): ILedger {
    return new ImportedLedger(scope, id, attributes);
  }

  /**
   * Whether an object is a `Ledger`, of this or of another copy of the library.
   *
   * @param x any object
   */
  public static isLedger(x: any): x is Ledger { // eslint-disable-line @typescript-eslint/no-explicit-any
    return x !== null && typeof x === 'object' && LEDGER in x;
  }

  /**
   * Name of the ledger.
   *
   * @attribute
   */
  public readonly ledgerName: string;

  /**
   * ARN of the ledger.
   *
   * @attribute
   */
  public readonly ledgerArn: string;

  /**
   * When the ledger was created: ISO 8601, UTC.
   *
   * @attribute
   */
  public readonly ledgerCreationDateTime: string;

  /** Customer managed key of the ledger. */
  public readonly encryptionKey?: IKey;

  /** Permissions mode of the ledger. */
  public readonly permissionsMode?: PermissionsMode;

  /** The ledger's own tags. */
  public readonly cdkTagManager: TagManager;

  constructor(scope: Construct, id: string, props: LedgerProps = {}) {
    super(scope, id, { physicalName: props.ledgerName ?? PhysicalName.GENERATE_IF_NEEDED });
    throwProblems(`properties of ledger ${show(this.node.path)}`, validateLedgerProps(props, this.stack));
    this.encryptionKey = props.encryptionKey;
    this.permissionsMode = props.permissionsMode ?? PermissionsMode.STANDARD;
    this.cdkTagManager = new TagManager(TagType.KEY_VALUE, LEDGER_RESOURCE_TYPE);

    const resource = this.createResource(props);
    this.ledgerName = this.getResourceNameAttribute(resource.getAttString('Name'));
    this.ledgerArn = this.getResourceArnAttribute(resource.getAttString('Arn'), { service: 'qldb', resource: 'ledger', resourceName: this.physicalName });
    this.ledgerCreationDateTime = resource.getAttString('CreationDateTime');

    const cfnResource = resource.node.defaultChild as CfnResource;
    // What `applyRemovalPolicy` and escape hatches look for.
    this.node.defaultChild = cfnResource;
    warnAboutMode(this);
    warnAboutQuota(this);
    this.node.addValidation({
      // After aspects, which may have changed tags and removal policy.
      validate: () => {
        warnAboutRemoval(this, cfnResource, props.deletionProtection ?? true);
        return validateTags(mergeTags(this, this.cdkTagManager)).map(renderProblem);
      },
    });
  }

  protected generatePhysicalName(): string {
    return generateLedgerName(this);
  }

  private createResource(props: LedgerProps): CustomResource {
    const controlPlane = ControlPlane.of(this);
    const given = props.ledgerName === PhysicalName.GENERATE_IF_NEEDED ? undefined : props.ledgerName;
    const name = given ?? this.generatePhysicalName();
    const timeout = props.timeout ?? Duration.minutes(props.encryptionKey === undefined ? 15 : 45);
    if (props.encryptionKey !== undefined) controlPlane._allowKey(props.encryptionKey, this);
    if (props.adoptExisting) controlPlane._allowAdoption(name);
    const properties: Omit<LedgerProperties, 'ServiceToken' | 'Tags'> = {
      Endpoint: controlPlane.endpoint,
      TimeoutSeconds: Tokenization.stringifyNumber(timeout.toSeconds()),
      Name: name,
      PermissionsMode: this.permissionsMode ?? PermissionsMode.STANDARD,
      DeletionProtection: String(props.deletionProtection ?? true),
      KmsKey: props.encryptionKey && targetKey(props.encryptionKey).keyArn,
      AdoptExisting: String(props.adoptExisting ?? false),
    };
    const resource = new CustomResource(this, 'Resource', {
      resourceType: LEDGER_RESOURCE_TYPE,
      serviceToken: controlPlane.handler.functionArn,
      serviceTimeout: serviceTimeout(timeout),
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
      properties: { ...properties, Tags: Lazy.any({ produce: () => mergeTags(this, this.cdkTagManager) }, { omitEmptyArray: true }) },
    });
    resource.node.addDependency(...controlPlane._dependencies);
    return resource;
  }
}

Object.defineProperty(Ledger.prototype, LEDGER, { value: true });
