import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { PermissionsMode } from './permissions-mode';

/** Properties of a ledger. */
export interface LedgerProps {
  /**
   * Name of the ledger, unique in its account and Region: 1 to 32 letters, digits and single hyphens. Changing it replaces the ledger.
   *
   * @default - a unique name derived from the construct's path
   */
  readonly ledgerName?: string;

  /**
   * How the ledger decides who may run PartiQL statements.
   *
   * @default PermissionsMode.STANDARD
   */
  readonly permissionsMode?: PermissionsMode;

  /**
   * Refuse to delete the ledger. To delete it, deploy with `false` first.
   *
   * @default true
   */
  readonly deletionProtection?: boolean;

  /**
   * Key that encrypts the ledger at rest: symmetric, in the ledger's Region. Taking it away returns the ledger to the key owned by AWS.
   *
   * @default - a key owned by AWS
   */
  readonly encryptionKey?: IKey;

  /**
   * What becomes of the ledger when it leaves the stack, or when its name changes.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Take over a ledger of that name that another owner made, or nobody known. It is changed as declared here, and never deleted.
   *
   * Leave it on for as long as the ledger is in the stack: it is what gives the right to change a ledger of another owner.
   *
   * @default false
   */
  readonly adoptExisting?: boolean;

  /**
   * Bound of all waiting for one creation, change or deletion: whole seconds, 59 minutes at most.
   *
   * @default - 15 minutes, 45 with `encryptionKey`, because a change of keys can take half an hour
   */
  readonly timeout?: Duration;
}
