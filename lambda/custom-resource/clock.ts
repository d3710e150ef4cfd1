import { setTimeout as delay } from 'node:timers/promises';

/** Time and chance, passed in so that decisions about them can be tested. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** A number from 0 up to 1. */
  random(): number;
}

export const systemClock: Clock = {
  now: Date.now,
  sleep: async (milliseconds) => { await delay(milliseconds); },
  random: Math.random,
};
