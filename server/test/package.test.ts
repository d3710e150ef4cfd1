import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const SERVER = join(__dirname, '..');

interface PackedFile { readonly path: string; readonly mode: number }

describe('the package', () => {
  let directory: string;
  let files: readonly PackedFile[];
  let installed: string;

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'qldb-server-package-'));
    const [packed] = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', directory], {
      cwd: SERVER, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'],
    })) as Array<{ filename: string; files: PackedFile[] }>;
    files = packed?.files ?? [];
    // Installed by hand, as npm would, without asking a registry: its dependencies are those of this repository.
    installed = join(directory, 'node_modules', 'qldb-server');
    mkdirSync(installed, { recursive: true });
    execFileSync('tar', ['-xzf', join(directory, packed?.filename ?? ''), '--strip-components=1', '-C', installed]);
    symlinkSync(nodeModules(), join(installed, 'node_modules'));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test('has the program, the library with its types, and the texts, and nothing of the tests or sources', () => {
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['LICENSE', 'NOTICE', 'README.md', 'bin/qldb-server.js', 'lib/index.js', 'lib/index.d.ts', 'package.json']));
    expect(paths.filter((path) => !/^(LICENSE|NOTICE|README\.md|package\.json|bin\/qldb-server\.js|lib\/.+\.(js|d\.ts))$/.test(path))).toEqual([]);
  });

  test('has a program that runs', () => {
    const { bin } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as { bin: Record<string, string> };
    const program = join(installed, bin['qldb-server'] ?? '');
    expect(readFileSync(program, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(execFileSync(program, ['--help'], { encoding: 'utf8' })).toContain('Usage: qldb-server');
  });

  test('is found by npx', () => {
    mkdirSync(join(directory, 'node_modules', '.bin'));
    symlinkSync('../qldb-server/bin/qldb-server.js', join(directory, 'node_modules', '.bin', 'qldb-server'));
    const version = execFileSync('npx', ['--no-install', 'qldb-server', '--version'], { cwd: directory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    expect(version).toBe(`${(JSON.parse(readFileSync(join(SERVER, 'package.json'), 'utf8')) as { version: string }).version}\n`);
  });

  test('declares every package that it loads', () => {
    const { dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
    const loaded = files.filter(({ path }) => path.endsWith('.js')).flatMap(({ path }) =>
      [...readFileSync(join(installed, path), 'utf8').matchAll(/[rR]equire\)?\(["']([^."'][^"']*)["']\)/g)].map(([, name]) => name ?? ''));
    // A module of a package is named after it: `pg/lib/x`, `@scope/name/x`.
    const packages = new Set(loaded.filter((name) => !name.startsWith('node:')).map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name));
    expect([...packages].sort()).toEqual(Object.keys(dependencies).sort());
  });
});

function nodeModules(): string {
  for (let folder = SERVER; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'node_modules', 'fastify'))) {
      return join(folder, 'node_modules');
    }
  }
  throw new Error('fastify is not installed: run npm install');
}
