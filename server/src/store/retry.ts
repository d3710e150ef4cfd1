import { setTimeout as sleep } from 'node:timers/promises';

/** A transaction that lost against another one and may simply run again: serialization_failure and deadlock_detected. */
const LOST_RACE = new Set(['40001', '40P01']);

/** Attempts before the failure is passed on. With the delays below that is about three seconds. */
const ATTEMPTS = 8;

export interface RetryDependencies {
  readonly random: () => number;
  readonly wait: (milliseconds: number) => Promise<unknown>;
}

/** Code of a PostgreSQL error (https://www.postgresql.org/docs/18/errcodes-appendix.html), or of a socket error. */
export function errorCode(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** Runs `attempt` again, after a growing random pause, while it loses races against other transactions. */
export async function retryLostRaces<T>(
  attempt: () => Promise<T>,
  alsoRetry: readonly string[] = [],
  { random, wait }: RetryDependencies = { random: Math.random, wait: sleep },
): Promise<T> {
  for (let count = 1; ; count += 1) {
    try {
      return await attempt();
    } catch (error) {
      const code = errorCode(error);
      if (code === undefined || count === ATTEMPTS || !(LOST_RACE.has(code) || alsoRetry.includes(code))) {
        throw error;
      }
      await wait(random() * 20 * 2 ** count);
    }
  }
}
