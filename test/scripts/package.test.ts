import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const REPOSITORY = join(__dirname, '..', '..');

interface Packed {
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

describe('the npm package', () => {
  const [packed] = Object.values(JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: REPOSITORY, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'],
  })) as Packed[]);
  const paths = packed!.files.map(({ path }) => path);

  it('holds the compiled library, the bundled function and the documents, and nothing else', () => {
    const rest = paths.filter((path) => !/^lib\/[\w/-]+(\.d\.ts|\.js)$/.test(path));
    expect(rest.sort()).toEqual([
      '.jsii', 'API.md', 'CHANGELOG.md', 'LICENSE', 'NOTICE', 'README.md', 'assets/handler/THIRD-PARTY-LICENSES.txt', 'assets/handler/index.js', 'package.json',
    ].sort());
    expect(paths).toEqual(expect.arrayContaining(['lib/index.js', 'lib/index.d.ts', 'lib/ledger.js', 'lib/private/contract.js']));
  });

  it('stays small', () => {
    expect(packed!.unpackedSize).toBeLessThan(2_000_000);
  });
});
