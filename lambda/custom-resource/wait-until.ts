import type { TimeBudget } from './time-budget';

const SECOND = 1000;

/**
 * When to look while a wait is young, in milliseconds from its beginning. With endpoints whose ledgers are ready at once
 * the first looks count, with AWS's minutes the later ones do. The fifth look comes after 25 s, so that no wait of more
 * than 20 s takes more looks than one every 5 s would.
 */
const EARLY_LOOKS = [0.25 * SECOND, SECOND, 4 * SECOND, 12 * SECOND, 25.5 * SECOND];
const LATER = { share: 0.2, atLeast: 5 * SECOND, atMost: 30 * SECOND };

/** A timer may fire a little early; that must not make it look twice. */
const TIMER_TOLERANCE = 20;

/** Milliseconds to the next look at something that has been waited for this long: soon at first, then a fifth of the time passed. */
export function nextLook(elapsed: number): number {
  const early = EARLY_LOOKS.find((time) => time > elapsed + TIMER_TOLERANCE);
  return early !== undefined ? early - elapsed : Math.min(Math.max(elapsed * LATER.share, LATER.atLeast), LATER.atMost);
}

export interface Wait<T> {
  readonly look: () => Promise<T>;
  readonly done: (seen: T) => boolean;
  /** True for an error of a look that says nothing about what is waited for, such as a lost connection. */
  readonly tolerate: (error: unknown) => boolean;
  readonly budget: TimeBudget;
  /** When what is waited for began. */
  readonly since: number;
}

/** Looks until what it sees is as wanted. @throws what `budget.pause` throws when there is no more time */
export async function waitUntil<T>({ look, done, tolerate, budget, since }: Wait<T>): Promise<T> {
  const { clock } = budget;
  for (;;) {
    const delay = nextLook(Math.max(clock.now() - since, 0));
    // Spread, so that the ledgers of one stack do not all ask at the same time.
    await budget.pause(delay * (1 + clock.random() * 0.1));
    try {
      const seen = await look();
      if (done(seen)) {
        return seen;
      }
    } catch (error) {
      if (!tolerate(error)) {
        throw error;
      }
    }
  }
}
