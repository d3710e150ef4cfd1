import type { IConstruct } from 'constructs';
import type { ILedger } from '../ledger-base';
import { QldbWarnings } from '../qldb-warnings';
import { warn } from './annotate';
import { attach, attached, JOURNAL_EXPORTS, JOURNAL_STREAMS } from './symbols';

/** Of one ledger: https://docs.aws.amazon.com/qldb/latest/developerguide/limits.html */
const CONCURRENT_EXPORTS = 2;
const ACTIVE_STREAMS = 5;

/** Warns at the first stream over the quota of its ledger. */
export function warnAboutStreamQuota(site: IConstruct, ledger: ILedger): void {
  const count = countFor(ledger, site, JOURNAL_STREAMS);
  if (count !== ACTIVE_STREAMS + 1) return;
  warn(site, QldbWarnings.STREAM_QUOTA, [
    `this is journal stream number ${count} of the ledger, and the default quota is ${ACTIVE_STREAMS} active streams of a ledger:`,
    'raise the quota of the service before deploying, and acknowledge this warning',
  ].join(' '));
}

/** Warns at the first export of a ledger that has to wait for another. */
export function warnAboutExportQuota(site: IConstruct, ledger: ILedger): void {
  const count = countFor(ledger, site, JOURNAL_EXPORTS);
  if (count !== CONCURRENT_EXPORTS + 1) return;
  warn(site, QldbWarnings.EXPORT_QUOTA, [
    `this is export number ${count} of the ledger, and the default quota is ${CONCURRENT_EXPORTS} exports of a ledger at a time:`,
    "it waits for others within its 'timeout'; raise the quota or the timeouts, or let one export depend on another, and acknowledge this warning",
  ].join(' '));
}

/** Counts one more of a ledger, imports of the same ledger together. */
function countFor(ledger: ILedger, site: IConstruct, key: symbol): number {
  const { root } = site.node;
  const counts = attached<Map<string, number>>(root, key) ?? new Map<string, number>();
  attach(root, key, counts);
  const count = (counts.get(ledger.ledgerArn) ?? 0) + 1;
  counts.set(ledger.ledgerArn, count);
  return count;
}
