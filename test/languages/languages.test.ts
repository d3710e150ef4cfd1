import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { languagesApp } from './app';

jest.setTimeout(600_000);

const REPOSITORY = join(__dirname, '..', '..');
const PYTHON = join(REPOSITORY, '.venv', 'bin', 'python');

/** The packages of the other languages, made from the same assembly. */
describe('the packages', () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'languages-'));
    execFileSync(process.execPath, [
      require.resolve('jsii-pacmak/bin/jsii-pacmak'), '--code-only', '--force', '--outdir', directory, '--target', 'python', 'java', 'dotnet', 'go',
    ], { cwd: REPOSITORY, stdio: 'pipe' });
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it.each(['Ledger', 'JournalKinesisStream', 'JournalS3Export'].flatMap((name) => [
    [name, 'Python', 'python/src/cdk_qldb/__init__.py', `class ${name}(`],
    [name, 'Java', `java/src/main/java/io/github/cdkqldb/${name}.java`, `public class ${name} `],
    [name, '.NET', `dotnet/CdkQldb/CdkQldb/${name}.cs`, `public class ${name} `],
    [name, 'Go', `go/cdkqldb/${name}.go`, `func New${name}(`],
  ] as const))('hold %s in %s', (_name, _language, file, declaration) => {
    expect(readFileSync(join(directory, file), 'utf8')).toContain(declaration);
  });

  it('synthesize in Python what they synthesize in TypeScript', () => {
    const site = join(directory, 'site');
    const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '--target', site];
    execFileSync(PYTHON, [...install, join(directory, 'python')], { stdio: 'pipe' });
    const outdir = join(directory, 'cdk.out');
    const environment = { ...process.env, PYTHONPATH: site, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1' };
    const printed = execFileSync(PYTHON, [join(__dirname, 'app.py'), outdir], { env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    const { problems, is_ledger: isLedger } = JSON.parse(printed) as { problems: string; is_ledger: boolean };
    expect(isLedger).toBe(true);
    expect(problems).toContain("'ledgerName' must be 1 to 32 letters");
    expect(problems).toContain("'timeout' must be whole seconds from 1 second to 59 minutes");

    const template = (file: string) => withoutAssets(readFileSync(file, 'utf8'));
    const expected = languagesApp().synth().getStackByName('Languages');
    expect(existsSync(join(outdir, 'Languages.template.json'))).toBe(true);
    expect(readdirSync(outdir)).toContain('manifest.json');
    expect(template(join(outdir, 'Languages.template.json'))).toEqual(template(expected.templateFullPath));
  });
});

/** A template without what may differ between two builds: where the function's code lies, and what made the template. */
function withoutAssets(text: string): unknown {
  const template = JSON.parse(text) as { Resources: Record<string, { Type: string; Metadata?: unknown; Properties?: { Code?: unknown } }> };
  delete template.Resources.CDKMetadata;
  for (const resource of Object.values(template.Resources)) {
    delete resource.Metadata;
    delete resource.Properties?.Code;
  }
  return template.Resources;
}
