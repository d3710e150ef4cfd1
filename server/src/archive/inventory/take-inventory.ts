import type { DataObject, Inventory } from './inventory';
import { readCompletedManifest, readStartedManifest, type CompletedManifest, type StartedManifest } from './manifest';
import { matchManifests } from './match-manifests';
import { readObjectName } from './object-name';
import { DocumentError } from './read-document';
import { InputError } from '../input-error';
import { readRecord } from '../read/block-record';
import { ObjectBytes, UnzipError } from '../read/object-bytes';
import { readValues } from '../read/read-values';
import type { Finding } from '../report/finding';
import type { ArchiveSource, ListedObject } from '../source/archive-source';

/** Everything that a source has, sorted by what it is. */
interface Listing {
  readonly data: DataObject[];
  readonly started: StartedManifest[];
  readonly completed: CompletedManifest[];
  readonly proofs: string[];
  readonly ignored: string[];
  readonly findings: Finding[];
}

/**
 * Looks at what there is in a source, and puts it in order: by manifests, names, and where those say nothing, by the address of the first block.
 *
 * @param strandId which one to take, where there are several @default - there must be one only
 * @throws InputError, SourceError
 */
export async function takeInventory(source: ArchiveSource, strandId?: string): Promise<Inventory> {
  const listing: Listing = { data: [], started: [], completed: [], proofs: [], ignored: [], findings: [] };
  for await (const object of source.list()) await classify(source, object, listing);
  const strand = chooseStrand(source, listing, strandId);
  const objects = listing.data.filter((object) => object.strandId === strand)
    .sort((a, b) => a.first - b.first || a.last - b.last || (a.key < b.key ? -1 : 1));
  const completed = listing.completed.filter((manifest) => manifest.strandId === strand);
  const matched = matchManifests(objects, listing.started, completed);
  return {
    strandId: strand,
    objects: matched.objects,
    started: listing.started,
    completed,
    proofs: listing.proofs,
    ignored: listing.ignored,
    findings: [...listing.findings, ...matched.findings],
    notes: [...matched.notes, ...ledgerNames(listing.started)],
  };
}

async function classify(source: ArchiveSource, { key, bytes }: ListedObject, listing: Listing): Promise<void> {
  const name = readObjectName(key);
  try {
    switch (name.kind) {
      case 'data': listing.data.push({ key, bytes, strandId: name.strandId, first: name.first, last: name.last, named: true }); return;
      case 'started manifest': listing.started.push(await readStartedManifest(source, key, name.exportId)); return;
      case 'completed manifest': listing.completed.push(await readCompletedManifest(source, key, name)); return;
      case 'proofs': listing.proofs.push(key); return;
      case 'candidate': {
        const address = await firstAddress(source, key);
        if (address) listing.data.push({ key, bytes, strandId: address.strandId, first: address.sequenceNo, last: Infinity, named: false });
        else listing.ignored.push(key);
        return;
      }
      case 'other': listing.ignored.push(key);
    }
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    listing.findings.push({ code: 'manifest', object: key, message: `manifest '${key}' is not as exports write them: ${error.message}` });
  }
}

/** Of the first block of an object whose name does not say what it holds, or `undefined` where it begins with no block. */
async function firstAddress(source: ArchiveSource, key: string): Promise<{ readonly strandId: string; readonly sequenceNo: number } | undefined> {
  try {
    for await (const read of readValues(new ObjectBytes(source.read(key)).read())) {
      if (read.kind === 'unreadable') return undefined;
      const result = readRecord(read);
      return 'record' in result ? result.record.block.address : result.noBlock.address;
    }
  } catch (error) {
    if (!(error instanceof UnzipError)) throw error;
  }
  return undefined;
}

function chooseStrand(source: ArchiveSource, { data, completed }: Listing, wanted: string | undefined): string {
  const strands = [...new Set([...data, ...completed.filter(({ keys }) => keys.length > 0)].map(({ strandId }) => strandId))].sort();
  if (wanted !== undefined) {
    if (strands.includes(wanted)) return wanted;
    const others = strands.length > 0 ? `those of ${strands.join(', ')}` : 'none at all';
    throw new InputError(`${source.name} has no blocks of strand ${wanted}; it has ${others}`);
  }
  if (strands.length === 0) {
    throw new InputError(`${source.name} holds no journal blocks: give the folder or prefix of an export, with objects such as `
      + '2019/04/15/22/JdxjkR9bSYB5jMHWcI464T.1-4.ion');
  }
  if (strands.length > 1) {
    throw new InputError(`${source.name} holds blocks of ${strands.length} strands, which are of different ledgers: ${strands.join(', ')}; `
      + 'choose one with --strand');
  }
  return strands[0]!;
}

function ledgerNames(started: readonly StartedManifest[]): string[] {
  const names = [...new Set(started.flatMap(({ ledgerName }) => ledgerName ?? []))];
  return names.length > 1 ? [`the manifests name different ledgers: ${names.join(', ')}`] : [];
}
