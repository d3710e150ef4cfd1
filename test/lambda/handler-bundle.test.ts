import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { handlerAsset } from './support/handler-asset';
import { licenceNotices, type BundledPackage } from '../../scripts/handler-licences';

jest.setTimeout(60_000);

const aPackage = (changes: Partial<BundledPackage>): BundledPackage => ({ name: 'one', version: '1.0.0', licence: 'MIT', texts: { LICENSE: 'MIT text' }, ...changes });

describe('the function\'s bundle', () => {
  let code: string;
  let licences: string;
  beforeAll(async () => {
    const asset = await handlerAsset();
    code = await readFile(asset, 'utf8');
    licences = await readFile(join(asset, '../THIRD-PARTY-LICENSES.txt'), 'utf8');
  });

  test('has at most 300 KB', () => {
    expect(Buffer.byteLength(code)).toBeLessThanOrEqual(300 * 1024);
  });

  test('has both clients within, of one release, and needs nothing but Node', () => {
    expect(licences).toContain('- @aws-sdk/client-qldb@3.918.0: Apache-2.0');
    expect(licences).toContain('- @aws-sdk/client-lambda@3.918.0: Apache-2.0');
    const required = [...code.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name ?? '');
    expect(required.length).toBeGreaterThan(0);
    expect(required.filter((name) => !isBuiltin(name))).toEqual([]);
  });

  test('tells nothing about where it was built', () => {
    expect(code).not.toContain(process.cwd());
  });
});

describe('licences of a bundle', () => {
  test('are printed once for all packages that share a text', async () => {
    const notices = await licenceNotices([aPackage({}), aPackage({ name: 'two' })]);
    expect(notices.match(/MIT text/g)).toHaveLength(1);
    expect(notices).toContain('one@1.0.0, two@1.0.0');
  });

  test.each(['GPL-3.0', '', 'SEE LICENSE IN LICENSE'])('may not be %j', async (licence) => {
    await expect(licenceNotices([aPackage({}), aPackage({ name: 'two', licence })])).rejects.toThrow('two@1.0.0');
  });
});
