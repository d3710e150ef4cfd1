import { setTimeout as sleep } from 'node:timers/promises';
import type { RecordDestination } from '../aws/kinesis-destination';
import { DestinationError } from '../destination-error';

/** How a destination that has too much to do is treated. */
export interface Pacing {
  /** After the first refusal; after each further one in a row twice as long. */
  readonly pauseMilliseconds: number;
  readonly maxPauseMilliseconds: number;
  /** Refusals in a row until the failure is passed on. */
  readonly maxRefusals: number;
  /** From 0 to 1. */
  readonly random: () => number;
}

/**
 * Writes records in their order. From the first one that was not accepted on all are written again: those that came after it may be there
 * twice, and none comes to lie before one that is still missing for good.
 *
 * @throws DestinationError, AbortError
 */
export async function sendBatch(destination: RecordDestination, records: readonly Buffer[], pacing: Pacing, signal: AbortSignal): Promise<void> {
  const { pauseMilliseconds, maxPauseMilliseconds, maxRefusals, random } = pacing;
  let rest = records;
  for (let refusals = 0; rest.length > 0;) {
    const { accepted, problem } = await putAll(destination, rest, signal);
    rest = rest.slice(accepted);
    if (!problem) {
      continue;
    }
    refusals = accepted > 0 ? 1 : refusals + 1;
    if (refusals > maxRefusals) {
      throw problem;
    }
    await sleep(Math.min(pauseMilliseconds * 2 ** (refusals - 1), maxPauseMilliseconds) * (0.5 + random() / 2), undefined, { signal });
  }
}

/** A request that is refused as a whole, because Kinesis has too much to do, is one of which nothing was accepted. */
async function putAll(destination: RecordDestination, records: readonly Buffer[], signal: AbortSignal): ReturnType<RecordDestination['putAll']> {
  try {
    return await destination.putAll(records, signal);
  } catch (error) {
    if (error instanceof DestinationError && error.service === 'Kinesis' && error.problem === 'unexpected') {
      return { accepted: 0, problem: error };
    }
    throw error;
  }
}
