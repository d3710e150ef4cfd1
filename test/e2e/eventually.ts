import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again until the answer is what is waited for; fails after a time that no working stack needs. */
export async function eventually<T>(ask: () => Promise<T>, isIt: (answer: T) => boolean, limitMilliseconds = 120_000): Promise<T> {
  const deadline = Date.now() + limitMilliseconds;
  for (;;) {
    const answer = await ask();
    if (isIt(answer)) {
      return answer;
    }
    if (Date.now() > deadline) {
      throw new Error(`still not so after ${limitMilliseconds} ms: ${JSON.stringify(answer)}`);
    }
    await sleep(50);
  }
}
