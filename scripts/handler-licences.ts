import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/** Licences that may be part of what the library ships. */
const ACCEPTED = new Set(['Apache-2.0', 'MIT', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', '0BSD']);

export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** Texts of its licence and notice files, by file name. */
  readonly texts: Readonly<Record<string, string>>;
}

/** The packages of which something is in a bundle, in a fixed order. */
export async function packagesIn(metafile: Metafile, root: string): Promise<readonly BundledPackage[]> {
  const folders = new Set<string>();
  for (const output of Object.values(metafile.outputs)) {
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
      const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
      if (folder !== undefined && bytesInOutput > 0) {
        folders.add(folder);
      }
    }
  }
  const packages = await Promise.all([...folders].map(async (folder) => readPackage(join(root, folder))));
  const byId = new Map(packages.map((found) => [`${found.name}@${found.version}`, found]));
  return [...byId.entries()].sort(([left], [right]) => left < right ? -1 : 1).map(([, found]) => found);
}

/** Renders what the licences demand to be passed on. @throws for a package whose licence is not accepted */
export async function licenceNotices(packages: readonly BundledPackage[]): Promise<string> {
  const refused = packages.filter(({ licence }) => !ACCEPTED.has(licence));
  if (refused.length > 0) {
    throw new Error(`packages with licences that are not accepted (${[...ACCEPTED].join(', ')}): `
      + refused.map(({ name, version, licence }) => `${name}@${version} (${licence || 'none'})`).join(', '));
  }
  const header = `index.js contains parts of the following ${packages.length} packages. Texts that several share are printed once.\n`;
  const list = packages.map(({ name, version, licence }) => `- ${name}@${version}: ${licence}`).join('\n');
  const users = new Map<string, string[]>();
  for (const { name, version, texts } of packages) {
    for (const text of Object.values(texts)) {
      users.set(text, [...users.get(text) ?? [], `${name}@${version}`]);
    }
  }
  const sections = [...users].map(([text, names]) => `${'-'.repeat(80)}\n${names.join(', ')}\n\n${text}\n`);
  return `${header}\n${list}\n\n${sections.join('\n')}`;
}

async function readPackage(folder: string): Promise<BundledPackage> {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file)).sort();
  const texts = await Promise.all(files.map(async (file) => [file, (await readFile(join(folder, file), 'utf8')).replaceAll('\r\n', '\n').trim()] as const));
  return { name: String(name), version: String(version), licence: typeof license === 'string' ? license : '', texts: Object.fromEntries(texts) };
}
