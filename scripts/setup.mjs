// Everything between a fresh clone and a runnable project. Each part is skipped when its inputs have not changed.
//
//   node scripts/setup.mjs
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installClients } from './clients.mjs';
import { checkNeeds } from './needs.mjs';
import { makePythonEnvironment, REPOSITORY, step, unlessDone } from './steps.mjs';

const BIN = join(REPOSITORY, 'node_modules', '.bin');
const LOCK = ['package.json', 'package-lock.json', 'server/package.json'];

export async function setUp() {
  await checkNeeds();
  await installPackages();
  await installPython();
  await build();
}

async function installPackages() {
  await unlessDone('packages', LOCK, ['node_modules/.bin/jsii'], async () => {
    // No package that is used needs an install script.
    await step('installing npm packages', 'npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
  });
}

async function installPython() {
  await unlessDone('python', ['local/requirements.txt'], ['.venv/bin/ministack'], async () => {
    await makePythonEnvironment('creating a Python environment', '.venv');
    await step('installing ministack', '.venv/bin/python', ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', 'local/requirements.txt']);
  });
}

/** What only tests need: the CDK for Python, AWS's own clients. */
export async function installForTests() {
  await unlessDone('python-cdk', ['test/languages/requirements.txt', 'local/requirements.txt'], ['.venv/lib'], () =>
    step('installing the CDK for Python', '.venv/bin/python', ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', 'test/languages/requirements.txt']));
  await installClients();
}

async function build() {
  await unlessDone('server', [...LOCK, 'server/tsconfig.json', 'server/src'], ['server/lib/index.js'], () =>
    step('compiling qldb-server', join(BIN, 'tsc'), ['--build', 'server/tsconfig.json']));
  await unlessDone('handler', [...LOCK, 'scripts/bundle-handler.ts', 'scripts/handler-licences.ts', 'lambda', 'src/private/contract.ts', 'src/private/loopback.ts'], ['assets/handler/index.js'], () =>
    step('bundling the function', join(BIN, 'tsx'), ['scripts/bundle-handler.ts']));
  await unlessDone('constructs', [...LOCK, 'tsconfig.json', 'src', 'README.md'], ['lib/index.js', '.jsii'], () =>
    step('compiling the constructs', join(BIN, 'jsii'), ['--silence-warnings=reserved-word'], { env: { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1', JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: '1' } }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await setUp();
}
