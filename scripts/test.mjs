// `npm test`: sets up what a fresh clone lacks, then runs every check and every suite, and prints the sum of all.
//
//   --full          the long counts (more kills, longer histories)
//   --only a,b      only the checks and suites with these names
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { NEWEST_CDK, prepareNewestCdk } from './newest-cdk.mjs';
import { installForTests, setUp } from './setup.mjs';
import { REPOSITORY, run, seconds } from './steps.mjs';

const BIN = join(REPOSITORY, 'node_modules', '.bin');
const RESULTS = join(REPOSITORY, 'test-results');
const { full, only: names } = readOptions();
const only = names?.split(',');
const ENVIRONMENT = {
  FORCE_COLOR: process.stdout.isTTY ? '1' : '0', JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1', PROJEN_DISABLE_POST: '1',
  ESLINT_USE_FLAT_CONFIG: 'false',
  NODE_NO_WARNINGS: '1',
  ...(full ? { CDK_QLDB_FULL: '1' } : {}),
};

/** A command that passes or fails as a whole. */
const check = (name, ...commands) => ({ name, execute: () => executeCheck(commands) });
/** A jest project, whose tests are counted one by one. */
const suite = (name, config, args = []) => ({ name, execute: () => executeSuite(name, config, args) });
/** The constructs once more, compiled against and tested with the newest CDK. */
const newest = (name) => ({ name, execute: () => executeNewestCdk(name) });

/** Each entry runs by itself; those of a list run side by side, because each of them keeps one processor busy only. */
const PLAN = [
  [
    check('types', [join(BIN, 'tsc'), '--noEmit', '-p', 'tsconfig.dev.json'], [join(BIN, 'tsc'), '--noEmit', '-p', 'server/tsconfig.dev.json']),
    check('lint', [join(BIN, 'eslint'), '--ext', '.ts', '--max-warnings', '0', '--no-error-on-unmatched-pattern',
      'src', 'lambda', 'local', 'examples', 'bench', 'scripts', 'test', 'projenrc', 'server/src', 'server/test', '.projenrc.ts']),
    check('examples', [join(BIN, 'jsii-rosetta'), 'extract', '--compile', '--strict', '--fail', '.jsii']),
  ],
  check('generated', ...generatedFiles()),
  suite('constructs', 'jest.config.json', ['--selectProjects', 'constructs']),
  newest('newest-cdk'),
  suite('handler', 'jest.config.json', ['--selectProjects', 'handler']),
  suite('local', 'jest.config.json', ['--selectProjects', 'local']),
  suite('server', 'server/jest.config.json'),
  // Each file mostly waits for clients to start.
  suite('clients', 'jest.config.json', ['--selectProjects', 'clients', '--maxWorkers', '3']),
  suite('languages', 'jest.config.json', ['--selectProjects', 'languages']),
  // Each file has a local stack of its own and mostly waits for the CLI to ask again.
  suite('e2e', 'jest.config.json', ['--selectProjects', 'e2e', '--maxWorkers', '3']),
];

const NAMES = PLAN.flat().map(({ name }) => name);
const unknown = only?.filter((name) => !NAMES.includes(name)) ?? [];
if (unknown.length > 0) {
  console.error(`no check or suite is called ${unknown.join(', ')}: there are ${NAMES.join(', ')}`);
  process.exit(2);
}
await setUp();
await installForTests();
rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS);
const totals = { passed: 0, failed: 0, skipped: 0 };
const started = Date.now();
for (const parts of PLAN.map((entry) => [entry].flat().filter(({ name }) => !only || only.includes(name)))) {
  if (parts.length === 0) continue;
  console.log(`\n— ${parts.map(({ name }) => name).join(', ')}`);
  await Promise.all(parts.map(executePart));
}
console.log(`\nall in ${seconds(started)}\n${counts(totals)}`);
process.exit(totals.failed === 0 && totals.passed > 0 ? 0 : 1);

async function executePart({ name, execute }) {
  const from = Date.now();
  const { passed, failed, skipped = 0 } = await execute();
  totals.passed += passed;
  totals.failed += failed;
  totals.skipped += skipped;
  console.log(`  ${name}: ${counts({ passed, failed, skipped })}, ${seconds(from)}`);
}

function counts({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function readOptions() {
  try {
    return parseArgs({ options: { full: { type: 'boolean' }, only: { type: 'string' } } }).values;
  } catch (error) {
    console.error(`${error.message}\nusage: npm test [-- [--full] [--only name,…]]`);
    return process.exit(2);
  }
}

async function executeCheck(commands) {
  for (const [command, ...args] of commands) {
    const { code, output } = await run(command, args, { env: ENVIRONMENT });
    if (code !== 0) {
      console.log(output);
      return { passed: 0, failed: 1 };
    }
  }
  return { passed: 1, failed: 0 };
}

async function executeSuite(name, config, args) {
  const file = join(RESULTS, `${name}.json`);
  const jest = [join('node_modules', 'jest', 'bin', 'jest.js'), '--config', config, ...args, '--json', '--outputFile', file];
  // jest prints its JSON report to standard output as well as to the file: only what it says on standard error is shown.
  const { code, output } = await run('bash', ['-c', '"$@" 2>&1 >/dev/null', 'jest', process.execPath, ...jest], { env: ENVIRONMENT });
  if (!existsSync(file)) {
    console.log(output);
    return { passed: 0, failed: 1 };
  }
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  // A suite that fails to run, an obsolete snapshot in CI or an open handle make jest fail although no test does.
  const result = { passed: report.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed, skipped: report.numPendingTests };
  if (result.failed > 0) {
    console.log(output);
  }
  return result;
}

async function executeNewestCdk(name) {
  await prepareNewestCdk({ latest: full });
  const compiled = await executeCheck([[join(BIN, 'tsc'), '--noEmit', '-p', NEWEST_CDK.tsconfig]]);
  const tested = await executeSuite(name, NEWEST_CDK.jest, []);
  return { ...tested, passed: compiled.passed + tested.passed, failed: compiled.failed + tested.failed };
}

/** In CI, everything generated must be what is committed; elsewhere it is only brought up to date. */
function generatedFiles() {
  const make = [[join(BIN, 'tsx'), '.projenrc.ts'], [join(BIN, 'jsii-docgen'), '-o', 'API.md']];
  return process.env.CI ? [...make, ['bash', '-c', 'git add --intent-to-add . && git diff --exit-code']] : make;
}
