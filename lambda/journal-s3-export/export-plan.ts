import type { ExportDescription, ExportRequest } from './export-api';
import type { ExportDeclaration } from './export-properties';
import type { Moment } from '../journal/moment';
import type { LedgerDescription } from '../ledger/ledger-api';

/** An export is to be made. */
export interface ExportIntent {
  readonly declaration: ExportDeclaration;
  /** The export that the resource had before. */
  readonly previous?: string;
  /** No export that this request may have started is older. */
  readonly createdAfter: Date;
}

export interface ObservedExports {
  readonly ledger: LedgerDescription | undefined;
  readonly exports: readonly ExportDescription[];
}

export type ExportPlan =
  | { readonly do: 'refuse'; readonly reason: string }
  /** The ledger is still being created. */
  | { readonly do: 'await-ledger' }
  /** This request has started it already. */
  | { readonly do: 'follow'; readonly export: ExportDescription }
  | { readonly do: 'start'; readonly request: ExportRequest };

/** Decides how a journal gets exported once. @param now milliseconds since the epoch */
export function planExport(intent: ExportIntent, { ledger, exports }: ObservedExports, now: number): ExportPlan {
  const { ledgerName } = intent.declaration;
  if (!ledger || ledger.state === 'DELETING') {
    return { do: 'refuse', reason: ledgerGone(ledgerName, ledger !== undefined) };
  }
  if (ledger.state === 'CREATING') {
    return { do: 'await-ledger' };
  }
  const start = startOf(intent.declaration.start, ledger);
  const own = ownExport(intent, start, exports);
  if (own) {
    return { do: 'follow', export: own };
  }
  const end = endOf(intent.declaration.end, ledger, now);
  if (start >= end) {
    return { do: 'refuse', reason: emptyRange(ledgerName, start, end) };
  }
  const { bucket, prefix, encryption, kmsKeyArn, outputFormat, roleArn } = intent.declaration;
  const request = { ledgerName, bucket, prefix, encryption, outputFormat, roleArn, start: new Date(start), end: new Date(end) };
  return { do: 'start', request: { ...request, ...kmsKeyArn !== undefined && { kmsKeyArn } } };
}

/**
 * The export that an earlier run of the same request has started. QLDB gives requests no token and exports no tags, so it is
 * known by its properties and its age, and by coming after the export that the resource had before.
 *
 * A cancelled export is nobody's: whoever deploys after it wants another.
 */
function ownExport(
  { declaration, previous, createdAfter }: ExportIntent, start: number, exports: readonly ExportDescription[],
): ExportDescription | undefined {
  const before = exports.find(({ exportId }) => exportId === previous)?.creationTime ?? new Date(0);
  return exports
    .filter((found) => found.exportId !== previous && found.status !== 'CANCELLED')
    .filter(({ creationTime }) => creationTime > before && creationTime >= createdAfter)
    .filter((found) => isAsDeclared(found, declaration, start))
    .sort((a, b) => a.creationTime.getTime() - b.creationTime.getTime())[0];
}

function isAsDeclared(found: ExportDescription, declaration: ExportDeclaration, start: number): boolean {
  const { end } = declaration;
  return found.ledgerName === declaration.ledgerName && found.bucket === declaration.bucket && found.prefix === declaration.prefix
    && found.encryption === declaration.encryption && isSameKey(found.kmsKeyArn, declaration.kmsKeyArn)
    && found.outputFormat === declaration.outputFormat && found.roleArn === declaration.roleArn
    && found.start.getTime() === start && (end.kind !== 'fixed' || found.end.getTime() === end.time);
}

/** A key that was named by an alias may be shown by its ARN. */
function isSameKey(found: string | undefined, declared: string | undefined): boolean {
  return found === declared || (found !== undefined && declared !== undefined && !/:key\//.test(declared));
}

function startOf(moment: Moment, ledger: LedgerDescription): number {
  return moment.kind === 'fixed' ? moment.time : ledger.creationTime.getTime();
}

/** A clock behind QLDB's must not put the end before the ledger's creation. */
function endOf(moment: Moment, ledger: LedgerDescription, now: number): number {
  return moment.kind === 'fixed' ? moment.time : Math.max(now, ledger.creationTime.getTime() + 1);
}

function ledgerGone(ledgerName: string, deleting: boolean): string {
  return deleting
    ? `the ledger "${ledgerName}" is being deleted, so its journal cannot be exported; export it before, or remove the export from the template`
    : `there is no ledger "${ledgerName}" whose journal could be exported: it is not at this endpoint, or was deleted outside of CloudFormation; `
      + 'correct "ledger" or the endpoint, or remove the export from the template';
}

function emptyRange(ledgerName: string, start: number, end: number): string {
  return `nothing of the journal of "${ledgerName}" lies between its start ${new Date(start).toISOString()} and its end ${new Date(end).toISOString()}: `
    + 'correct "inclusiveStartTime" or "exclusiveEndTime" and deploy again';
}
