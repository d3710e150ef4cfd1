import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanEnvironment } from './support/server-process';
import { flagTable, helpText } from '../src/cli/help';
import { importFlagTable, importHelpText } from '../src/cli/import/help';
import { toSqlFlagTable, toSqlHelpText } from '../src/cli/to-sql/help';
import { verifyFlagTable, verifyHelpText } from '../src/cli/verify/help';
import { routes } from '../src/http/operations';

const SERVER = join(__dirname, '..');
const README = readFileSync(join(SERVER, 'README.md'), 'utf8');

const help = `${helpText()}${verifyHelpText()}${importHelpText()}${toSqlHelpText()}`;

describe('the README', () => {
  test('has the flags that --help has', () => {
    expect(README).toContain(`\n${flagTable()}\n`);
    expect(README).toContain(`\n${verifyFlagTable()}\n`);
    expect(README).toContain(`\n${importFlagTable()}\n`);
    expect(README).toContain(`\n${toSqlFlagTable()}\n`);
    for (const [, flag] of README.matchAll(/^\| `(--[a-z0-9-]+)/gm)) {
      expect(help).toContain(`  ${flag} `);
    }
  });

  test('mentions no flag that there is not', () => {
    for (const [flag] of README.matchAll(/--[a-z]+(-[a-z]+)*/g)) {
      expect(help).toContain(flag);
    }
  });

  test('names exactly the operations that there are', () => {
    const [, list = ''] = /control plane of ledgers and tags: ([A-Za-z0-9,\s]+)\./.exec(README) ?? [];
    expect(list.split(/,\s+/).sort()).toEqual(routes.filter(({ handler }) => handler).map(({ operation }) => operation).sort());
  });

  test('has a test as an example that passes with node --test', () => {
    const [, example = ''] = /```js\n([\s\S]*?)```/.exec(README) ?? [];
    const directory = mkdtempSync(join(tmpdir(), 'qldb-server-example-'));
    try {
      mkdirSync(join(directory, 'node_modules', '@aws-sdk'), { recursive: true });
      symlinkSync(SERVER, join(directory, 'node_modules', 'qldb-server'));
      symlinkSync(join(require.resolve('@aws-sdk/client-qldb/package.json'), '..'), join(directory, 'node_modules', '@aws-sdk', 'client-qldb'));
      writeFileSync(join(directory, 'example.test.js'), example);
      const output = execFileSync(process.execPath, ['--test', '--test-reporter=tap', 'example.test.js'], { cwd: directory, env: cleanEnvironment(), encoding: 'utf8' });
      expect(output).toMatch(/^# pass 1$/m);
      expect(output).toMatch(/^# fail 0$/m);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
