import {
  CancelJournalKinesisStreamCommand, DescribeJournalKinesisStreamCommand, ListJournalKinesisStreamsForLedgerCommand, StreamJournalToKinesisCommand,
  type JournalKinesisStreamDescription, type QLDBClient,
} from '@aws-sdk/client-qldb';
import { ledgerApi, type LedgerApi, type LedgerDescription } from '../ledger/ledger-api';
import { allPages, caller, ifFound } from '../qldb/call';
import { QldbError } from '../qldb/qldb-error';

/** What is asked for. */
export interface StreamRequest {
  readonly ledgerName: string;
  readonly streamName: string;
  readonly kinesisArn: string;
  readonly aggregation: boolean;
  readonly roleArn: string;
  readonly start: Date;
  readonly end?: Date;
}

/** A stream as DescribeJournalKinesisStream shows it. */
export interface StreamDescription extends StreamRequest {
  readonly streamId: string;
  /** `ACTIVE`, `IMPAIRED`, `COMPLETED`, `CANCELED` or `FAILED`. */
  readonly status: string;
  /** With `IMPAIRED` and `FAILED`. */
  readonly errorCause?: string;
  readonly arn?: string;
  readonly creationTime?: Date;
}

/** The operations that streams need, and no others: the function's policy names exactly these. All throw `QldbError`. */
export interface StreamApi extends Pick<LedgerApi, 'tags' | 'tag' | 'untag'> {
  /** The ledger, or `undefined` if there is none. */
  describeLedger(name: string): Promise<LedgerDescription | undefined>;
  /** All streams of a ledger that the service still knows: live ones, and those that ended in the last seven days. None of no ledger. */
  list(ledgerName: string): Promise<readonly StreamDescription[]>;
  /** The stream, or `undefined` if it is not known, or not any more. */
  describe(ledgerName: string, streamId: string): Promise<StreamDescription | undefined>;
  /** @returns the id of the stream */
  start(request: StreamRequest, tags: Readonly<Record<string, string>>): Promise<string>;
  cancel(ledgerName: string, streamId: string): Promise<void>;
}

/**
 * @param once a client that sends every request once: a second StreamJournalToKinesis can be a second stream
 * @param signal what ends a call that takes too long
 */
export function streamApi(client: QLDBClient, once: QLDBClient, signal: () => AbortSignal): StreamApi {
  const call = caller(signal);
  const { describe: describeLedger, tags, tag, untag } = ledgerApi(client, signal);
  return {
    describeLedger, tags, tag, untag,
    list: async (ledgerName) => await ifFound(call('ListJournalKinesisStreamsForLedger', async (options) => allPages(async (token) => {
      const query = { LedgerName: ledgerName, ...token !== undefined && { NextToken: token } };
      const page = await client.send(new ListJournalKinesisStreamsForLedgerCommand(query), options);
      return { items: (page.Streams ?? []).map(toDescription), next: page.NextToken };
    }))) ?? [],
    describe: async (ledgerName, streamId) => ifFound(call('DescribeJournalKinesisStream', async (options) => {
      const { Stream: found } = await client.send(new DescribeJournalKinesisStreamCommand({ LedgerName: ledgerName, StreamId: streamId }), options);
      if (!found) {
        throw unusable('DescribeJournalKinesisStream', 'Stream');
      }
      return toDescription(found);
    })),
    start: async ({ ledgerName, streamName, kinesisArn, aggregation, roleArn, start, end }, withTags) => call('StreamJournalToKinesis', async (options) => {
      const { StreamId: streamId } = await once.send(new StreamJournalToKinesisCommand({
        LedgerName: ledgerName,
        StreamName: streamName,
        RoleArn: roleArn,
        InclusiveStartTime: start,
        KinesisConfiguration: { StreamArn: kinesisArn, AggregationEnabled: aggregation },
        Tags: { ...withTags },
        ...end && { ExclusiveEndTime: end },
      }), options);
      if (streamId === undefined) {
        throw unusable('StreamJournalToKinesis', 'StreamId');
      }
      return streamId;
    }),
    cancel: async (ledgerName, streamId) => call('CancelJournalKinesisStream', async (options) => {
      await client.send(new CancelJournalKinesisStreamCommand({ LedgerName: ledgerName, StreamId: streamId }), options);
    }),
  };
}

function toDescription(found: JournalKinesisStreamDescription): StreamDescription {
  const { StreamId, Status, StreamName, KinesisConfiguration: to } = found;
  const { ExclusiveEndTime: end, Arn: arn, CreationTime: creationTime, ErrorCause: errorCause } = found;
  if (!StreamId || !Status || !StreamName || !to) {
    throw unusable('DescribeJournalKinesisStream', 'whole Stream');
  }
  return {
    streamId: StreamId,
    status: Status,
    streamName: StreamName,
    ledgerName: found.LedgerName ?? '',
    kinesisArn: to.StreamArn ?? '',
    aggregation: to.AggregationEnabled ?? true,
    roleArn: found.RoleArn ?? '',
    start: found.InclusiveStartTime ?? new Date(0),
    ...end && { end },
    ...arn !== undefined && { arn },
    ...creationTime && { creationTime },
    ...errorCause !== undefined && { errorCause },
  };
}

function unusable(operation: string, missing: string): QldbError {
  return new QldbError('unknown', operation, `the answer has no ${missing}`, 'unknown');
}
