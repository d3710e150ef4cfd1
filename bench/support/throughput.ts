import { performance } from 'node:perf_hooks';

export interface Throughput {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly median: number;
  readonly p99: number;
}

// Until the code that runs for every transaction is compiled.
const WARM_UP = 3_000;

/** Runs every worker's step over and over for `milliseconds`, after a warm-up that does not count. */
export async function throughput(workers: ReadonlyArray<() => Promise<unknown>>, milliseconds = 4_000): Promise<Throughput> {
  const started = performance.now() + WARM_UP;
  const end = started + milliseconds;
  const latencies: number[] = [];
  await Promise.all(workers.map(async (step) => {
    for (let from = performance.now(); from < end; from = performance.now()) {
      await step();
      if (from >= started) {
        latencies.push(performance.now() - from);
      }
    }
  }));
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? NaN;
  return { perSecond: latencies.length / (milliseconds / 1000), median: at(0.5), p99: at(0.99) };
}

export function row(name: string, { perSecond, median, p99 }: Throughput, baseline?: Throughput, baselineName = 'plain'): string {
  const ratio = baseline ? `${(perSecond / baseline.perSecond).toFixed(2)} of ${baselineName}` : '';
  return [
    name.padEnd(34), `${Math.round(perSecond)}/s`.padStart(9), `${median.toFixed(2)} ms`.padStart(11), `${p99.toFixed(2)} ms`.padStart(11), ratio.padStart(15),
  ].join(' ');
}

export const HEADING = [''.padEnd(34), 'rate'.padStart(9), 'median'.padStart(11), 'p99'.padStart(11)].join(' ');
