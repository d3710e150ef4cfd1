// Runs the tests of the constructs against the newest aws-cdk-lib and constructs, which users may have; the other
// suites run against the oldest that the library supports.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY, step } from './steps.mjs';

const FOLDER = join(REPOSITORY, 'test-results', 'newest-cdk');
/** The newest that was tried; `npm run test:full` takes what is the newest now. */
const TRIED = ['aws-cdk-lib@2.276.0', 'constructs@10.8.1'];
const LATEST = ['aws-cdk-lib@latest', 'constructs@latest'];
const MODULES = join(FOLDER, 'node_modules');

/** The configurations that `prepareNewestCdk` writes. */
export const NEWEST_CDK = { jest: join(FOLDER, 'jest.config.json'), tsconfig: join(FOLDER, 'tsconfig.json') };

/** Installs them apart from those of the repository, and writes configurations of jest and the compiler that find them there. */
export async function prepareNewestCdk({ latest }) {
  const packages = latest ? LATEST : TRIED;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, 'package.json'), JSON.stringify({ private: true }));
  await step(`installing ${packages.join(' and ')}`, 'npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...packages], { cwd: FOLDER });
  const config = JSON.parse(readFileSync(join(REPOSITORY, 'jest.config.json'), 'utf8'));
  const project = config.projects.find(({ displayName }) => displayName === 'constructs');
  writeFileSync(NEWEST_CDK.jest, JSON.stringify({
    ...project,
    ci: true,
    displayName: 'newest-cdk',
    rootDir: REPOSITORY,
    moduleNameMapper: {
      ...project.moduleNameMapper,
      '^(aws-cdk-lib|constructs)$': join(MODULES, '$1'),
      '^(aws-cdk-lib|constructs)/(.*)$': join(MODULES, '$1', '$2'),
    },
  }));
  writeFileSync(NEWEST_CDK.tsconfig, JSON.stringify({
    extends: '../../tsconfig.dev.json',
    compilerOptions: {
      rootDir: '../..',
      paths: { 'aws-cdk-lib': ['./node_modules/aws-cdk-lib'], 'aws-cdk-lib/*': ['./node_modules/aws-cdk-lib/*'], 'constructs': ['./node_modules/constructs'] },
    },
    include: ['../../src/**/*.ts'],
  }));
}
