import { deaggregated } from './kinesis-records';
import { decoded, type DecodedRecord } from './stream-records';
import type { RecordDestination } from '../../src/delivery/aws/kinesis-destination';
import { DestinationError } from '../../src/delivery/destination-error';

/** What a Kinesis stream of tests does with a request, given the records of it. Whatever it throws is the answer. */
export interface KinesisHooks {
  /** @returns how many of the records are accepted before one is not. @default - all */
  readonly before?: (records: readonly Buffer[]) => Promise<number | void> | number | void;
  /** The records are there. */
  readonly after?: (records: readonly Buffer[]) => void;
  readonly check?: () => void;
}

/** A Kinesis stream of one shard in memory. */
export class MemoryKinesis {
  /** In their order, as Kinesis has them. */
  readonly stored: Buffer[] = [];
  checks = 0;
  opened = 0;

  destination(hooks: KinesisHooks = {}): RecordDestination {
    this.opened += 1;
    return {
      check: async () => {
        this.checks += 1;
        hooks.check?.();
      },
      put: async (data) => void this.stored.push(data),
      putAll: async (data, signal) => {
        const accepted = await hooks.before?.(data) ?? data.length;
        signal?.throwIfAborted();
        // Kinesis stores what comes after a record that it refuses.
        this.stored.push(...data.filter((_record, index) => index !== accepted));
        hooks.after?.(data);
        return accepted === data.length ? { accepted } : { accepted, problem: throttled() };
      },
      close: () => undefined,
    };
  }

  records(): readonly DecodedRecord[] {
    return this.stored.flatMap((data) => deaggregated(data).map(decoded));
  }
}

export const refusal = () => new DestinationError('refused', 'AccessDeniedException', 'Kinesis', 'not allowed', {});
export const missing = () => new DestinationError('refused', 'ResourceNotFoundException', 'Kinesis', 'not found', {});
export const throttled = () => new DestinationError('unexpected', 'ProvisionedThroughputExceededException', 'Kinesis', 'too much', {});
export const roleRefusal = () => new DestinationError('refused', 'AccessDenied', 'STS', 'not authorized to perform: sts:AssumeRole', {});
export const silence = () => new DestinationError('unreachable', 'ECONNREFUSED', 'Kinesis', 'connect ECONNREFUSED', {});
