import { eventually as eventuallyWithin } from '../../server/test/support/eventually';

/** No working stack needs as long. */
const LIMIT_MILLISECONDS = 120_000;

/** Asks again and again until the answer is what is waited for. */
export async function eventually<T>(ask: () => Promise<T>, isIt: (answer: T) => boolean): Promise<T> {
  return eventuallyWithin(ask, isIt, LIMIT_MILLISECONDS);
}
