import type { Changes } from './changes';

/**
 * A piece of a transaction's life, complete in itself: what one request added.
 *
 * Steps are what one process saves for another. The n-th step of a transaction exists once, which is what keeps two processes from serving
 * requests of one session at the same time.
 */
export type Step = StatementStep | ReadsStep;

interface StepBase {
  /** Where the step was the first that read: the block it read at. */
  readonly snapshot?: number;
  /** Conflict keys of what it read first. */
  readonly reads: readonly bigint[];
}

export interface StatementStep extends StepBase {
  readonly kind: 'statement';
  readonly statement: string;
  /** Milliseconds since the epoch. */
  readonly startTime: number;
  /** Of the statement and its parameters. */
  readonly digest: Buffer;
  /** Absent where the statement failed. */
  readonly changes?: Changes;
  /** How the rest of the result is found, where there is more than the first page. */
  readonly cursor?: StepCursor;
}

export type StepCursor =
  | { readonly kind: 'query'; readonly parameters: readonly Buffer[] }
  | { readonly kind: 'values'; readonly values: readonly Buffer[] };

/** A page that was fetched and found what had not been read before. */
export interface ReadsStep extends StepBase {
  readonly kind: 'reads';
}
