import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as library from '../../src';

const REPOSITORY = join(__dirname, '..', '..');
const read = (path: string) => readFileSync(join(REPOSITORY, path), 'utf8');
const DOCUMENTS = [...readdirSync(REPOSITORY).filter((file) => file.endsWith('.md') && file !== 'API.md'), 'server/README.md',
  ...readdirSync(join(REPOSITORY, 'docs')).map((file) => `docs/${file}`)];

describe('the documents', () => {
  it.each(DOCUMENTS)('%s links to files and headings that exist', (document) => {
    const text = read(document);
    const headings = text.match(/^#+ .*$/gm)?.map((heading) => heading.replace(/^#+ /, '').toLowerCase().replace(/[^\w -]/g, '').replace(/ /g, '-'));
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!).filter((target) => !/^[a-z]+:/.test(target));
    const broken = targets.filter((target) => target.startsWith('#')
      ? !headings?.includes(target.slice(1))
      : !existsSync(join(REPOSITORY, dirname(document), target.split('#')[0]!)));
    expect(broken).toEqual([]);
  });

  it('name every warning of the constructs, and no other', () => {
    const documented = [...read('README.md').matchAll(/^\| `(cdk-qldb:\w+)` \|/gm)].map((match) => match[1]);
    const declared = Object.values(library.QldbWarnings).filter((value) => typeof value === 'string');
    expect(documented.sort()).toEqual(declared.sort());
  });

  it.each(['src/ledger-props.ts', 'src/journal-kinesis-stream-props.ts', 'src/journal-s3-export-props.ts'])('name every property in %s', (props) => {
    const declared = [...read(props).matchAll(/readonly (\w+)\??:/g)].map((match) => match[1]);
    const documented = [...read('README.md').matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]);
    expect(documented).toEqual(expect.arrayContaining(declared));
  });

  it('say in the README how an export is brought back with the commands that docs/leaving-qldb.md has, which are tested', () => {
    const commands = (document: string) => read(document).match(/^npx qldb-server .*$/gm);
    expect(commands('README.md')).toHaveLength(3);
    expect(commands('README.md')).toEqual(commands('docs/leaving-qldb.md'));
  });

  it('show in docs/leaving-qldb.md no commands that a test does not run', () => {
    const tests = ['leaving-qldb', 'leaving-terraform', 'imported-ledger'].map((name) => read(`test/e2e/${name}.test.ts`)).join('\n');
    const sections = read('docs/leaving-qldb.md').split(/^#+ /m).filter((section) => section.includes('\n```sh\n')).map((section) => section.split('\n')[0]!);
    expect(sections.length).toBeGreaterThan(7);
    expect(sections.filter((heading) => !tests.includes(`'${heading}'`))).toEqual([]);
  });

  it('name every check and suite of npm test', () => {
    const plan = [...read('scripts/test.mjs').matchAll(/^ {2,4}(?:check|suite|newest)\('([\w-]+)'/gm)].map((match) => match[1]);
    expect(plan.length).toBeGreaterThan(5);
    const documented = [...(/some of them: (.*) \|/.exec(read('CONTRIBUTING.md'))?.[1] ?? '').matchAll(/`([\w-]+)`/g)].map((match) => match[1]);
    expect(documented).toEqual(plan);
  });
});
