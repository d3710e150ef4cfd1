import type { PutRecordsResultEntry } from '@aws-sdk/client-kinesis';
import { TIMEOUTS, type RoleAssumer, type RoleUse } from './assumed-role';
import type { DeliveryOptions } from './delivery-options';
import { nativeRequire } from '../../native-require';
import { destinationError, DestinationError } from '../destination-error';

/** A Kinesis stream, as a role may write to it. */
export interface RecordDestination {
  /**
   * That the stream is there and the role may do what is needed. Nothing is written.
   *
   * @throws DestinationError, AbortError
   */
  check(signal?: AbortSignal): Promise<void>;
  /**
   * Writes one record.
   *
   * @throws DestinationError, AbortError
   */
  put(data: Buffer, signal?: AbortSignal): Promise<void>;
  /**
   * Writes records in their order.
   *
   * @returns how many there are before the first one that was not accepted, and why that was not
   * @throws DestinationError, AbortError
   */
  putAll(data: readonly Buffer[], signal?: AbortSignal): Promise<{ readonly accepted: number; readonly problem?: DestinationError }>;
  close(): void;
}

export interface KinesisUse extends RoleUse {
  readonly streamArn: string;
  /** Of all records, so that one shard has them in their order. */
  readonly partitionKey: string;
}

/** Kinesis Data Streams, written to as the role of a request. */
export function kinesisDestination(
  roles: RoleAssumer, region: string, { kinesisEndpoint }: DeliveryOptions, { streamArn: StreamARN, partitionKey: PartitionKey, ...role }: KinesisUse,
): RecordDestination {
  const {
    KinesisClient, DescribeStreamCommand, ListShardsCommand, PutRecordCommand, PutRecordsCommand,
  } = nativeRequire('@aws-sdk/client-kinesis') as typeof import('@aws-sdk/client-kinesis');
  const { NodeHttpHandler } = nativeRequire('@smithy/node-http-handler') as typeof import('@smithy/node-http-handler');
  const client = new KinesisClient({
    region,
    // The SDK asks again before they expire.
    credentials: () => roles.assume(role),
    maxAttempts: 3,
    // The client's own handler speaks HTTP/2 only, which emulators do not.
    requestHandler: new NodeHttpHandler(TIMEOUTS),
    ...(kinesisEndpoint !== undefined && { endpoint: kinesisEndpoint }),
  });
  const asked = async <T>(signal: AbortSignal | undefined, ask: (options: { abortSignal?: AbortSignal }) => Promise<T>): Promise<T> => {
    try {
      return await ask(signal ? { abortSignal: signal } : {});
    } catch (error) {
      signal?.throwIfAborted();
      throw destinationError('Kinesis', error);
    }
  };
  return {
    check: (signal) => asked(signal, async (options) => {
      const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamARN, Limit: 1 }), options);
      const status = StreamDescription?.StreamStatus ?? 'missing';
      if (status !== 'ACTIVE' && status !== 'UPDATING') {
        throw new DestinationError('unexpected', 'ResourceInUseException', 'Kinesis', `the stream '${StreamARN}' is ${status}`, {});
      }
      await client.send(new ListShardsCommand({ StreamARN, MaxResults: 1 }), options);
      await client.send(new PutRecordsCommand({ StreamARN, Records: [] }), options).catch(unlessInvalid);
    }),
    put: (Data, signal) => asked(signal, async (options) => {
      await client.send(new PutRecordCommand({ StreamARN, PartitionKey, Data }), options);
    }),
    putAll: (data, signal) => asked(signal, async (options) => {
      const Records = data.map((Data) => ({ Data, PartitionKey }));
      const { Records: results = [] } = await client.send(new PutRecordsCommand({ StreamARN, Records }), options);
      const refused = results.findIndex(({ ErrorCode }) => ErrorCode !== undefined);
      return refused < 0 ? { accepted: data.length } : { accepted: refused, problem: problemOf(results[refused]) };
    }),
    close: () => client.destroy(),
  };
}

/**
 * A request to write nothing tells whether the role may write: who may not is told so. Who may is told that there is nothing, or gets no
 * error.
 */
function unlessInvalid(error: unknown): void {
  if (!['ValidationException', 'InvalidArgumentException'].includes((error as Error).name)) {
    throw error;
  }
}

function problemOf({ ErrorCode = '', ErrorMessage = '' }: PutRecordsResultEntry = {}): DestinationError {
  return new DestinationError('unexpected', ErrorCode, 'Kinesis', ErrorMessage, {});
}
