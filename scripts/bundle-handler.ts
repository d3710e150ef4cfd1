import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild';
import { licenceNotices, packagesIn } from './handler-licences';

/** Longest bundle that is accepted, in bytes: it is loaded at every cold start. */
const MAX_BYTES = 300 * 1024;

const ROOT = join(__dirname, '..');

/** What esbuild makes of `lambda/`; a benchmark compares it with other settings. */
export const HANDLER_BUNDLE: BuildOptions = {
  absWorkingDir: ROOT,
  entryPoints: ['lambda/index.ts'],
  bundle: true,
  format: 'cjs',
  platform: 'node',
  // The local stack runs functions on the machine's Node, which may be 20; Lambda's is newer.
  target: 'node20',
  minify: true,
  // The ES modules of the SDK can be shaken; `main` alone doubles the size.
  mainFields: ['module', 'main'],
  // Nothing is external: the SDK that Lambda brings has no QLDB client any more.
  external: [],
  legalComments: 'none',
  charset: 'utf8',
  logLevel: 'warning',
  metafile: true,
  plugins: [takeCredentialsFrom('lambda/qldb/function-credentials.ts'), sharePackages('client-lambda', 'client-qldb')],
};

export interface HandlerBundle {
  readonly code: string;
  readonly licences: string;
  readonly metafile: Metafile;
}

/** Bundles the function in memory. @throws when it is too long or contains a package whose licence is not accepted */
export async function bundleHandler(): Promise<HandlerBundle> {
  const { metafile, outputFiles } = await build({ ...HANDLER_BUNDLE, metafile: true, write: false });
  const code = outputFiles[0]?.text ?? '';
  const bytes = Buffer.byteLength(code);
  if (bytes === 0 || bytes > MAX_BYTES) {
    throw new Error(`the handler's bundle has ${bytes} bytes, ${MAX_BYTES} are allowed; look for what has grown with esbuild's --analyze`);
  }
  return { code, metafile, licences: await licenceNotices(await packagesIn(metafile, ROOT)) };
}

/** Writes the asset that the constructs deploy. Each file appears whole: tests and a build may run at the same time. */
export async function writeHandler(folder = join(ROOT, 'assets/handler')): Promise<HandlerBundle> {
  const bundle = await bundleHandler();
  await mkdir(folder, { recursive: true });
  for (const [name, text] of [['index.js', bundle.code], ['THIRD-PARTY-LICENSES.txt', bundle.licences]] as const) {
    const unfinished = join(folder, `.${name}.${process.pid}`);
    await writeFile(unfinished, text);
    await rename(unfinished, join(folder, name));
  }
  return bundle;
}

/**
 * Lets one client of the SDK use the packages that npm installed below another. Both are of the same release, but newer
 * clients elsewhere in the tree make npm install what they share twice, which costs 60 KB.
 */
function sharePackages(client: string, other: string): Plugin {
  return {
    name: 'share-packages',
    setup: ({ onResolve, resolve }) => {
      onResolve({ filter: /^@aws-sdk\// }, async ({ path, importer, kind, resolveDir, pluginData }) => {
        const from = join('@aws-sdk', client);
        if (pluginData === 'shared' || !importer.includes(from)) {
          return undefined;
        }
        return resolve(path, { kind, importer, resolveDir: resolveDir.replace(new RegExp(`${from}.*$`), join('@aws-sdk', other)), pluginData: 'shared' });
      });
    },
  };
}

/** Puts a file of our own in the place of the SDK's chain of credential providers. */
function takeCredentialsFrom(file: string): Plugin {
  return {
    name: 'function-credentials',
    setup: ({ onResolve }) => {
      onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, () => ({ path: join(ROOT, file) }));
    },
  };
}

if (require.main === module) {
  void writeHandler().then(({ code }) => {
    console.log(`${relative(process.cwd(), join(ROOT, 'assets/handler/index.js'))}: ${(Buffer.byteLength(code) / 1024).toFixed(1)} KB`);
  });
}
