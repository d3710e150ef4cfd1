import type { Clock } from './clock';
import { DeadlineReached, InvocationEnding } from './failure';

/** Where a resource does not say how long a request may take. */
export const DEFAULT_TIMEOUT_SECONDS = 15 * 60;

/** Time kept back at the end of an invocation: for a call that is under way, and for the answer or the next invocation. */
const RESERVE = 45_000;

/** How long the work on one request may go on, in all invocations together and in this one. */
export interface TimeBudget {
  /** When work on the request began, in the first of its invocations. */
  readonly startedAt: number;
  /** When all waiting ends. */
  readonly deadline: number;
  readonly clock: Clock;
  /** Waits, but not beyond the deadline; throws when that has passed already, or when this invocation has to end meanwhile. */
  pause(milliseconds: number): Promise<void>;
  /** Ends a call that would outlive the invocation. */
  callSignal(): AbortSignal;
}

interface BudgetOptions {
  readonly clock: Clock;
  readonly startedAt: number;
  readonly deadline: number;
  /** When Lambda ends this invocation. */
  readonly invocationEnd: number;
}

export function createTimeBudget({ clock, startedAt, deadline, invocationEnd }: BudgetOptions): TimeBudget {
  const reserve = Math.min(RESERVE, (invocationEnd - clock.now()) / 4);
  const leaveAt = invocationEnd - reserve;
  return {
    startedAt,
    deadline,
    clock,
    pause: async (milliseconds) => {
      const now = clock.now();
      if (now >= deadline) {
        throw new DeadlineReached();
      }
      const until = Math.min(now + milliseconds, deadline);
      if (until > leaveAt) {
        // The next invocation looks at once: the time that this one still has is part of the wait.
        await clock.sleep(Math.max(leaveAt - now, 0));
        throw new InvocationEnding();
      }
      await clock.sleep(until - now);
    },
    callSignal: () => AbortSignal.timeout(Math.max(Math.ceil(Math.min(invocationEnd - reserve / 2 - clock.now(), 2 ** 31 - 1)), 1)),
  };
}

/** The same invocation with a deadline of its own, for tidying up after the request's has passed. */
export function extendDeadline(budget: TimeBudget, milliseconds: number): TimeBudget {
  const { clock, pause } = budget;
  const deadline = clock.now() + milliseconds;
  return {
    ...budget,
    deadline,
    pause: async (duration) => {
      if (clock.now() >= deadline) {
        throw new DeadlineReached();
      }
      if (budget.deadline > clock.now()) {
        await pause(duration);
      } else {
        await clock.sleep(Math.min(duration, deadline - clock.now()));
      }
    },
  };
}
