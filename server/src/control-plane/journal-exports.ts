import type { ControlPlaneContext } from './context';
import { exportDescription } from './journal-export-view';
import { readable, usable } from './ledgers';
import { operation, type Output } from './operation';
import { idInPageToken, pageTokenAfter } from './page-token';
import { destinationProblem } from '../delivery/destination-problem';
import { startedManifestKey } from '../delivery/export/export-keys';
import { FORMAT_WRITERS } from '../delivery/export/format-writers';
import { startedManifest } from '../delivery/export/manifests';
import { errors } from '../errors';
import { newId } from '../ids';
import { checkRoleScope } from '../model/arn';
import * as deliveryShapes from '../model/delivery-shapes';
import { DEFAULT_OUTPUT_FORMAT, type ObjectEncryption } from '../model/journal-export';
import { optional, required } from '../model/parameters';
import * as shapes from '../model/shapes';
import { countRunningExports, findExport, insertExport, listExports, type NewExport } from '../store/journal-exports';
import * as ledgers from '../store/ledgers';
import type { LedgerRecord } from '../store/ledgers';
import { statementsIn, type Statements } from '../store/statement';

const name = required('path', shapes.ledgerName, 'name');

const page = {
  MaxResults: optional('query', shapes.maxResults, 'max_results'),
  NextToken: optional('query', shapes.nextToken, 'next_token'),
};

/** Largest page, and what a request without MaxResults gets. */
const PAGE_SIZE = 100;

/**
 * The destination is checked by writing what is to be there first, as the role of the request.
 *
 * https://docs.aws.amazon.com/qldb/latest/developerguide/API_ExportJournalToS3.html
 */
export const exportJournalToS3 = operation({
  Name: name,
  InclusiveStartTime: required('body', deliveryShapes.timestamp),
  ExclusiveEndTime: required('body', deliveryShapes.timestamp),
  S3ExportConfiguration: required('body', deliveryShapes.s3ExportConfiguration),
  RoleArn: required('body', deliveryShapes.roleArn),
  OutputFormat: optional('body', deliveryShapes.outputFormat),
}, async (context, input) => {
  const { store, storages, account, ids, quotas } = context;
  const { InclusiveStartTime, ExclusiveEndTime, S3ExportConfiguration, RoleArn, OutputFormat } = input;
  const { Bucket, Prefix, EncryptionConfiguration } = S3ExportConfiguration;
  const encryption = encryptionOf(EncryptionConfiguration);
  checkRoleScope(context, RoleArn);
  checkTimes(InclusiveStartTime, ExclusiveEndTime, ids.now());
  const found = readable(input.Name, await ledgers.findLedger(store.queries, account, input.Name));
  await checkQuota(store, found, quotas.exportsPerLedger);
  // A ledger that was made before there were journals gets its first block here.
  await storages.open(found).tip();

  const request: NewExport = {
    id: newId(ids), ledger: found.ledger, startMilliseconds: InclusiveStartTime, endMilliseconds: ExclusiveEndTime, roleArn: RoleArn, bucket: Bucket,
    prefix: Prefix, encryption, ...(OutputFormat && { outputFormat: OutputFormat }),
  };
  await writeStartedManifest(context, input.Name, request);
  await store.transaction(async (tx) => {
    const ledger = readable(input.Name, await ledgers.lockLedger(tx, account, input.Name));
    if (ledger.ledger !== found.ledger) {
      throw errors.ledgerNotFound(input.Name);
    }
    await checkQuota(statementsIn(tx), ledger, quotas.exportsPerLedger);
    await insertExport(statementsIn(tx), request);
  });
  context.exports.onAccepted();
  return { ExportId: request.id };
});

/** https://docs.aws.amazon.com/qldb/latest/developerguide/API_DescribeJournalS3Export.html */
export const describeJournalS3Export = operation({
  Name: name,
  ExportId: required('path', shapes.uniqueId, 'exportId'),
}, async ({ store, account, timings }, { Name, ExportId }) => {
  const { ledger } = usable(Name, await ledgers.findLedger(store.queries, account, Name));
  const record = await findExport(store, account, timings.deliveryExpiry, ledger, ExportId);
  if (!record) {
    throw errors.exportNotFound(ExportId, Name);
  }
  return { ExportDescription: exportDescription(record) };
});

/** https://docs.aws.amazon.com/qldb/latest/developerguide/API_ListJournalS3Exports.html */
export const listJournalS3Exports = operation(page, async (context, input) => list(context, input));

/** https://docs.aws.amazon.com/qldb/latest/developerguide/API_ListJournalS3ExportsForLedger.html */
export const listJournalS3ExportsForLedger = operation({ Name: name, ...page }, async (context, input) => {
  const { ledger } = usable(input.Name, await ledgers.findLedger(context.store.queries, context.account, input.Name));
  return list(context, input, ledger);
});

async function list(
  { store, account, timings }: ControlPlaneContext,
  { MaxResults, NextToken }: { readonly MaxResults?: number; readonly NextToken?: string },
  ledger?: number,
): Promise<Output> {
  const size = MaxResults ?? PAGE_SIZE;
  const after = NextToken === undefined ? undefined : idInPageToken(NextToken);
  // One more than asked for tells whether there is a next page.
  const found = await listExports(store, account, timings.deliveryExpiry, { ledger, after, limit: size + 1 });
  const shown = found.slice(0, size);
  const last = shown.at(-1);
  return { JournalS3Exports: shown.map(exportDescription), ...(last && found.length > size && { NextToken: pageTokenAfter(last.id) }) };
}

function encryptionOf(
  { ObjectEncryptionType: type, KmsKeyArn }: { readonly ObjectEncryptionType: ObjectEncryption['type']; readonly KmsKeyArn?: string },
): ObjectEncryption {
  if ((type === 'SSE_KMS') !== (KmsKeyArn !== undefined)) {
    throw errors.invalidParameter(type === 'SSE_KMS'
      ? "'S3ExportConfiguration.EncryptionConfiguration.KmsKeyArn' is required where ObjectEncryptionType is SSE_KMS"
      : `'S3ExportConfiguration.EncryptionConfiguration.KmsKeyArn' must be left out where ObjectEncryptionType is ${type}; a key is for SSE_KMS only`,
    'S3ExportConfiguration');
  }
  return { type, ...(KmsKeyArn !== undefined && { kmsKeyArn: KmsKeyArn }) };
}

function checkTimes(start: number, end: number, now: number): void {
  const show = (milliseconds: number) => new Date(milliseconds).toISOString();
  if (start >= end) {
    throw errors.invalidParameter(`'InclusiveStartTime' must be before 'ExclusiveEndTime'; received ${show(start)} and ${show(end)}`, 'InclusiveStartTime');
  }
  if (end > now) {
    // The words of AWS's developer guide.
    throw errors.invalidParameter(`end date can't be in the future: 'ExclusiveEndTime' must not be after ${show(now)}; received ${show(end)}`, 'ExclusiveEndTime');
  }
}

async function checkQuota(db: Statements, { ledger, name: ledgerName }: LedgerRecord, quota: number): Promise<void> {
  if (await countRunningExports(db, ledger) >= quota) {
    throw errors.tooManyExports(ledgerName, quota);
  }
}

async function writeStartedManifest({ exports }: ControlPlaneContext, ledgerName: string, request: NewExport): Promise<void> {
  const destination = exports.open({ ...request, ledgerName });
  try {
    await destination.put({
      key: startedManifestKey({ prefix: request.prefix, exportId: request.id }),
      body: startedManifest({ ...request, ledgerName }),
      contentType: FORMAT_WRITERS[request.outputFormat ?? DEFAULT_OUTPUT_FORMAT].contentType,
    });
  } catch (error) {
    throw destinationProblem(error, 'S3', request.roleArn);
  } finally {
    destination.close();
  }
}
