import { gzipSync } from 'node:zlib';
import type { Claim } from '../../src/archive/claims/claim';
import { openArchive, type OpenArchive } from '../../src/archive/open-archive';
import type { VerificationReport } from '../../src/archive/report/report';
import { SourceError, type ArchiveSource, type ListedObject } from '../../src/archive/source/archive-source';
import { completedManifestKey, dataObjectKey, startedManifestKey } from '../../src/delivery/export/export-keys';
import { FORMAT_WRITERS } from '../../src/delivery/export/format-writers';
import { completedManifest, startedManifest } from '../../src/delivery/export/manifests';
import { splitObjects } from '../../src/delivery/export/split-objects';
import { blockValue } from '../../src/journal/block-value';
import type { Block } from '../../src/journal/journal';
import type { OutputFormat } from '../../src/model/journal-export';

export interface ExportOptions {
  /** @default 'ION_TEXT' */
  readonly format?: OutputFormat;
  /** @default '' */
  readonly prefix?: string;
  /** Of an object. @default 4000 */
  readonly maxBytes?: number;
  /** @default false */
  readonly gzip?: boolean;
  /** @default true */
  readonly manifests?: boolean;
  readonly exportId?: string;
}

/** Bytes of objects by their keys, in memory. */
export class TestArchive implements ArchiveSource {
  /** Exports blocks as the server does: with its own functions, but for the database and S3. */
  static async of(blocks: readonly Block[], options: ExportOptions = {}): Promise<TestArchive> {
    const archive = new TestArchive();
    await archive.export(blocks, options);
    return archive;
  }

  readonly name = 'a test archive';
  readonly objects = new Map<string, Buffer>();
  /** Of the pieces in which objects arrive. */
  chunkBytes = 1000;

  async export(blocks: readonly Block[], options: ExportOptions = {}): Promise<void> {
    const { format = 'ION_TEXT', prefix = '', maxBytes = 4000, gzip = false, manifests = true, exportId = '8UyXulxccYLAsbN1aon7e4' } = options;
    const strandId = blocks[0]!.address.strandId;
    const encoded = blocks.map((block) => ({
      sequenceNo: block.address.sequenceNo, timestamp: block.timestamp, bytes: FORMAT_WRITERS[format].write(blockValue(block)),
    }));
    const place = { exportId, prefix, strandId };
    const keys: string[] = [];
    for await (const object of splitObjects(encoded, maxBytes)) {
      const key = dataObjectKey(place, object, FORMAT_WRITERS[format].extension);
      keys.push(key);
      this.objects.set(gzip ? `${key}.gz` : key, gzip ? gzipSync(object.body) : object.body);
    }
    if (!manifests) return;
    const times = blocks.map(({ timestamp }) => timestamp);
    const request = {
      id: exportId, ledgerName: 'registrations', bucket: 'bucket', prefix, encryption: { type: 'SSE_S3' } as const, outputFormat: format,
      startMilliseconds: Math.min(...times), endMilliseconds: Math.max(...times) + 1,
    };
    this.objects.set(startedManifestKey(place), startedManifest(request));
    this.objects.set(completedManifestKey(place), completedManifest(request, keys));
  }

  /** Keys of objects with blocks, in their order. */
  dataKeys(): string[] {
    return [...this.objects.keys()].filter((key) => /\d+-\d+\.[a-z.]+$/.test(key));
  }

  async* list(): AsyncGenerator<ListedObject> {
    for (const [key, { length }] of this.objects) yield { key, bytes: length };
  }

  async* read(key: string): AsyncGenerator<Buffer> {
    const body = this.objects.get(key);
    if (!body) throw new SourceError(`there is no object '${key}'`);
    for (let at = 0; at < body.length; at += this.chunkBytes) yield body.subarray(at, at + this.chunkBytes);
  }

  close(): void {}
}

/** Verifies as the command does, but for reading files and printing. */
export async function verifySource(source: ArchiveSource, claims: readonly Claim[] = [], strandId?: string): Promise<VerificationReport> {
  return (await openTestArchive(source, claims, strandId)).pass();
}

export async function openTestArchive(source: ArchiveSource, claims: readonly Claim[] = [], strandId?: string): Promise<OpenArchive> {
  return openArchive(source, { claims, ...strandId !== undefined && { strandId }, program: 'test', verifiedAt: new Date('2026-01-01T00:00:00.000Z') });
}
