// `npm start`: sets up what a fresh clone lacks, then runs the demo.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setUp } from './setup.mjs';
import { REPOSITORY } from './steps.mjs';

await setUp();
// tsx as a loader: its command would stand between the terminal's Ctrl-C and the demo.
const demo = spawn(process.execPath, ['--import', 'tsx', join('local', 'demo.ts'), ...process.argv.slice(2)], {
  cwd: REPOSITORY,
  stdio: 'inherit',
  // The SDK announces the end of Node 20 in every process.
  env: { ...process.env, NODE_NO_WARNINGS: '1' },
});
// A terminal sends Ctrl-C to the demo as well; it ends what it started, and this process then ends with its code.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => demo.kill('SIGTERM'));
demo.once('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
