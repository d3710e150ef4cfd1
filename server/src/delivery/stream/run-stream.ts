import type { FastifyBaseLogger } from 'fastify';
import { blockRecords, controlRecord } from './build-records';
import { packRecords, RecordTooLargeError, type StreamRecord } from './pack-records';
import { sendBatch, type Pacing } from './send-batch';
import { streamArn, type ArnScope } from '../../model/arn';
import type { JournalStream } from '../../model/journal-stream';
import { finishStream } from '../../store/journal-streams';
import { readJournalBlocks } from '../../store/read-journal-blocks';
import { statementsIn } from '../../store/statement';
import type { Store } from '../../store/store';
import { advanceStream, readStreamProgress, settleStreamEnd, type StreamProgress } from '../../store/stream-progress';
import type { RecordDestination } from '../aws/kinesis-destination';
import { noteDamage } from '../damaged-block';

export interface StreamContext {
  readonly scope: ArnScope;
  readonly store: Store;
  readonly destination: RecordDestination;
  readonly pacing: Pacing;
  /** How long after it was last seen to work the destination is checked, where there is nothing to deliver. */
  readonly checkMilliseconds: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: FastifyBaseLogger;
}

/** Somebody else delivers the stream now, or it has ended. Nothing went wrong. */
export class StreamTakenError extends Error {
  override readonly name = 'StreamTakenError';
}

/** A block that has a record which Kinesis can never take. */
export class BlockTooLargeError extends Error {
  override readonly name = 'BlockTooLargeError';
}

/** Blocks that are delivered until others have their turn. */
const MAX_BLOCKS = 2_000;

/**
 * Delivers what there is to deliver of a stream, from wherever it has got to, and ends it where its end has come. Where there is nothing to
 * deliver the destination is checked from time to time.
 *
 * After each request is noted up to which block everything is delivered. After a crash, in this process or another, what came after that is
 * delivered again: no record is missing, and some may be there twice.
 *
 * @returns whether there is more to deliver
 * @throws DestinationError, StreamTakenError, UnreadableBlockError, MissingBlockError, BlockTooLargeError, and whatever the database throws;
 *   AbortError
 */
export async function runStream(context: StreamContext, { ledger, id }: Pick<JournalStream, 'ledger' | 'id'>, signal: AbortSignal): Promise<boolean> {
  const progress = await settled(context, await readStreamProgress(context.store, { ledger, id }));
  if (!progress) {
    throw new StreamTakenError(`stream '${id}' has ended, or its ledger cannot be read`);
  }
  const { stream } = progress;
  const last = stream.last ?? progress.tip;
  if (stream.position > last && stream.last === undefined) {
    if (progress.sinceCheck >= context.checkMilliseconds) {
      await context.destination.check(signal);
      await advance(context, stream, stream.position, stream.position);
    }
    return false;
  }
  const upTo = Math.min(last, stream.position + MAX_BLOCKS - 1);
  await deliver(context, stream, upTo, signal);
  if (upTo < last) {
    return true;
  }
  if (stream.last !== undefined) {
    await complete(context, stream, signal);
  }
  return false;
}

/** Whether a stream's end has come: by the clock, or because the journal has got there. */
export function isEndDue({ stream: { endMilliseconds, last }, tipTime }: StreamProgress, now: number): boolean {
  return endMilliseconds !== undefined && last === undefined && (now >= endMilliseconds || tipTime >= endMilliseconds);
}

/** Finds out which block is the last one, once the end has come. */
async function settled({ store, now }: StreamContext, progress: StreamProgress | undefined): Promise<StreamProgress | undefined> {
  if (!progress || !isEndDue(progress, now())) {
    return progress;
  }
  const { stream } = progress;
  await store.transaction((tx) => settleStreamEnd(statementsIn(tx), stream, stream.endMilliseconds ?? 0));
  return readStreamProgress(store, stream);
}

async function deliver(context: StreamContext, stream: JournalStream, upTo: number, signal: AbortSignal): Promise<void> {
  const { destination, pacing } = context;
  const packing = { aggregation: stream.aggregation, partitionKey: stream.strandId };
  let { position } = stream;
  let building = position;
  const records = recordsOf(context, stream, upTo, (sequenceNo) => { building = sequenceNo; });
  try {
    for await (const { records: batch, completes } of packRecords(records, packing)) {
      signal.throwIfAborted();
      await sendBatch(destination, batch, pacing, signal);
      if (completes !== undefined) {
        await advance(context, stream, position, completes + 1);
        position = completes + 1;
      }
    }
  } catch (error) {
    throw error instanceof RecordTooLargeError
      ? new BlockTooLargeError(`block ${building} cannot be delivered: ${error.message}`, { cause: error }) : error;
  }
}

async function* recordsOf(
  { scope, store, log }: StreamContext, stream: JournalStream, upTo: number, onBlock: (sequenceNo: number) => void,
): AsyncGenerator<StreamRecord> {
  const arn = streamArn(scope, stream.ledgerName, stream.id);
  for await (const block of readJournalBlocks(store, stream.ledger, stream.strandId, stream.position, upTo)) {
    const { sequenceNo } = block.address;
    onBlock(sequenceNo);
    noteDamage(block, stream.ledgerName, log);
    const records = blockRecords(arn, block);
    for (const [index, data] of records.entries()) {
      yield { data, ...(index === records.length - 1 && { completes: sequenceNo }) };
    }
  }
}

async function complete({ scope, store, destination, pacing, log }: StreamContext, stream: JournalStream, signal: AbortSignal): Promise<void> {
  if (!await readStreamProgress(store, stream)) {
    throw new StreamTakenError(`stream '${stream.id}' has ended before its end was written`);
  }
  const completed: StreamRecord = { data: controlRecord(streamArn(scope, stream.ledgerName, stream.id), 'COMPLETED') };
  for await (const { records } of packRecords([completed], { aggregation: stream.aggregation, partitionKey: stream.strandId })) {
    await sendBatch(destination, records, pacing, signal);
  }
  if (await finishStream(store, stream, 'COMPLETED')) {
    log.info({ streamId: stream.id, ledger: stream.ledgerName }, 'stream completed');
  }
}

async function advance({ store }: StreamContext, { ledger, id }: JournalStream, from: number, to: number): Promise<void> {
  if (!await advanceStream(store, { ledger, id, position: from }, to)) {
    throw new StreamTakenError(`stream '${id}' has ended, or is delivered by another process`);
  }
}
