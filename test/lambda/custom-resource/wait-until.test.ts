import fc from 'fast-check';
import { DeadlineReached, InvocationEnding } from '../../../lambda/custom-resource/failure';
import { createTimeBudget } from '../../../lambda/custom-resource/time-budget';
import { nextLook, waitUntil } from '../../../lambda/custom-resource/wait-until';
import { VirtualClock } from '../support/virtual-clock';

/** Looks at something that is ready after a time. @returns how many looks that took, and when the last one was */
async function waitFor(duration: number, random: () => number = () => 0, callTime = 0) {
  const clock = new VirtualClock(random);
  const since = clock.now();
  const budget = createTimeBudget({ clock, startedAt: since, deadline: since + 10 ** 9, invocationEnd: since + 10 ** 10 });
  let looks = 0;
  await waitUntil({
    budget,
    since,
    tolerate: () => false,
    look: async () => {
      looks++;
      const ready = clock.now() - since >= duration;
      clock.advance(callTime);
      return ready;
    },
    done: (ready) => ready,
  });
  return { looks, took: clock.now() - since };
}

describe('polling', () => {
  test('takes no more looks than one every 5 s for any wait over 20 s', async () => {
    await fc.assert(fc.asyncProperty(
      fc.double({ min: 20_000, max: 3_600_000, minExcluded: true, noNaN: true }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.integer({ min: 0, max: 500 }),
      async (duration, chance, callTime) => {
        const { looks } = await waitFor(duration, () => chance, callTime);
        expect(looks).toBeLessThanOrEqual(Math.ceil(duration / 5_000));
      },
    ), { numRuns: 1_000 });
  });

  test('takes no more looks than one every 5 s at every tenth of a second up to five minutes', async () => {
    for (let duration = 20_100; duration <= 300_000; duration += 100) {
      expect((await waitFor(duration)).looks).toBeLessThanOrEqual(Math.ceil(duration / 5_000));
    }
  });

  test('sees a wait of up to 3 s within three looks, and long ones at most 30 s late, jitter aside', async () => {
    expect((await waitFor(100)).looks).toBe(1);
    expect((await waitFor(3_000)).looks).toBe(3);
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 3_600_000 }), async (duration) => {
      expect((await waitFor(duration)).took - duration).toBeLessThanOrEqual(30_000);
    }));
  });

  test('never waits for nothing, whenever a timer fires', () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 10 ** 7, noNaN: true }), (elapsed) => {
      expect(nextLook(elapsed)).toBeGreaterThan(19);
      expect(nextLook(elapsed)).toBeLessThanOrEqual(30_000);
    }));
  });
});

describe('time budget', () => {
  const clock = new VirtualClock();
  const now = clock.now();

  test('looks once more at the deadline and then gives up', async () => {
    const budget = createTimeBudget({ clock, startedAt: now, deadline: now + 1_000, invocationEnd: now + 10 ** 6 });
    await budget.pause(5_000);
    expect(clock.now()).toBe(now + 1_000);
    await expect(budget.pause(1)).rejects.toBeInstanceOf(DeadlineReached);
  });

  test('ends an invocation in time, having waited as long as it can', async () => {
    const start = clock.now();
    const budget = createTimeBudget({ clock, startedAt: start, deadline: start + 10 ** 7, invocationEnd: start + 900_000 });
    await budget.pause(800_000);
    await expect(budget.pause(60_000)).rejects.toBeInstanceOf(InvocationEnding);
    expect(clock.now()).toBe(start + 855_000);
  });
});
