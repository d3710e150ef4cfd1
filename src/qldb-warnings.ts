/**
 * Ids of the warnings and of the one error annotation that the constructs add.
 *
 * A warning is silenced with `Validations.of(construct).acknowledge({ id, reason })` on the construct or on any of its parents.
 */
export class QldbWarnings {
  /** A ledger is in permissions mode `ALLOW_ALL`. */
  public static readonly ALLOW_ALL = 'cdk-qldb:allowAll';

  /** A ledger that the stack keeps (any removal policy but `DESTROY`) can be deleted by everyone who may call DeleteLedger. */
  public static readonly DELETION_PROTECTION_OFF = 'cdk-qldb:deletionProtectionOff';

  /** The removal policy is `DESTROY`, but deletion protection makes the deletion fail. */
  public static readonly DESTROY_PROTECTED = 'cdk-qldb:destroyProtected';

  /** More than five ledgers for one account and Region, the default of an adjustable quota. */
  public static readonly LEDGER_QUOTA = 'cdk-qldb:ledgerQuota';

  /** A grant is limited to tables or PartiQL commands, but the ledger is in mode `ALLOW_ALL` and ignores such limits. */
  public static readonly TABLE_GRANT_IGNORED = 'cdk-qldb:tableGrantIgnored';

  /** Neither the key's policy nor an identity policy could be changed to let a principal use a key that is needed. */
  public static readonly KEY_NOT_GRANTED = 'cdk-qldb:keyNotGranted';

  /** The bucket of an export is in another account, and its policy is not part of the app. */
  public static readonly BUCKET_NOT_GRANTED = 'cdk-qldb:bucketNotGranted';

  /** More exports of one ledger than may run at a time, two by default. */
  public static readonly EXPORT_QUOTA = 'cdk-qldb:exportQuota';

  /** More streams of one ledger than may be active, five by default. */
  public static readonly STREAM_QUOTA = 'cdk-qldb:streamQuota';

  /** The endpoint is one of AWS's own, which were shut down on 2025-07-31. */
  public static readonly RETIRED_ENDPOINT = 'cdk-qldb:retiredEndpoint';

  /** No endpoint is configured. An error, once per stack: it cannot be acknowledged, templates are synthesized all the same. */
  public static readonly NO_ENDPOINT = 'cdk-qldb:noEndpoint';

  private constructor() {}
}
