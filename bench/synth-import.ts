// What the library adds to an app: time to load it, modules loaded, and time to synthesize. Needs the compiled library in lib/.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');
const RUNS = 9;

interface Sample {
  readonly cdk: number;
  readonly library: number;
  readonly ownModules: number;
  readonly first: number;
  readonly fifty: number;
  readonly plain: number;
}

/** Runs in a process of its own, so that nothing is loaded yet. */
const PROBE = `
  const { join, sep } = require('node:path');
  const since = (start) => Number(process.hrtime.bigint() - start) / 1e6;
  const timed = (work) => { const start = process.hrtime.bigint(); work(); return since(start); };
  let cdk, library;
  const core = timed(() => { cdk = require('aws-cdk-lib'); new cdk.Stack(new cdk.App(), 'Warm'); });
  const own = timed(() => { library = require(process.env.LIBRARY); });
  const prefix = join(process.env.LIBRARY, 'lib') + sep;
  const ownModules = Object.keys(require.cache).filter((file) => file.startsWith(prefix)).length;
  const synth = (count, build) => timed(() => {
    const app = new cdk.App({ context: { 'cdk-qldb:endpoint': 'https://qldb.example.com' } });
    const stack = new cdk.Stack(app, 'Stack');
    for (let i = 0; i < count; i++) build(stack, 'Resource' + i);
    app.synth();
  });
  const ledger = (stack, id) => new library.Ledger(stack, id);
  const first = synth(1, ledger);
  const plain = synth(50, (stack, id) => new cdk.CfnResource(stack, id, { type: 'Custom::QLDBLedger', properties: { ServiceToken: 'arn' } }));
  const fifty = synth(50, ledger);
  console.log(JSON.stringify({ cdk: core, library: own, ownModules, first, fifty, plain }));
`;

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const samples = Array.from({ length: RUNS }, () => JSON.parse(execFileSync(process.execPath, ['-e', PROBE], {
  cwd: ROOT, encoding: 'utf8', env: { ...process.env, LIBRARY: ROOT, CDK_VALIDATION: 'false' },
})) as Sample);
const of = (name: keyof Sample) => median(samples.map((sample) => sample[name]));
const row = (milliseconds: number, against: number) => ({ 'median ms': Number(milliseconds.toFixed(1)), 'ratio': Number((milliseconds / against).toFixed(2)) });

console.log(`Import and synthesis, median of ${RUNS} processes (ratio to what stands above each group):`);
console.table({
  'aws-cdk-lib with one stack: import': row(of('cdk'), of('cdk')),
  'cdk-qldb on top: import': row(of('library'), of('cdk')),
  '50 bare custom resources: synthesis': row(of('plain'), of('plain')),
  '50 ledgers: synthesis': row(of('fifty'), of('plain')),
  'first ledger of a process, other modules loaded on the way': row(of('first'), of('plain')),
});
console.log(`cdk-qldb loads ${of('ownModules')} modules of its own (budget: 40 modules, 60 ms).`);
