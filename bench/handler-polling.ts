// What waiting for a ledger costs in calls and in time lost: the function's schedule against a look every 5 s.
import { nextLook } from '../lambda/custom-resource/wait-until';

const SECOND = 1000;

const fixed = () => 5 * SECOND;

/** How many looks a wait takes and how long after its end the last look is. */
function wait(duration: number, next: (elapsed: number) => number): { looks: number; late: number } {
  let elapsed = 0;
  let looks = 0;
  while (elapsed < duration) {
    elapsed += next(elapsed);
    looks++;
  }
  return { looks, late: elapsed - duration };
}

/** A wait is rarely a round number of seconds: figures are means over the tenth part around it. */
function mean(duration: number, next: (elapsed: number) => number): { looks: number; late: number } {
  const samples = Array.from({ length: 201 }, (_, index) => wait(duration * (0.95 + index / 2000), next));
  const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { looks: average(samples.map(({ looks }) => looks)), late: average(samples.map(({ late }) => late)) };
}

const WAITS: Readonly<Record<string, number>> = {
  '100 ms': 0.1 * SECOND,
  '1 s': SECOND,
  '3 s': 3 * SECOND,
  '10 s': 10 * SECOND,
  '30 s': 30 * SECOND,
  '2 min': 120 * SECOND,
  '5 min': 300 * SECOND,
  '30 min': 1800 * SECOND,
};

export async function run(): Promise<string> {
  const lines = ['wait     looks   5 s poll  ratio   late by   5 s poll  late by, share of the wait'];
  for (const [name, duration] of Object.entries(WAITS)) {
    const ours = mean(duration, nextLook);
    const theirs = mean(duration, fixed);
    lines.push([
      name.padEnd(7), ours.looks.toFixed(1).padStart(6), theirs.looks.toFixed(1).padStart(10), (ours.looks / theirs.looks).toFixed(2).padStart(6),
      `${(ours.late / SECOND).toFixed(2)} s`.padStart(9), `${(theirs.late / SECOND).toFixed(2)} s`.padStart(10), `${Math.round(ours.late / duration * 100)} %`.padStart(8),
    ].join(' '));
  }
  return lines.join('\n');
}

if (require.main === module) {
  void run().then((table) => console.log(table));
}
