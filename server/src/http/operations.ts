import * as journalExports from '../control-plane/journal-exports';
import * as journalStreams from '../control-plane/journal-streams';
import * as ledgers from '../control-plane/ledgers';
import type { Handler } from '../control-plane/operation';
import * as tags from '../control-plane/tags';
import * as verification from '../control-plane/verification';
import { commandNames } from '../session/command';

export interface Route {
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** A `*` takes the rest of the path, slashes that a client did not encode included. */
  readonly path: string;
  readonly handler: Handler;
}

const LEDGER = '/ledgers/:name';
const STREAMS = `${LEDGER}/journal-kinesis-streams`;
const EXPORTS = `${LEDGER}/journal-s3-exports`;

/** The 20 operations of the API model 2019-01-02. */
export const routes: readonly Route[] = [
  { operation: 'CreateLedger', method: 'POST', path: '/ledgers', handler: ledgers.createLedger },
  { operation: 'ListLedgers', method: 'GET', path: '/ledgers', handler: ledgers.listLedgers },
  { operation: 'DescribeLedger', method: 'GET', path: LEDGER, handler: ledgers.describeLedger },
  { operation: 'UpdateLedger', method: 'PATCH', path: LEDGER, handler: ledgers.updateLedger },
  { operation: 'DeleteLedger', method: 'DELETE', path: LEDGER, handler: ledgers.deleteLedger },
  { operation: 'UpdateLedgerPermissionsMode', method: 'PATCH', path: `${LEDGER}/permissions-mode`, handler: ledgers.updateLedgerPermissionsMode },
  { operation: 'TagResource', method: 'POST', path: '/tags/*', handler: tags.tagResource },
  { operation: 'UntagResource', method: 'DELETE', path: '/tags/*', handler: tags.untagResource },
  { operation: 'ListTagsForResource', method: 'GET', path: '/tags/*', handler: tags.listTagsForResource },
  { operation: 'GetBlock', method: 'POST', path: `${LEDGER}/block`, handler: verification.getBlock },
  { operation: 'GetDigest', method: 'POST', path: `${LEDGER}/digest`, handler: verification.getDigest },
  { operation: 'GetRevision', method: 'POST', path: `${LEDGER}/revision`, handler: verification.getRevision },
  { operation: 'StreamJournalToKinesis', method: 'POST', path: STREAMS, handler: journalStreams.streamJournalToKinesis },
  {
    operation: 'ListJournalKinesisStreamsForLedger', method: 'GET', path: STREAMS, handler: journalStreams.listJournalKinesisStreamsForLedger,
  },
  {
    operation: 'DescribeJournalKinesisStream', method: 'GET', path: `${STREAMS}/:streamId`, handler: journalStreams.describeJournalKinesisStream,
  },
  {
    operation: 'CancelJournalKinesisStream', method: 'DELETE', path: `${STREAMS}/:streamId`, handler: journalStreams.cancelJournalKinesisStream,
  },
  { operation: 'ExportJournalToS3', method: 'POST', path: EXPORTS, handler: journalExports.exportJournalToS3 },
  { operation: 'ListJournalS3ExportsForLedger', method: 'GET', path: EXPORTS, handler: journalExports.listJournalS3ExportsForLedger },
  { operation: 'DescribeJournalS3Export', method: 'GET', path: `${EXPORTS}/:exportId`, handler: journalExports.describeJournalS3Export },
  { operation: 'ListJournalS3Exports', method: 'GET', path: '/journal-s3-exports', handler: journalExports.listJournalS3Exports },
];

/** The one operation of the session API. */
export const SEND_COMMAND = 'SendCommand';

/** Every operation a client can call, by name; of SendCommand also what is sent with it. */
export const operationNames: readonly string[] = [...routes.map(({ operation }) => operation), SEND_COMMAND, ...commandNames];
