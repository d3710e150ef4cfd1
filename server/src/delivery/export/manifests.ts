import { FORMAT_WRITERS } from './format-writers';
import { timestampOf } from '../../ion/timestamp-milliseconds';
import { list, string, structOf, type Value } from '../../ion/value';
import { DEFAULT_OUTPUT_FORMAT, type ExportRecord } from '../../model/journal-export';

type Request = Pick<ExportRecord, 'id' | 'ledgerName' | 'startMilliseconds' | 'endMilliseconds' | 'bucket' | 'prefix' | 'encryption' | 'outputFormat'>;

/**
 * Written when the export is accepted: what was asked for, in the format that was.
 *
 * https://docs.aws.amazon.com/qldb/latest/developerguide/export-journal.output.html
 */
export function startedManifest(request: Request): Buffer {
  const { id, ledgerName, startMilliseconds, endMilliseconds, bucket, prefix, encryption, outputFormat } = request;
  return write(request, {
    ledgerName: string(ledgerName),
    exportId: string(id),
    inclusiveStartTime: { kind: 'timestamp', value: timestampOf(startMilliseconds) },
    exclusiveEndTime: { kind: 'timestamp', value: timestampOf(endMilliseconds) },
    bucket: string(bucket),
    prefix: string(prefix),
    objectEncryptionType: string(encryption.type),
    ...(outputFormat && { outputFormat: string(outputFormat) }),
  });
}

/** Written when everything else is: the keys of the data objects in the order of their blocks. */
export function completedManifest(request: Pick<Request, 'outputFormat'>, keys: readonly string[]): Buffer {
  return write(request, { keys: list(keys.map(string)) });
}

function write({ outputFormat = DEFAULT_OUTPUT_FORMAT }: Pick<Request, 'outputFormat'>, members: Readonly<Record<string, Value>>): Buffer {
  return FORMAT_WRITERS[outputFormat].write(structOf(members));
}
