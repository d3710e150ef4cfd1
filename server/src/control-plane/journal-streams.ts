import type { ControlPlaneContext } from './context';
import { streamDescription } from './journal-stream-view';
import { readable, usable } from './ledgers';
import { operation } from './operation';
import { idInPageToken, pageTokenAfter } from './page-token';
import { checkTagCount } from './tag-quota';
import { destinationProblem } from '../delivery/destination-problem';
import { aggregate } from '../delivery/stream/aggregate';
import { controlRecord } from '../delivery/stream/build-records';
import { errors } from '../errors';
import { newId } from '../ids';
import { checkKinesisScope, checkRoleScope, streamArn } from '../model/arn';
import * as deliveryShapes from '../model/delivery-shapes';
import { optional, required } from '../model/parameters';
import * as shapes from '../model/shapes';
import * as streams from '../store/journal-streams';
import type { NewStream } from '../store/journal-streams';
import * as ledgers from '../store/ledgers';
import type { LedgerRecord } from '../store/ledgers';
import { statementsIn, type Statements } from '../store/statement';

const name = required('path', shapes.ledgerName, 'name');
const streamId = required('path', shapes.uniqueId, 'streamId');

/** Largest page, and what a request without MaxResults gets. */
const PAGE_SIZE = 100;

/**
 * The destination is checked, and the stream's first record written, as the role of the request before the request is accepted.
 *
 * https://docs.aws.amazon.com/qldb/latest/developerguide/API_StreamJournalToKinesis.html
 */
export const streamJournalToKinesis = operation({
  LedgerName: name,
  RoleArn: required('body', deliveryShapes.roleArn),
  Tags: optional('body', shapes.tags),
  InclusiveStartTime: required('body', deliveryShapes.timestamp),
  ExclusiveEndTime: optional('body', deliveryShapes.timestamp),
  KinesisConfiguration: required('body', deliveryShapes.kinesisConfiguration),
  StreamName: required('body', shapes.ledgerName),
}, async (context, input) => {
  const { store, storages, account, ids, quotas } = context;
  const { LedgerName, InclusiveStartTime, ExclusiveEndTime, RoleArn, StreamName } = input;
  const { StreamArn, AggregationEnabled } = input.KinesisConfiguration;
  const tags = input.Tags ?? new Map<string, string>();
  checkTagCount(quotas, StreamName, tags.size);
  checkRoleScope(context, RoleArn);
  checkKinesisScope(context, StreamArn);
  checkTimes(InclusiveStartTime, ExclusiveEndTime, ids.now());
  const found = readable(LedgerName, await ledgers.findLedger(store.queries, account, LedgerName));
  await checkPlace(store, found, StreamName, quotas.streamsPerLedger);
  // A ledger that was made before there were journals gets its first block here.
  await storages.open(found).tip();

  const request: NewStream = {
    id: newId(ids), ledger: found.ledger, name: StreamName, startMilliseconds: InclusiveStartTime, roleArn: RoleArn, kinesisArn: StreamArn,
    aggregation: AggregationEnabled ?? true, tags, ...(ExclusiveEndTime !== undefined && { endMilliseconds: ExclusiveEndTime }),
  };
  await writeCreated(context, found, request);
  await store.transaction(async (tx) => {
    const ledger = readable(LedgerName, await ledgers.lockLedger(tx, account, LedgerName));
    if (ledger.ledger !== found.ledger) {
      throw errors.ledgerNotFound(LedgerName);
    }
    await checkPlace(statementsIn(tx), ledger, StreamName, quotas.streamsPerLedger);
    await streams.insertStream(statementsIn(tx), request);
  });
  context.streams.onAccepted();
  return { StreamId: request.id };
});

/** https://docs.aws.amazon.com/qldb/latest/developerguide/API_DescribeJournalKinesisStream.html */
export const describeJournalKinesisStream = operation({ LedgerName: name, StreamId: streamId }, async (context, { LedgerName, StreamId }) => {
  const { store, account, timings } = context;
  const { ledger } = usable(LedgerName, await ledgers.findLedger(store.queries, account, LedgerName));
  const stream = await streams.findStream(store, { account, expiryMilliseconds: timings.deliveryExpiry, ledger, id: StreamId });
  if (!stream) {
    throw errors.streamNotFound(StreamId, LedgerName);
  }
  return { Stream: streamDescription(context, stream) };
});

/**
 * What is under way to Kinesis at this moment still arrives there.
 *
 * https://docs.aws.amazon.com/qldb/latest/developerguide/API_CancelJournalKinesisStream.html
 */
export const cancelJournalKinesisStream = operation({ LedgerName: name, StreamId: streamId }, async (context, { LedgerName, StreamId }) => {
  const { store, account, timings } = context;
  const { ledger } = usable(LedgerName, await ledgers.findLedger(store.queries, account, LedgerName));
  await store.transaction(async (tx) => {
    const db = statementsIn(tx);
    const stream = await streams.lockStream(db, { account, expiryMilliseconds: timings.deliveryExpiry, ledger, id: StreamId });
    if (!stream) {
      throw errors.streamNotFound(StreamId, LedgerName);
    }
    if (!await streams.finishStream(db, stream, 'CANCELED')) {
      throw errors.streamEnded(StreamId, stream.status);
    }
  });
  return { StreamId };
});

/** https://docs.aws.amazon.com/qldb/latest/developerguide/API_ListJournalKinesisStreamsForLedger.html */
export const listJournalKinesisStreamsForLedger = operation({
  LedgerName: name,
  MaxResults: optional('query', shapes.maxResults, 'max_results'),
  NextToken: optional('query', shapes.nextToken, 'next_token'),
}, async (context, { LedgerName, MaxResults, NextToken }) => {
  const { store, account, timings } = context;
  const { ledger } = usable(LedgerName, await ledgers.findLedger(store.queries, account, LedgerName));
  const size = MaxResults ?? PAGE_SIZE;
  const after = NextToken === undefined ? undefined : idInPageToken(NextToken);
  // One more than asked for tells whether there is a next page.
  const found = await streams.listStreams(store, account, timings.deliveryExpiry, { ledger, after, limit: size + 1 });
  const shown = found.slice(0, size);
  const last = shown.at(-1);
  const Streams = shown.map((each) => streamDescription(context, each));
  return { Streams, ...(last && found.length > size && { NextToken: pageTokenAfter(last.id) }) };
});

function checkTimes(start: number, end: number | undefined, now: number): void {
  const show = (milliseconds: number) => new Date(milliseconds).toISOString();
  if (start > now) {
    // The words of AWS's developer guide.
    throw errors.invalidParameter(
      `start date can't be in the future: 'InclusiveStartTime' must not be after ${show(now)}; received ${show(start)}`, 'InclusiveStartTime');
  }
  if (end !== undefined && start >= end) {
    throw errors.invalidParameter(`'InclusiveStartTime' must be before 'ExclusiveEndTime'; received ${show(start)} and ${show(end)}`, 'InclusiveStartTime');
  }
}

async function checkPlace(db: Statements, { ledger, name: ledgerName }: LedgerRecord, streamName: string, quota: number): Promise<void> {
  if (await streams.isStreamNameTaken(db, ledger, streamName)) {
    throw errors.streamNameTaken(streamName, ledgerName);
  }
  if (await streams.countActiveStreams(db, ledger) >= quota) {
    throw errors.tooManyStreams(ledgerName, quota);
  }
}

async function writeCreated(context: ControlPlaneContext, { name: ledgerName, strand }: LedgerRecord, request: NewStream): Promise<void> {
  const destination = context.streams.open({ ...request, ledgerName, strandId: strand });
  const created = controlRecord(streamArn(context, ledgerName, request.id), 'CREATED');
  try {
    await destination.check();
    await destination.put(request.aggregation ? aggregate(strand, [created]) : created);
  } catch (error) {
    throw destinationProblem(error, 'Kinesis', request.roleArn);
  } finally {
    destination.close();
  }
}
