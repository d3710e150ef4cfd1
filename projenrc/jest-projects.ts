import { Component, JsonFile, type awscdk } from 'projen';
import { versions } from './versions';

const transform = (tsconfig: string) => ({ '^.+\\.ts$': ['ts-jest', { tsconfig }] });

/** One jest project a suite, so that a suite can be run alone and with as many workers as suit it. */
export class JestProjects extends Component {
  constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);
    project.addDevDeps(`jest@${versions.jest}`, `ts-jest@${versions.tsJest}`, `@types/jest@${versions.jest}`);
    const suite = (displayName: string, roots: string[], extra: object = {}) => ({
      displayName,
      roots: roots.map((root) => `<rootDir>/${root}`),
      testEnvironment: 'node',
      testMatch: ['**/*.test.ts'],
      transform: transform('<rootDir>/tsconfig.dev.json'),
      setupFiles: ['<rootDir>/test/setup.ts'],
      moduleNameMapper: { '^cdk-qldb$': '<rootDir>/src' },
      ...extra,
    });
    // Everything that is not compiled by jsii: type-checked by `tsc`, run by tsx and jest.
    new JsonFile(project, 'tsconfig.dev.json', {
      marker: false,
      obj: {
        extends: './tsconfig.json',
        compilerOptions: { rootDir: '.', noEmit: true, isolatedModules: true, noUncheckedIndexedAccess: true, lib: ['es2023'], paths: { 'cdk-qldb': ['./src'] } },
        include: ['.projenrc.ts', 'projenrc', 'src', 'lambda', 'local', 'examples', 'scripts', 'bench', 'test'].map((p) => p.endsWith('.ts') ? p : `${p}/**/*.ts`),
        exclude: ['node_modules', 'server', '**/cdk.out/**'],
      },
    });
    // Examples import the library by its name, as those who copy them do; tsx finds the build of this repository by this file.
    new JsonFile(project, 'examples/tsconfig.json', {
      marker: false,
      obj: { extends: '../tsconfig.dev.json', compilerOptions: { paths: { 'cdk-qldb': ['../lib'] } } },
    });
    new JsonFile(project, 'jest.config.json', {
      marker: false,
      obj: {
        // A snapshot that is missing or differs fails: `npx jest -u` writes it, and its difference is then read before it is committed.
        ci: true,
        projects: [
          suite('constructs', ['test/constructs']),
          suite('handler', ['test/lambda']),
          suite('local', ['test/local', 'test/scripts']),
          suite('languages', ['test/languages']),
          suite('clients', ['test/clients']),
          suite('e2e', ['test/e2e']),
        ],
      },
    });
    new JsonFile(project, 'server/jest.config.json', {
      marker: false,
      obj: {
        ci: true,
        displayName: 'server',
        roots: ['<rootDir>/test'],
        testEnvironment: 'node',
        testMatch: ['**/*.test.ts'],
        transform: transform('<rootDir>/tsconfig.dev.json'),
        testTimeout: 60_000,
        // Mostly waiting for processes and databases: one worker a core, not one less.
        maxWorkers: '100%',
        globalSetup: '<rootDir>/test/support/global-setup.ts',
        globalTeardown: '<rootDir>/test/support/global-teardown.ts',
      },
    });
  }
}
