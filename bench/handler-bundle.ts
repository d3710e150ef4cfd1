// The function's bundle: its size and how long a cold start spends on loading it, against other ways to build it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { HANDLER_BUNDLE } from '../scripts/bundle-handler';

const RUNS = 15;

const VARIANTS: Readonly<Record<string, BuildOptions>> = {
  'as shipped': {},
  'not minified': { minify: false },
  'with "main" fields only': { mainFields: ['main'] },
  'with the SDK\'s whole credential chain, packages twice': { plugins: [] },
  'as most tools bundle: none of it': { minify: false, mainFields: ['main'], plugins: [] },
};

/** Loads a module in a fresh process. @returns milliseconds within that process */
function load(file: string): number {
  const probe = 'const from = process.hrtime.bigint(); require(process.argv[1]); console.log(Number(process.hrtime.bigint() - from) / 1e6)';
  return Number(execFileSync(process.execPath, ['-e', probe, file], { encoding: 'utf8' }));
}

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? NaN;
}

export async function run(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'cdk-qldb-bundle-'));
  try {
    const built = await Promise.all(Object.entries(VARIANTS).map(async ([name, options], index) => {
      const file = join(folder, `${index}.js`);
      const { metafile } = await build({ ...HANDLER_BUNDLE, ...options, outfile: file, metafile: true });
      return { name, file, bytes: Object.values(metafile.outputs)[0]?.bytes ?? 0, times: [] as number[] };
    }));
    // In turns, so that whatever else the machine does meets all of them alike.
    for (let count = 0; count < RUNS; count++) {
      built.forEach(({ file, times }) => times.push(load(file)));
    }
    const [shipped] = built;
    const lines = built.map(({ name, bytes, times }) => [
      name.padEnd(54), `${(bytes / 1024).toFixed(1)} KB`.padStart(9), `${(bytes / (shipped?.bytes ?? 1)).toFixed(2)}`.padStart(6),
      `${median(times).toFixed(1)} ms`.padStart(9), `${(median(times) / median(shipped?.times ?? [])).toFixed(2)}`.padStart(6),
    ].join(' '));
    return [`${''.padEnd(54)}      size  ratio      load  ratio`, ...lines, `(load: median of ${RUNS} processes; budget: 300 KB)`].join('\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (require.main === module) {
  void run().then((table) => console.log(table));
}
