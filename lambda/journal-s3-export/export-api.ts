import {
  DescribeJournalS3ExportCommand, ExportJournalToS3Command, ListJournalS3ExportsForLedgerCommand, type JournalS3ExportDescription,
  type OutputFormat, type QLDBClient, type S3ObjectEncryptionType,
} from '@aws-sdk/client-qldb';
import { ledgerApi, type LedgerDescription } from '../ledger/ledger-api';
import { allPages, caller, ifFound } from '../qldb/call';
import { QldbError } from '../qldb/qldb-error';

/** What is asked for. */
export interface ExportRequest {
  readonly ledgerName: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly start: Date;
  readonly end: Date;
  readonly encryption: string;
  readonly kmsKeyArn?: string;
  readonly outputFormat: string;
  readonly roleArn: string;
}

/** An export as DescribeJournalS3Export shows it. */
export interface ExportDescription extends ExportRequest {
  readonly exportId: string;
  /** `IN_PROGRESS`, `COMPLETED` or `CANCELLED`. */
  readonly status: string;
  readonly creationTime: Date;
}

/** The operations that exports need, and no others: the function's policy names exactly these. All throw `QldbError`. */
export interface ExportApi {
  /** The ledger, or `undefined` if there is none. */
  describeLedger(name: string): Promise<LedgerDescription | undefined>;
  /** All exports of a ledger that the service still knows: those of the last seven days, and running ones. None of no ledger. */
  list(ledgerName: string): Promise<readonly ExportDescription[]>;
  /** The export, or `undefined` if it is not known, or not any more. */
  describe(ledgerName: string, exportId: string): Promise<ExportDescription | undefined>;
  /** Starts another export each time. @returns its id */
  start(request: ExportRequest): Promise<string>;
}

/**
 * @param once a client that sends every request once: a second ExportJournalToS3 is a second export
 * @param signal what ends a call that takes too long
 */
export function exportApi(client: QLDBClient, once: QLDBClient, signal: () => AbortSignal): ExportApi {
  const call = caller(signal);
  return {
    describeLedger: async (name) => ledgerApi(client, signal).describe(name),
    list: async (ledgerName) => await ifFound(call('ListJournalS3ExportsForLedger', async (options) => allPages(async (token) => {
      const query = { Name: ledgerName, ...token !== undefined && { NextToken: token } };
      const page = await client.send(new ListJournalS3ExportsForLedgerCommand(query), options);
      return { items: (page.JournalS3Exports ?? []).map(toDescription), next: page.NextToken };
    }))) ?? [],
    describe: async (ledgerName, exportId) => ifFound(call('DescribeJournalS3Export', async (options) => {
      const { ExportDescription: found } = await client.send(new DescribeJournalS3ExportCommand({ Name: ledgerName, ExportId: exportId }), options);
      if (!found) {
        throw unusable('DescribeJournalS3Export', 'ExportDescription');
      }
      return toDescription(found);
    })),
    start: async (request) => call('ExportJournalToS3', async (options) => {
      const { ExportId: exportId } = await once.send(new ExportJournalToS3Command({
        Name: request.ledgerName,
        InclusiveStartTime: request.start,
        ExclusiveEndTime: request.end,
        RoleArn: request.roleArn,
        // Names that this version of the SDK does not know are QLDB's to refuse.
        OutputFormat: request.outputFormat as OutputFormat,
        S3ExportConfiguration: {
          Bucket: request.bucket,
          Prefix: request.prefix,
          EncryptionConfiguration: {
            ObjectEncryptionType: request.encryption as S3ObjectEncryptionType,
            ...request.kmsKeyArn !== undefined && { KmsKeyArn: request.kmsKeyArn },
          },
        },
      }), options);
      if (exportId === undefined) {
        throw unusable('ExportJournalToS3', 'ExportId');
      }
      return exportId;
    }),
  };
}

function toDescription(found: JournalS3ExportDescription): ExportDescription {
  const { ExportId, Status, ExportCreationTime, InclusiveStartTime, ExclusiveEndTime, S3ExportConfiguration: to } = found;
  if (!ExportId || !Status || !ExportCreationTime || !InclusiveStartTime || !ExclusiveEndTime || !to) {
    throw unusable('DescribeJournalS3Export', 'whole ExportDescription');
  }
  const kmsKeyArn = to.EncryptionConfiguration?.KmsKeyArn;
  return {
    exportId: ExportId,
    status: Status,
    creationTime: ExportCreationTime,
    ledgerName: found.LedgerName ?? '',
    start: InclusiveStartTime,
    end: ExclusiveEndTime,
    bucket: to.Bucket ?? '',
    prefix: to.Prefix ?? '',
    encryption: to.EncryptionConfiguration?.ObjectEncryptionType ?? '',
    ...kmsKeyArn !== undefined && { kmsKeyArn },
    // The default, where the request had none.
    outputFormat: found.OutputFormat ?? 'ION_TEXT',
    roleArn: found.RoleArn ?? '',
  };
}

function unusable(operation: string, missing: string): QldbError {
  return new QldbError('unknown', operation, `the answer has no ${missing}`, 'unknown');
}
