import { DocumentError, readDocument } from './read-document';
import type { ArchiveSource } from '../source/archive-source';

/** What an export was asked for. */
export interface StartedManifest {
  readonly key: string;
  readonly exportId: string;
  readonly ledgerName: string | undefined;
  readonly prefix: string | undefined;
  /** Milliseconds since the epoch. */
  readonly start: number | undefined;
  readonly end: number | undefined;
}

/** What an export has written. */
export interface CompletedManifest {
  readonly key: string;
  readonly exportId: string;
  readonly strandId: string;
  /** In the order of their blocks. */
  readonly keys: readonly string[];
}

const STARTED_FIELDS = [
  'ledgerName', 'exportId', 'inclusiveStartTime', 'exclusiveEndTime', 'bucket', 'prefix', 'objectEncryptionType', 'outputFormat', 'kmsKeyArn',
];

/**
 * https://docs.aws.amazon.com/qldb/latest/developerguide/export-journal.output.html
 *
 * @param exportId in its own name
 * @throws DocumentError, SourceError
 */
export async function readStartedManifest(source: ArchiveSource, key: string, exportId: string): Promise<StartedManifest> {
  const document = await readDocument(source, key);
  const named = document.text('exportId');
  if (named !== exportId) throw new DocumentError(`its "exportId" is ${named ?? 'missing'}, its name says ${exportId}`);
  const twice = document.names.find((name, index) => document.names.indexOf(name) !== index && STARTED_FIELDS.includes(name));
  if (twice !== undefined) throw new DocumentError(`it has "${twice}" twice`);
  for (const time of ['inclusiveStartTime', 'exclusiveEndTime']) {
    if (document.time(time) === undefined) throw new DocumentError(`its "${time}" is no timestamp`);
  }
  return {
    key, exportId, ledgerName: document.text('ledgerName'), prefix: document.text('prefix'),
    start: document.time('inclusiveStartTime'), end: document.time('exclusiveEndTime'),
  };
}

/**
 * @param name what its own name says
 * @throws DocumentError, SourceError
 */
export async function readCompletedManifest(
  source: ArchiveSource, key: string, name: { readonly exportId: string; readonly strandId: string },
): Promise<CompletedManifest> {
  const document = await readDocument(source, key);
  const keys = document.texts('keys');
  if (!keys) throw new DocumentError('its "keys" are no list of strings');
  if (document.names.length > 1) throw new DocumentError(`it has more than "keys": ${document.names.join(', ')}`);
  return { key, ...name, keys };
}
