import type { Finding, FindingCode } from './finding';
import type { BlockOrigin } from '../../journal/check-block';
import type { ReadObject } from '../read/read-object';
import type { RevisionForm, RevisionVerdict, Verdict } from '../verify/verdict';

/**
 * - `matches`: nothing is wrong, and a digest that was kept elsewhere is that of these blocks;
 * - `consistent`: nothing is wrong, but nothing says that these are the blocks that once were: whoever can write an archive can write one that is
 *   consistent;
 * - `broken`: something is wrong;
 * - `not compared`: nothing is wrong, but a comparison that was asked for could not be made.
 */
export type ReportStatus = 'matches' | 'consistent' | 'broken' | 'not compared';

export interface RevisionExample extends RevisionVerdict {
  readonly sequenceNo: number;
}

export interface ReportedClaim {
  readonly source: string;
  readonly digest: string;
  readonly status: 'matches' | 'differs' | 'not compared';
  readonly through?: number;
  readonly message: string;
  readonly expected?: string;
  readonly found?: string;
}

/** Everything that a verification has found out. Plain data: it is written as JSON as it is. */
export interface VerificationReport {
  readonly program: string;
  /** ISO 8601. */
  readonly verifiedAt: string;
  readonly source: string;
  readonly status: ReportStatus;
  readonly strandId: string;
  /** As the manifests say; nothing binds it. */
  readonly ledgerNames: readonly string[];
  readonly blocks: {
    readonly count: number;
    readonly first: number | undefined;
    readonly last: number | undefined;
    readonly firstTimestamp: string | undefined;
    readonly lastTimestamp: string | undefined;
    /** The same block more than once, in objects of several exports. */
    readonly copies: number;
    /** Which hashes they have: those of qldb-server bind address and time, AWS's do not in a known way. */
    readonly origins: Readonly<Record<BlockOrigin, number>>;
  };
  readonly digest: {
    /** At the last block. In Base64; absent where it is not determined. */
    readonly value: string | undefined;
    /** Last block that a digest given covers. */
    readonly coveredThrough: number | undefined;
    readonly compared: readonly ReportedClaim[];
  };
  readonly revisions: {
    readonly count: number;
    readonly byVerdict: Readonly<Record<Verdict, number>>;
    readonly byForm: Readonly<Record<RevisionForm, number>>;
    /** The first ones of each verdict but `verified`. */
    readonly examples: Readonly<Partial<Record<Verdict, readonly RevisionExample[]>>>;
    readonly redactionsWithoutRecord: number;
  };
  readonly statements: { readonly verified: number; readonly withParameters: number };
  readonly findings: {
    readonly count: number;
    readonly byCode: Readonly<Partial<Record<FindingCode, number>>>;
    /** The first ones. */
    readonly first: readonly Finding[];
  };
  readonly notes: readonly string[];
  /** What was read: each object with its SHA-256. */
  readonly objects: readonly ReadObject[];
  readonly ignored: readonly string[];
  /** What no hash binds, so that nothing is said about it. */
  readonly notProven: readonly string[];
}

/** https://github.com/cdk-qldb/cdk-qldb/blob/main/server/README.md */
export const EXIT_CODES: Readonly<Record<ReportStatus, number>> = { 'matches': 0, 'broken': 1, 'not compared': 2, 'consistent': 3 };
