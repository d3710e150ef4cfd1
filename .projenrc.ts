import { awscdk, javascript, typescript } from 'projen';
import { configureEslint } from './projenrc/eslint';
import { HandlerBundle } from './projenrc/handler-bundle';
import { JestProjects } from './projenrc/jest-projects';
import { ServerPackage } from './projenrc/server-package';
import { versions } from './projenrc/versions';

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-qldb',
  description: 'AWS CDK constructs for Amazon QLDB ledgers, deployed to any QLDB-compatible endpoint',
  author: 'cdk-qldb maintainers',
  authorAddress: 'maintainers@cdk-qldb.dev',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk-qldb/cdk-qldb.git',
  license: 'Apache-2.0',
  copyrightOwner: 'cdk-qldb maintainers',
  copyrightPeriod: '2026',
  stability: 'experimental',
  majorVersion: 0,
  keywords: ['qldb', 'ledger', 'journal', 'quantum-ledger-database', 'cdk-construct', 'custom-resource', 'audit', 'immutable'],
  defaultReleaseBranch: 'main',

  // ---- toolchain --------------------------------------------------------------------------------------------------
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.16.0',
  jsiiVersion: versions.jsii,
  // jsii 6 compiles with TypeScript 6; an unpinned `typescript` resolves to 7, which has no compiler API for jsii, ts-jest and projen.
  typescriptVersion: versions.typescript,
  cdkVersion: versions.cdkFloor,
  constructsVersion: versions.constructsFloor,
  projenrcTs: true,
  runner: typescript.TypeScriptRunner.tsx(),
  devDeps: [
    `aws-cdk@${versions.cdkCli}`,
    // The last releases that know QLDB; they are bundled, never resolved at run time.
    `@aws-sdk/client-qldb@${versions.qldbClient}`,
    // Of the same release, so that the function's bundle holds one copy of what all clients share.
    `@aws-sdk/client-lambda@${versions.qldbClient}`,
    // AWS's last driver, for the demo and the benchmarks, and what it expects beside it.
    `amazon-qldb-driver-nodejs@${versions.qldbDriver}`,
    `@aws-sdk/client-qldb-session@${versions.qldbClient}`,
    `ion-js@${versions.ion}`,
    `jsbi@${versions.jsbi}`,
    // What the benchmarks compare with.
    `@electric-sql/pglite@${versions.pglite}`,
    `pg@${versions.pg}`,
    '@types/pg@^8',
    '@aws-sdk/client-cloudformation@^3',
    '@aws-sdk/client-iam@^3',
    '@aws-sdk/client-kinesis@^3',
    '@aws-sdk/client-kms@^3',
    '@aws-sdk/client-s3@^3',
    // Kinesis without HTTP/2, which emulators do not speak.
    '@smithy/node-http-handler@^4',
    // AWS's own de-aggregation of what the Kinesis Producer Library aggregates.
    'aws-kinesis-agg@^4.2.8',
    '@types/aws-lambda@^8',
    'cdk-nag@^3',
    'esbuild@^0.28',
    'fast-check@^4',
    // The workspace, by name, for the local stack and the tests.
    'qldb-server@*',
    'tsx@^4',
  ],

  // ---- what this repository does by its own scripts ---------------------------------------------------------------
  jest: false,
  sampleCode: false,
  github: false,
  release: false,
  depsUpgrade: false,
  buildWorkflow: false,
  lambdaAutoDiscover: false,
  edgeLambdaAutoDiscover: false,
  singletonLambdaAutoDiscover: false,
  lambdaExtensionAutoDiscover: false,
  integrationTestAutoDiscover: false,

  // ---- languages --------------------------------------------------------------------------------------------------
  publishToPypi: { distName: 'cdk-qldb', module: 'cdk_qldb' },
  publishToMaven: { javaPackage: 'io.github.cdkqldb', mavenGroupId: 'io.github.cdk-qldb', mavenArtifactId: 'cdk-qldb' },
  publishToNuget: { dotNetNamespace: 'CdkQldb', packageId: 'CdkQldb' },
  publishToGo: { moduleName: 'github.com/cdk-qldb/cdk-qldb-go', packageName: 'cdkqldb' },

  gitignore: [
    '.venv/', '.venv-clients/', '__pycache__/', 'test/clients/*/target/',
    '*.log', '.DS_Store', 'cdk.out/', '.stamps/', 'server/lib/', '.jsii.tabl.json', 'test-results/',
  ],
  // What the package holds is listed instead (`files` below): a new folder is then left out until somebody wants it in.
  npmignoreEnabled: false,
} as awscdk.AwsCdkConstructLibraryOptions);

project.addFields({
  files: ['lib/**/*.js', 'lib/**/*.d.ts', 'assets', '.jsii', 'API.md', 'CHANGELOG.md', 'NOTICE'],
  workspaces: ['server'],
  // 1.13.0 was released without the packages of most platforms, and `npm ci` refuses a lock file that cannot name them.
  overrides: { 'unrs-resolver': '1.12.2' },
});

// Examples in the README and in docstrings are compiled against the built assembly; the first that does not compile fails the build.
const rosetta = project.addTask('rosetta', {
  description: 'Compile the examples of README and docstrings',
  exec: 'jsii-rosetta extract --compile --strict --fail .jsii',
});
project.postCompileTask.spawn(rosetta);

new HandlerBundle(project);
new ServerPackage(project);
new JestProjects(project);
configureEslint(project);

// Plain Node scripts, because in a fresh clone nothing is installed yet: they install, build and then run.
project.package.setScript('start', 'node scripts/start.mjs');
project.package.setScript('test', 'node scripts/test.mjs');
project.package.setScript('test:full', 'node scripts/test.mjs --full');
project.package.setScript('bench', 'node scripts/bench.mjs');

project.synth();
