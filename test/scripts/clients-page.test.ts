import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { versions } from '../../projenrc/versions';

const REPOSITORY = join(__dirname, '..', '..');
const read = (path: string) => readFileSync(join(REPOSITORY, path), 'utf8');
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match.slice(1));
const PAGE = read('docs/clients.md');
/** Rows of the table: client, version, address, test. */
const CLIENTS = all(PAGE, /^\| (.+) \|$/gm).map(([row]) => row!.split(' | ')).slice(2);
const ROWS = CLIENTS.map(([client, version, , test]) => ({ client: client!, version: version!, test: test! }));

describe('docs/clients.md', () => {
  it('says of every client that it is untested, or names a test that is there', () => {
    expect(ROWS.length).toBeGreaterThan(10);
    const wrong = ROWS.filter(({ test }) => test !== 'untested' && !existsSync(join(REPOSITORY, 'docs', /^\[.+\]\((.+\.test\.ts)\)$/.exec(test)?.[1] ?? '-')));
    expect(wrong).toEqual([]);
  });

  it('says in its section that a client is untested', () => {
    const untested = ROWS.filter(({ test }) => test === 'untested').flatMap(({ client }) => all(client, /\]\(#([\w-]+)\)/g).flat());
    const said = all(PAGE, /^## (.+)\n\nUntested: nothing of this section has been run/gm).map(([heading]) => heading!.toLowerCase().replace(/\W/g, ''));
    expect(said.sort()).toEqual(untested.filter((section) => section !== 'aws-cli').sort());
  });

  it('installs from PyPI what the tests run with', () => {
    const pins = all(PAGE, /([\w.-]+)==([\d.]+)/g).map((pin) => pin.join('=='));
    expect(pins.length).toBeGreaterThan(3);
    expect(read('test/clients/python/requirements.txt').split('\n')).toEqual(expect.arrayContaining(pins));
  });

  it('installs from npm what the tests run with', () => {
    const pins = all(/^npm install (.*)$/m.exec(PAGE)![1]!, /(\S+)@([\d.]+)/g);
    const installed = pins.map(([name]) => [name, versionOf(name!)]);
    expect(pins.length).toBeGreaterThan(4);
    expect(pins).toEqual(installed);
    expect(Object.fromEntries(pins)).toMatchObject({ '@aws-sdk/client-qldb': versions.qldbClient, 'amazon-qldb-driver-nodejs': versions.qldbDriver });
  });

  it('installs from Maven what the tests run with', () => {
    const pom = read('test/clients/java/pom.xml');
    const [driver] = all(pom, /<qldb\.driver\.version>(.+)</g).flat();
    const [own, last] = all(pom, /<aws\.sdk\.version>(.+)</g).flat();
    expect(all(PAGE, /<artifactId>(bom|amazon-qldb-driver-java)<\/artifactId>\s+<version>(.+)</g)).toEqual([['bom', last], ['amazon-qldb-driver-java', driver]]);
    expect(PAGE).toContain(`The driver brings version ${own} of the AWS SDK`);
  });

  it('names in its table the versions that the tests run with', () => {
    const tested = ROWS.filter(({ test }) => test !== 'untested').flatMap(({ version }) => all(version, /(\d+\.\d+\.\d+)/g).flat());
    const sources = ['test/clients/python/requirements.txt', 'test/clients/java/pom.xml', 'test/clients/go/go.mod', 'projenrc/versions.ts'].map(read).join('\n');
    expect(tested.filter((version) => !sources.includes(version))).toEqual([]);
  });

  it('installs from the Go proxy what the tests run with', () => {
    const required = all(read('test/clients/go/go.mod'), /^\t(\S+) (v[\d.]+)$/gm);
    const packages = all(PAGE, /(github\.com\/\S+)@(v[\d.]+)/g);
    expect(packages.length).toBe(required.length - 1);
    expect(packages.filter(([name, version]) => !required.some(([module, other]) => name!.startsWith(module!) && version === other))).toEqual([]);
  });
});

function versionOf(name: string): string {
  let directory = dirname(require.resolve(name, { paths: [join(REPOSITORY, 'server')] }));
  while (!existsSync(join(directory, 'package.json')) || !('version' in JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')))) {
    directory = dirname(directory);
  }
  return (JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as { version: string }).version;
}
