/**
 * What passes between the constructs and the function behind them: properties as CloudFormation delivers them to the
 * function (every scalar a string), attributes that it answers with, and names that both sides must spell alike.
 *
 * Deployed stacks hold these names. A property may be added; none may be renamed, and the function goes on reading the
 * shapes that older versions wrote.
 */

/** CloudFormation type of a ledger's custom resource. */
export const LEDGER_RESOURCE_TYPE = 'Custom::QLDBLedger';

/** CloudFormation type of a journal export's custom resource. */
export const JOURNAL_S3_EXPORT_RESOURCE_TYPE = 'Custom::QLDBJournalS3Export';

/** CloudFormation type of a journal stream's custom resource. */
export const JOURNAL_KINESIS_STREAM_RESOURCE_TYPE = 'Custom::QLDBJournalKinesisStream';

/** Stands for the creation time of the ledger where a time is expected. */
export const LEDGER_CREATION = 'LEDGER_CREATION';

/** Stands for the moment of the request where a time is expected. */
export const DEPLOYMENT = 'DEPLOYMENT';

/** Tag that says which resource of which stack made a ledger or stream: `<stack name>/<logical id>/<token>`. */
export const OWNER_TAG = 'cdk-qldb:owner';

/** Prefix of tag keys that belong to the library. */
export const RESERVED_TAG_PREFIX = 'cdk-qldb:';

/** Environment variables by which the `ControlPlane` construct configures the function. */
export const FUNCTION_ENVIRONMENT = {
  /** PEM of certificate authorities that the function trusts besides the public ones. */
  certificateAuthority: 'CDK_QLDB_CERTIFICATE_AUTHORITY',
  /** `true`: endpoints with plain `http` are used even when they are not loopback addresses. */
  allowInsecureHttp: 'CDK_QLDB_ALLOW_INSECURE_HTTP',
} as const;

/** Members that every custom resource of the library has. */
export interface CommonProperties {
  /** ARN of the function. */
  readonly ServiceToken: string;
  /** URL of the control plane; absent when none was configured at synth. */
  readonly Endpoint?: string;
  /** Bound of all waiting for one request, in whole seconds. */
  readonly TimeoutSeconds: string;
}

/** Properties of a `Custom::QLDBLedger`. */
export interface LedgerProperties extends CommonProperties {
  readonly Name: string;
  /** `STANDARD` or `ALLOW_ALL`. */
  readonly PermissionsMode: string;
  /** `true` or `false`. */
  readonly DeletionProtection: string;
  /** ARN of the customer managed key; absent for the AWS owned key. */
  readonly KmsKey?: string;
  /** `true` or `false`. */
  readonly AdoptExisting: string;
  readonly Tags?: readonly TagProperty[];
}

export interface TagProperty {
  readonly Key: string;
  readonly Value: string;
}

/** Attributes of a `Custom::QLDBLedger` (`Fn::GetAtt`). */
export interface LedgerAttributeValues {
  readonly Arn: string;
  readonly Name: string;
  /** ISO 8601, UTC, milliseconds. */
  readonly CreationDateTime: string;
  /** Absent while the ledger uses the AWS owned key. */
  readonly KmsKeyArn?: string;
}

/** Properties of a `Custom::QLDBJournalS3Export`. */
export interface JournalS3ExportProperties extends CommonProperties {
  readonly LedgerName: string;
  readonly Bucket: string;
  /** May be empty. */
  readonly Prefix: string;
  /** ISO 8601, or `LEDGER_CREATION`. */
  readonly InclusiveStartTime: string;
  /** ISO 8601, or `DEPLOYMENT`. */
  readonly ExclusiveEndTime: string;
  /** `SSE_S3`, `SSE_KMS` or `NO_ENCRYPTION`. */
  readonly ObjectEncryptionType: string;
  /** With `SSE_KMS`. */
  readonly KmsKeyArn?: string;
  /** `ION_TEXT`, `ION_BINARY` or `JSON`. */
  readonly OutputFormat: string;
  readonly RoleArn: string;
  /** `true` or `false`. */
  readonly WaitForCompletion: string;
  /** A change exports again. */
  readonly Trigger?: string;
}

/** Attributes of a `Custom::QLDBJournalS3Export` (`Fn::GetAtt`). */
export interface JournalS3ExportAttributeValues {
  readonly ExportId: string;
}

/** Properties of a `Custom::QLDBJournalKinesisStream`. */
export interface JournalKinesisStreamProperties extends CommonProperties {
  readonly LedgerName: string;
  /** Absent for a name that the function makes, another for each replacement. */
  readonly StreamName?: string;
  readonly KinesisStreamArn: string;
  /** `true` or `false`. */
  readonly AggregationEnabled: string;
  readonly RoleArn: string;
  /** ISO 8601, `LEDGER_CREATION` or `DEPLOYMENT`. */
  readonly InclusiveStartTime: string;
  /** ISO 8601. */
  readonly ExclusiveEndTime?: string;
  readonly Tags?: readonly TagProperty[];
}

/** Attributes of a `Custom::QLDBJournalKinesisStream` (`Fn::GetAtt`). */
export interface JournalKinesisStreamAttributeValues {
  readonly StreamId: string;
  readonly StreamArn: string;
  readonly StreamName: string;
}
