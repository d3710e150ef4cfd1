import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceError } from '../errors';
import type { FaultRegistry } from './fault-registry';

/** Thrown in place of an answer: the caller breaks the connection. */
export class DroppedResponse extends Error {}

/** Runs a call and lets it meet the faults armed for any of its names: waiting first, then failing, or losing the answer afterwards. */
export async function meetFaults<T>(faults: FaultRegistry, names: readonly string[], call: () => Promise<T>): Promise<T> {
  const hits = faults.take(names);
  for (const fault of hits) {
    if (fault.kind === 'latency') {
      await sleep(fault.milliseconds, undefined, { ref: false });
    }
  }
  for (const fault of hits) {
    if (fault.kind === 'error') {
      throw new ServiceError(fault.error, fault.message ?? `${fault.error} was injected`, {}, fault.status);
    }
  }
  // Before the answer is looked at: a call that fails has its answer lost as well.
  const [result] = await Promise.allSettled([call()]);
  if (hits.some(({ kind }) => kind === 'drop')) {
    throw new DroppedResponse(`the answer to ${names.at(-1)} was dropped`);
  }
  if (result.status === 'rejected') {
    throw result.reason;
  }
  return result.value;
}
