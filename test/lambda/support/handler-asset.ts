import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(__dirname, '../../..');

/** Path of the function's bundle as the library ships it, built again if its sources are newer. */
export async function handlerAsset(): Promise<string> {
  const asset = join(ROOT, 'assets/handler/index.js');
  const sources = (await readdir(join(ROOT, 'lambda'), { recursive: true })).map((file) => join('lambda', file))
    .concat(['src/private/contract.ts', 'src/private/iso-time.ts', 'src/private/loopback.ts', 'scripts/bundle-handler.ts', 'scripts/handler-licences.ts', 'package-lock.json']);
  const newest = Math.max(...await Promise.all(sources.map(async (file) => changed(join(ROOT, file)))));
  const built = await Promise.all([asset, join(ROOT, 'assets/handler/THIRD-PARTY-LICENSES.txt')].map(async (file) => changed(file)));
  if (Math.min(...built) <= newest) {
    // In a process of its own: esbuild does not work inside of jest's realm.
    await promisify(execFile)(process.execPath, [join(ROOT, 'node_modules/tsx/dist/cli.mjs'), 'scripts/bundle-handler.ts'], { cwd: ROOT });
  }
  return asset;
}

async function changed(file: string): Promise<number> {
  return stat(file).then(({ mtimeMs }) => mtimeMs, () => 0);
}
