import type { Properties } from '../custom-resource/event';
import { readProperties, textProperty } from '../custom-resource/property-reader';
import { readMoment, type Moment } from '../journal/moment';
import { shortHash } from '../owner';

/** What a template says about an export. */
export interface ExportDeclaration {
  readonly ledgerName: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly start: Moment;
  readonly end: Moment;
  /** `SSE_S3`, `SSE_KMS` or `NO_ENCRYPTION`. */
  readonly encryption: string;
  readonly kmsKeyArn?: string;
  readonly outputFormat: string;
  readonly roleArn: string;
  readonly waitForCompletion: boolean;
  readonly trigger?: string;
}

/**
 * Reads what a template declares.
 *
 * @throws a `RequestFailure` that lists every problem
 */
export function readExport(properties: Properties): ExportDeclaration {
  return readProperties(properties, (reader) => {
    const kmsKeyArn = textProperty(properties, 'KmsKeyArn');
    const trigger = textProperty(properties, 'Trigger');
    const declaration = {
      ledgerName: reader.name('LedgerName'),
      bucket: reader.text('Bucket'),
      prefix: reader.text('Prefix'),
      start: readMoment(reader, properties, 'InclusiveStartTime') ?? { kind: 'ledger-creation' } as const,
      end: readMoment(reader, properties, 'ExclusiveEndTime') ?? { kind: 'request' } as const,
      encryption: reader.oneOf('ObjectEncryptionType', ['SSE_S3', 'SSE_KMS', 'NO_ENCRYPTION'], 'SSE_S3'),
      outputFormat: reader.oneOf('OutputFormat', ['ION_TEXT', 'ION_BINARY', 'JSON'], 'ION_TEXT'),
      roleArn: reader.text('RoleArn'),
      waitForCompletion: reader.flag('WaitForCompletion', true),
      ...kmsKeyArn !== undefined && { kmsKeyArn },
      ...trigger !== undefined && { trigger },
    };
    if (declaration.encryption === 'SSE_KMS' && kmsKeyArn === undefined) {
      reader.problem('"KmsKeyArn" must be there with "ObjectEncryptionType" SSE_KMS, got none');
    }
    if (declaration.prefix.length > 128) {
      reader.problem(`"Prefix" must have at most 128 characters, got ${declaration.prefix.length}`);
    }
    return declaration;
  });
}

/** Short text that is another for every change after which the journal is to be exported again. */
export function markOfExport({ waitForCompletion: _, ...exported }: ExportDeclaration): string {
  const sorted = Object.entries(exported).sort(([a], [b]) => (a < b ? -1 : 1));
  return shortHash(JSON.stringify(sorted), 12);
}
