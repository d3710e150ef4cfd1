import { CustomResource, Duration, Lazy, RemovalPolicy, Resource, TagManager, TagType, Tokenization, type CfnResource, type ITaggableV2 } from 'aws-cdk-lib';
import { PolicyStatement, type IRole, type Policy, type Role } from 'aws-cdk-lib/aws-iam';
import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import type { Construct } from 'constructs';
import { ControlPlane } from './control-plane';
import type { JournalKinesisStreamProps } from './journal-kinesis-stream-props';
import { JournalTime } from './journal-time';
import { JOURNAL_KINESIS_STREAM_RESOURCE_TYPE, type JournalKinesisStreamProperties } from './private/contract';
import { allowDelivery, createDeliveryRole } from './private/delivery-role';
import { warnAboutStreamQuota } from './private/journal-quota';
import { validateStreamProps } from './private/stream-validation';
import { mergeTags, validateTags } from './private/tags';
import { serviceTimeout } from './private/timeout';
import { renderProblem, show, throwProblems } from './private/validation';

/** https://docs.aws.amazon.com/qldb/latest/developerguide/streams.perms.html */
const WRITE = ['kinesis:PutRecord', 'kinesis:PutRecords', 'kinesis:DescribeStream', 'kinesis:ListShards'];

/**
 * A stream of a ledger's journal to Amazon Kinesis Data Streams.
 *
 * A deployment waits until the stream is active, or completed where it ends in the past. Tags are set with
 * `Tags.of(stream).add(…)`; those of the stack are added.
 *
 * @resource Custom::QLDBJournalKinesisStream
 * @see https://docs.aws.amazon.com/qldb/latest/developerguide/API_StreamJournalToKinesis.html
 *
 * @example
 * declare const ledger: Ledger;
 * new JournalKinesisStream(this, 'Journal', {
 *   ledger,
 *   kinesisStream: new kinesis.Stream(this, 'Records'),
 * });
 */
@propertyInjectable
export class JournalKinesisStream extends Resource implements ITaggableV2 {
  /** Identifies the construct for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-qldb.JournalKinesisStream';

  /**
   * Id of the stream, 22 letters and digits.
   *
   * @attribute
   */
  public readonly journalStreamId: string;

  /**
   * ARN of the stream, `arn:<partition>:qldb:<region>:<account>:stream/<ledger>/<id>`.
   *
   * @attribute
   */
  public readonly journalStreamArn: string;

  /**
   * Name of the stream.
   *
   * @attribute
   */
  public readonly journalStreamName: string;

  /** Role by which the service writes the records. */
  public readonly role: IRole;

  /** The stream's own tags. */
  public readonly cdkTagManager: TagManager;

  private readonly ownRole?: Role;

  constructor(scope: Construct, id: string, props: JournalKinesisStreamProps) {
    super(scope, id);
    throwProblems(`properties of journal stream ${show(this.node.path)}`, validateStreamProps(props, this.stack, Date.now()));
    this.cdkTagManager = new TagManager(TagType.KEY_VALUE, JOURNAL_KINESIS_STREAM_RESOURCE_TYPE);
    this.ownRole = props.role ? undefined : createDeliveryRole(this, {
      ledger: props.ledger,
      // The id of the stream is not known before the role is needed.
      sourceArn: this.stack.formatArn({ service: 'qldb', resource: 'stream', resourceName: `${props.ledger.ledgerName}/*` }),
      description: `Writes the journal to Kinesis for ${this.node.path}`,
    });
    this.role = props.role ?? this.ownRole!;
    const resource = this.createResource(props);
    const cfnResource = resource.node.defaultChild as CfnResource;
    // What `applyRemovalPolicy` and escape hatches look for.
    this.node.defaultChild = cfnResource;
    this.journalStreamId = resource.getAttString('StreamId');
    this.journalStreamArn = resource.getAttString('StreamArn');
    this.journalStreamName = resource.getAttString('StreamName');
    this.allow(props.kinesisStream, resource);
    this.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.DESTROY);
    warnAboutStreamQuota(this, props.ledger);
    // After aspects, which may have changed tags.
    this.node.addValidation({ validate: () => validateTags(mergeTags(this, this.cdkTagManager)).map(renderProblem) });
  }

  /**
   * Says what becomes of the stream when it leaves the stack: `RETAIN` leaves it running, and keeps its role, if that is its own.
   *
   * @param policy the removal policy
   */
  public applyRemovalPolicy(policy: RemovalPolicy): void {
    super.applyRemovalPolicy(policy);
    // A stream whose role is gone does not run.
    this.ownRole?.applyRemovalPolicy(policy);
    (this.ownRole?.node.tryFindChild('DefaultPolicy') as Policy | undefined)?.applyRemovalPolicy(policy);
  }

  private createResource(props: JournalKinesisStreamProps): CustomResource {
    const controlPlane = ControlPlane.of(this);
    const timeout = props.timeout ?? Duration.minutes(15);
    const properties: Omit<JournalKinesisStreamProperties, 'ServiceToken' | 'Tags'> = {
      Endpoint: controlPlane.endpoint,
      TimeoutSeconds: Tokenization.stringifyNumber(timeout.toSeconds()),
      LedgerName: props.ledger.ledgerName,
      StreamName: props.journalStreamName,
      KinesisStreamArn: props.kinesisStream.streamArn,
      AggregationEnabled: String(props.aggregationEnabled ?? true),
      RoleArn: this.role.roleArn,
      InclusiveStartTime: (props.inclusiveStartTime ?? JournalTime.ledgerCreation())._text,
      ExclusiveEndTime: props.exclusiveEndTime?._text,
    };
    const resource = new CustomResource(this, 'Resource', {
      resourceType: JOURNAL_KINESIS_STREAM_RESOURCE_TYPE,
      serviceToken: controlPlane.handler.functionArn,
      serviceTimeout: serviceTimeout(timeout),
      properties: { ...properties, Tags: Lazy.any({ produce: () => mergeTags(this, this.cdkTagManager) }, { omitEmptyArray: true }) },
    });
    resource.node.addDependency(...controlPlane._dependencies);
    return resource;
  }

  /** Whatever is allowed is in place before the stream starts, and as long as it is there. */
  private allow(kinesisStream: IStream, resource: CustomResource): void {
    const onRole = this.role.addToPrincipalPolicy(new PolicyStatement({ actions: WRITE, resources: [kinesisStream.streamArn] }));
    if (onRole.policyDependable) resource.node.addDependency(onRole.policyDependable);
    const { encryptionKey } = kinesisStream;
    allowDelivery(this, this.role, encryptionKey ? [{ key: encryptionKey, property: 'kinesisStream' }] : [], resource);
  }
}
