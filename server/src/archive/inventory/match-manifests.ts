import type { DataObject } from './inventory';
import type { CompletedManifest, StartedManifest } from './manifest';
import { readObjectName } from './object-name';
import type { Finding } from '../report/finding';

export interface MatchedObjects {
  /** With the times of their exports. */
  readonly objects: readonly DataObject[];
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
}

/**
 * Compares what completed manifests name with what is there.
 *
 * A manifest has the keys of the bucket that the export was written to. An archive may be a copy of a part of it, so an object is the one of a
 * key where their ends are the same, folder by folder; of several it is the one with the longest end. Exports write no zipped objects, but people
 * zip them: whether an object is zipped says nothing about whose it is.
 */
export function matchManifests(
  objects: readonly DataObject[], started: readonly StartedManifest[], completed: readonly CompletedManifest[],
): MatchedObjects {
  const byName = new Map<string, DataObject[]>();
  for (const object of objects) byName.set(baseName(object.key), [...byName.get(baseName(object.key)) ?? [], object]);
  const owners = new Map<DataObject, CompletedManifest[]>();
  const findings: Finding[] = [];
  for (const manifest of completed) {
    findings.push(...checkKeys(manifest));
    for (const key of manifest.keys) {
      const object = longestMatch(key, manifest.key, byName.get(baseName(key)) ?? []);
      if (object) owners.set(object, [...owners.get(object) ?? [], manifest]);
      else findings.push(missing(key, manifest));
    }
  }
  // Beside an object that is named, the same one zipped or unzipped is its copy, and is compared with it.
  const named = new Set([...owners.keys()].map(({ key }) => unzipped(key)));
  const unnamed = completed.length > 0 ? objects.filter(({ key }) => !named.has(unzipped(key))) : [];
  const windows = new Map(started.map((manifest) => [manifest.exportId, manifest]));
  return {
    objects: objects.map((object) => withWindow(object, (owners.get(object) ?? []).map(({ exportId }) => windows.get(exportId)))),
    findings: [...findings, ...unnamed.filter((object) => isCovered(object, started, completed)).map(notNamed)],
    notes: unnamed.filter((object) => !isCovered(object, started, completed))
      .map(({ key }) => `object '${key}' is of an export that has no completed manifest here`),
  };
}

/** Whether the manifest by itself is one that an export writes: keys of its strand, rising, without a hole. */
function* checkKeys({ key: object, keys, strandId }: CompletedManifest): Generator<Finding> {
  let previous: { readonly key: string; readonly last: number } | undefined;
  for (const key of keys) {
    const name = readObjectName(key);
    const wrong = (what: string, more: Partial<Finding> = {}): Finding => ({
      code: 'manifest', object, field: 'keys', ...more, message: `manifest '${object}': ${what}`,
    });
    if (name.kind !== 'data') {
      yield wrong(`it names '${key}', which is no name of an object with blocks`);
      continue;
    }
    if (name.strandId !== strandId) yield wrong(`it names '${key}' of another strand`, { expected: strandId, found: name.strandId });
    if (previous && name.first !== previous.last + 1) {
      const expected = String(previous.last + 1);
      yield wrong(`it names '${key}' behind '${previous.key}': the next block is ${expected}`, { expected, found: String(name.first) });
    }
    previous = { key, last: name.last };
  }
}

function missing(key: string, { key: manifest }: CompletedManifest): Finding {
  const name = readObjectName(key);
  const blocks = name.kind === 'data' ? ` with blocks ${name.first} to ${name.last}` : '';
  return { code: 'object missing', object: key, message: `object '${key}'${blocks} is missing; manifest '${manifest}' names it` };
}

function notNamed({ key }: DataObject): Finding {
  return { code: 'manifest', object: key, message: `object '${key}' lies where all exports are complete, but no manifest names it` };
}

/** Whether every export that wrote into the folder of the object says that it is complete. */
function isCovered({ key }: DataObject, started: readonly StartedManifest[], completed: readonly CompletedManifest[]): boolean {
  const folder = exportFolder(key);
  const here = completed.filter((manifest) => folderOf(manifest.key) === folder);
  const ids = new Set(here.map(({ exportId }) => exportId));
  return here.length > 0 && started.every((manifest) => folderOf(manifest.key) !== folder || ids.has(manifest.exportId));
}

function longestMatch(key: string, manifestKey: string, candidates: readonly DataObject[]): DataObject | undefined {
  const manifestFolder = folderOf(manifestKey);
  let best: { readonly object: DataObject; readonly score: number } | undefined;
  for (const object of candidates) {
    // Of two copies with the same end, the one beside the manifest is its own.
    const score = commonTail(unzipped(key), unzipped(object.key)) * 2 + (exportFolder(object.key) === manifestFolder ? 1 : 0);
    if (!best || score > best.score) best = { object, score };
  }
  return best?.object;
}

function commonTail(a: string, b: string): number {
  const left = a.split('/').reverse();
  const right = b.split('/').reverse();
  let count = 0;
  while (count < left.length && left[count] === right[count]) count++;
  return count;
}

function withWindow(object: DataObject, manifests: ReadonlyArray<StartedManifest | undefined>): DataObject {
  const known = manifests.filter((manifest) => manifest?.start !== undefined && manifest.end !== undefined);
  if (known.length === 0) return object;
  const [starts, ends] = [known.map((manifest) => manifest!.start!), known.map((manifest) => manifest!.end!)];
  return { ...object, window: { start: Math.min(...starts), end: Math.max(...ends) } };
}

const unzipped = (key: string): string => key.replace(/\.gz$/, '');
const baseName = (key: string): string => unzipped(key.slice(key.lastIndexOf('/') + 1));
const folderOf = (key: string): string => key.slice(0, key.lastIndexOf('/') + 1);

/** Where the manifests of an object lie: above its date and hour. */
function exportFolder(key: string): string {
  return folderOf(key).replace(/(?:^|\/)\d{4}\/\d\d\/\d\d\/\d\d\/$/, (match) => match.startsWith('/') ? '/' : '');
}
