import type { IConstruct } from 'constructs';
import type { ILedger } from '../ledger-base';
import { QldbWarnings } from '../qldb-warnings';
import { warn } from './annotate';
import { attach, attached, JOURNAL_EXPORTS } from './symbols';

/** Exports of one ledger at a time: https://docs.aws.amazon.com/qldb/latest/developerguide/limits.html */
const CONCURRENT_EXPORTS = 2;

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
