import type { DataObject } from './split-objects';

/** Where an export's objects lie. The prefix is put in front as it is: AWS's own readers join it so, without a slash. */
export interface ExportPlace {
  readonly exportId: string;
  readonly prefix: string;
  readonly strandId: string;
}

/** https://docs.aws.amazon.com/qldb/latest/developerguide/export-journal.output.html */
export function startedManifestKey({ prefix, exportId }: Pick<ExportPlace, 'prefix' | 'exportId'>): string {
  return `${prefix}${exportId}.started.manifest`;
}

export function completedManifestKey({ prefix, exportId, strandId }: ExportPlace): string {
  return `${prefix}${exportId}.${strandId}.completed.manifest`;
}

/** By the UTC hour of its blocks, of which no object has those of two. */
export function dataObjectKey({ prefix, strandId }: ExportPlace, { first, last, timestamp }: Omit<DataObject, 'body'>, extension: string): string {
  const [date = '', time = ''] = new Date(timestamp).toISOString().split('T');
  return `${prefix}${date.replaceAll('-', '/')}/${time.slice(0, 2)}/${strandId}.${first}-${last}.${extension}`;
}
