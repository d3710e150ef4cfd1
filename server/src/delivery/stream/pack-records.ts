import { aggregate, aggregatedSize, emptyAggregateSize } from './aggregate';

/** A record of the stream. */
export interface StreamRecord {
  readonly data: Buffer;
  /** The block that it is the last record of, by its sequence number. */
  readonly completes?: number;
}

/** What is sent in one request. */
export interface Batch {
  readonly records: readonly Buffer[];
  /** Of the last block that is delivered with it as a whole. @default - none is */
  readonly completes?: number;
}

export interface PackingOptions {
  readonly aggregation: boolean;
  /** Of all records. */
  readonly partitionKey: string;
}

/** A record can never be sent. */
export class RecordTooLargeError extends Error {
  override readonly name = 'RecordTooLargeError';
}

/** Of a record of Kinesis, its partition key included (https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html). */
export const MAX_RECORD_BYTES = 1024 * 1024;

/** Of a request, as Kinesis says. */
export const MAX_BATCH_RECORDS = 500;

/** Of a request, together. Kinesis takes five times as much, but a shard, to which all goes, only that in a second. */
export const MAX_BATCH_BYTES = 1024 * 1024;

/** Of an aggregate of several records: a shard has room for others too. A single larger record is one of its own. */
export const MAX_AGGREGATE_BYTES = 256 * 1024;

/**
 * Puts records together to requests, in their order and within Kinesis' limits. No more than one request is held.
 *
 * Of aggregates each is a request: Kinesis keeps no order within a request of which it refuses a part.
 *
 * @throws RecordTooLargeError once what comes before the record is dealt with
 */
export async function* packRecords(records: AsyncIterable<StreamRecord> | Iterable<StreamRecord>, options: PackingOptions): AsyncGenerator<Batch> {
  const { aggregation, partitionKey } = options;
  const fixed = aggregation ? emptyAggregateSize(partitionKey) : 0;
  const sizeOf = ({ data }: StreamRecord) => aggregation ? aggregatedSize(data.length) : data.length + Buffer.byteLength(partitionKey);
  const most = aggregation ? { bytes: MAX_AGGREGATE_BYTES, records: Infinity } : { bytes: MAX_BATCH_BYTES, records: MAX_BATCH_RECORDS };
  let pending: StreamRecord[] = [];
  let bytes = fixed;
  for await (const record of records) {
    const size = sizeOf(record);
    const plainSize = record.data.length + Buffer.byteLength(partitionKey);
    if (pending.length > 0 && (bytes + size > most.bytes || plainSize > MAX_RECORD_BYTES || pending.length >= most.records)) {
      yield batchOf(pending, options);
      pending = [];
      bytes = fixed;
    }
    if (plainSize > MAX_RECORD_BYTES) {
      throw new RecordTooLargeError(`a record has ${plainSize} bytes with its partition key, Kinesis takes ${MAX_RECORD_BYTES}`);
    }
    pending.push(record);
    bytes += size;
  }
  if (pending.length > 0) {
    yield batchOf(pending, options);
  }
}

function batchOf(records: readonly StreamRecord[], { aggregation, partitionKey }: PackingOptions): Batch {
  const completes = records.findLast((record) => record.completes !== undefined)?.completes;
  const data = records.map((record) => record.data);
  return { records: aggregation ? [aggregated(data, partitionKey)] : data, ...(completes !== undefined && { completes }) };
}

/** A record that fits only as it is goes as it is: consumers that de-aggregate take it so. */
function aggregated(data: readonly Buffer[], partitionKey: string): Buffer {
  const [first] = data;
  const whole = aggregate(partitionKey, data);
  return first && data.length === 1 && whole.length + Buffer.byteLength(partitionKey) > MAX_RECORD_BYTES ? first : whole;
}
