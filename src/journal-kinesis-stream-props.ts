import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import type { JournalTime } from './journal-time';
import type { ILedger } from './ledger-base';

/** What is streamed, and to where. A change of anything but `removalPolicy` and `timeout` replaces the stream. */
export interface JournalKinesisStreamOptions {
  /** Kinesis stream that the records go to, of the stack's Region. */
  readonly kinesisStream: IStream;

  /**
   * Name of the journal stream: 1 to 32 letters, digits and single hyphens, unique among the active streams of the ledger.
   *
   * With a name that is given, a replacement cancels the old stream before the new one starts, whatever the removal policy; a
   * rollback then starts once more at `inclusiveStartTime`, and records come again. Without one, the new stream starts before
   * the old one is cancelled.
   *
   * @default - a name made at deployment, another for each replacement
   */
  readonly journalStreamName?: string;

  /**
   * Where in the journal the stream starts, this moment included. Not in the future.
   *
   * @default JournalTime.ledgerCreation()
   */
  readonly inclusiveStartTime?: JournalTime;

  /**
   * Where in the journal the stream ends, this moment excluded; it may lie in the future. A moment that is known, by
   * `JournalTime.at` or `fromIsoString`.
   *
   * @default - the stream goes on until it is cancelled
   */
  readonly exclusiveEndTime?: JournalTime;

  /**
   * Put several records into one of Kinesis, in the format of the Kinesis Producer Library, which consumers have to take apart.
   *
   * @default true
   */
  readonly aggregationEnabled?: boolean;

  /**
   * Role by which the service writes the records. It is used as it is; where it can be changed, it is allowed what the stream needs.
   *
   * @default - a role that the control plane's `deliveryPrincipal` may assume for streams of this ledger
   */
  readonly role?: IRole;

  /**
   * What becomes of the stream when it leaves the stack or is replaced: `DESTROY` cancels it, `RETAIN` leaves it running and keeps
   * the role that was made for it.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Bound of all waiting for one creation, change or cancellation: whole seconds, 59 minutes at most.
   *
   * @default - 15 minutes
   */
  readonly timeout?: Duration;
}

/** Properties of a journal stream. */
export interface JournalKinesisStreamProps extends JournalKinesisStreamOptions {
  /** Ledger whose journal is streamed, of the stack's account and Region. */
  readonly ledger: ILedger;
}
