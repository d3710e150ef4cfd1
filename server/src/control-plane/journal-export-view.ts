import { epochSeconds } from './ledger-view';
import { DEFAULT_OUTPUT_FORMAT, type ExportRecord } from '../model/journal-export';

/** https://docs.aws.amazon.com/qldb/latest/developerguide/API_JournalS3ExportDescription.html */
export function exportDescription(record: ExportRecord) {
  const { ledgerName, id, requestedAt, status, startMilliseconds, endMilliseconds, bucket, prefix, encryption, roleArn, outputFormat } = record;
  return {
    LedgerName: ledgerName,
    ExportId: id,
    ExportCreationTime: epochSeconds(requestedAt),
    Status: status,
    InclusiveStartTime: startMilliseconds / 1000,
    ExclusiveEndTime: endMilliseconds / 1000,
    S3ExportConfiguration: {
      Bucket: bucket,
      Prefix: prefix,
      EncryptionConfiguration: {
        ObjectEncryptionType: encryption.type,
        ...(encryption.kmsKeyArn !== undefined && { KmsKeyArn: encryption.kmsKeyArn }),
      },
    },
    RoleArn: roleArn,
    OutputFormat: outputFormat ?? DEFAULT_OUTPUT_FORMAT,
  };
}
