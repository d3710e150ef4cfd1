import type { FastifyBaseLogger } from 'fastify';
import { completedManifestKey, dataObjectKey, type ExportPlace } from './export-keys';
import { FORMAT_WRITERS, type FormatWriter } from './format-writers';
import { completedManifest } from './manifests';
import { splitObjects, type EncodedBlock } from './split-objects';
import { blockValue } from '../../journal/block-value';
import type { Block } from '../../journal/journal';
import { DEFAULT_OUTPUT_FORMAT, type ExportRecord } from '../../model/journal-export';
import {
  beginExportObject, exportKeys, finishExport, isExportRunning, lastExportObject, noteExportObjectWritten, type ExportObject,
} from '../../store/journal-exports';
import { readJournalBlocks } from '../../store/read-journal-blocks';
import type { Statements } from '../../store/statement';
import type { ObjectDestination } from '../aws/s3-destination';
import { noteDamage, UnreadableBlockError } from '../damaged-block';

export interface ExportContext {
  readonly db: Statements;
  readonly destination: ObjectDestination;
  /** Of a data object. Two of them are in memory at most. */
  readonly maxObjectBytes: number;
  readonly log: FastifyBaseLogger;
}

/** Somebody else has taken the export over, or it is no longer to be done. Nothing went wrong. */
export class ExportTakenError extends Error {
  override readonly name = 'ExportTakenError';
}

/**
 * Writes what is left to write of an export, from whatever point it has got to.
 *
 * An object's blocks and key are noted before it is written. After a crash, in this process or another, the one that was begun is written
 * again with the same blocks, even if they take less room now because some of their data was redacted. So no block is missing and none is
 * in two of the objects that the manifest names.
 *
 * @throws DestinationError, ExportTakenError, UnreadableBlockError, MissingBlockError, and whatever the database throws; AbortError
 */
export async function runExport(context: ExportContext, job: ExportRecord, signal: AbortSignal): Promise<void> {
  const { db, destination, maxObjectBytes } = context;
  const { outputFormat = DEFAULT_OUTPUT_FORMAT } = job;
  const writer = FORMAT_WRITERS[outputFormat];
  const place: ExportPlace = { exportId: job.id, prefix: job.prefix, strandId: job.strandId };
  const put = (key: string, body: Buffer) => destination.put({ key, body, contentType: writer.contentType }, signal);
  const blocks = (first: number, last: number) => encodedBlocks(context, job, writer, first, last);

  if (!await isExportRunning(db, job)) {
    throw new ExportTakenError(`export '${job.id}' is over`);
  }
  const begun = await lastExportObject(db, job);
  if (begun && !begun.written) {
    await put(begun.key, await bytesOf(blocks(begun.first, begun.last)));
    await noteExportObjectWritten(db, job, begun.n);
  }
  let n = begun ? begun.n + 1 : 0;
  for await (const object of splitObjects(blocks(begun ? begun.last + 1 : job.first, job.last), maxObjectBytes)) {
    signal.throwIfAborted();
    const next: ExportObject = { n, first: object.first, last: object.last, key: dataObjectKey(place, object, writer.extension) };
    if (!await beginExportObject(db, job, next)) {
      throw new ExportTakenError(`export '${job.id}' is over, or written by another process`);
    }
    await put(next.key, object.body);
    await noteExportObjectWritten(db, job, n);
    n += 1;
  }
  signal.throwIfAborted();
  await put(completedManifestKey(place), completedManifest(job, await exportKeys(db, job)));
  await finishExport(db, job, 'COMPLETED');
}

async function* encodedBlocks(
  { db, log }: ExportContext, { ledger, ledgerName, strandId }: ExportRecord, writer: FormatWriter, first: number, last: number,
): AsyncGenerator<EncodedBlock> {
  for await (const block of readJournalBlocks(db, ledger, strandId, first, last)) {
    noteDamage(block, ledgerName, log);
    yield { sequenceNo: block.address.sequenceNo, timestamp: block.timestamp, bytes: encodeBlock(block, writer) };
  }
}

function encodeBlock(block: Block, writer: FormatWriter): Buffer {
  try {
    return writer.write(blockValue(block));
  } catch (error) {
    throw new UnreadableBlockError(`block ${block.address.sequenceNo} is damaged and cannot be delivered: ${(error as Error).message}`, { cause: error });
  }
}

async function bytesOf(blocks: AsyncIterable<EncodedBlock>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const { bytes } of blocks) {
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}
