// `npm start`: sets up what a fresh clone lacks, then runs the demo.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setUp } from './setup.mjs';
import { REPOSITORY } from './steps.mjs';

await setUp();
const demo = spawn(join(REPOSITORY, 'node_modules', '.bin', 'tsx'), [join(REPOSITORY, 'local', 'demo.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  // The SDK announces the end of Node 20 in every process.
  env: { ...process.env, NODE_NO_WARNINGS: '1' },
});
// Ctrl-C reaches the demo too; it ends what it started and this process then ends with its code.
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => signal === 'SIGTERM' && demo.kill(signal));
}
demo.once('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
