// `npm run bench`: every benchmark of bench/, one after the other. Each prints its figures as ratios measured in one run.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setUp } from './setup.mjs';
import { REPOSITORY, run } from './steps.mjs';

await setUp();
const only = process.argv.slice(2);
const benchmarks = readdirSync(join(REPOSITORY, 'bench'))
  .filter((file) => file.endsWith('.ts') && (only.length === 0 || only.some((name) => file.startsWith(name))))
  .sort();
let failed = 0;
for (const file of benchmarks) {
  console.log(`\n— ${file.replace('.ts', '')}\n`);
  const { code } = await run(join(REPOSITORY, 'node_modules', '.bin', 'tsx'), [join('bench', file)], { show: true });
  failed += code === 0 ? 0 : 1;
}
process.exit(failed === 0 ? 0 : 1);
