// Shared by the scripts beside it: running commands with a line of progress each. Plain Node without dependencies,
// because they run in a fresh clone before anything is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const REPOSITORY = join(dirname(fileURLToPath(import.meta.url)), '..');
const STAMPS = join(REPOSITORY, '.stamps');

/** Runs a command and answers with its exit code and what it printed; `show` passes its output through. */
export function run(command, args, { env = {}, show = false, cwd = REPOSITORY } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code, signal) => resolve({ code: code ?? (signal ? 1 : 0), output }));
  });
}

/** Runs one step of the set-up and ends the process with its output when it fails. */
export async function step(title, command, args, options = {}) {
  const started = Date.now();
  process.stdout.write(`· ${title} … `);
  const { code, output } = await run(command, args, options);
  if (code !== 0) {
    process.stdout.write(`failed\n\n${output}\n\`${[command, ...args].join(' ')}\` ended with exit code ${code}\n`);
    process.exit(1);
  }
  process.stdout.write(`${seconds(started)}\n`);
  return output;
}

/** Makes an empty Python environment. A link in its place is taken away: what it leads to may be another folder's, and stays as it is. */
export async function makePythonEnvironment(title, folder) {
  rmSync(join(REPOSITORY, folder), { recursive: true, force: true });
  await step(title, 'python3', ['-m', 'venv', folder]);
}

export function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

/** Hash over the contents of files and folders, in the order of their names. */
export function fingerprint(paths) {
  const hash = createHash('sha256').update(process.version);
  for (const path of paths) {
    for (const file of filesBelow(join(REPOSITORY, path))) {
      hash.update(file.slice(REPOSITORY.length)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
}

function filesBelow(path) {
  if (!existsSync(path)) {
    return [];
  }
  if (!statSync(path).isDirectory()) {
    return [path];
  }
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules' && entry.name !== '__pycache__')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesBelow(join(path, entry.name)));
}

/** Does `work` unless it was done for the same inputs before and its outputs are still there. */
export async function unlessDone(name, inputs, outputs, work) {
  const file = join(STAMPS, name);
  const print = fingerprint(inputs);
  const done = existsSync(file) && readFileSync(file, 'utf8') === print && outputs.every((output) => existsSync(join(REPOSITORY, output)));
  if (!done) {
    await work();
    mkdirSync(STAMPS, { recursive: true });
    writeFileSync(file, print);
  }
}
