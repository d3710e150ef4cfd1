import type { FastifyBaseLogger } from 'fastify';
import type { Store } from '../store/store';

/** What commits to a ledger need, as this process sees it. */
export interface CommitContext {
  readonly store: Store;
  readonly ledger: number;
  readonly ledgerName: string;
  readonly strandId: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly random: () => number;
  /** An id for the first block of a ledger that has none. */
  readonly newId: () => string;
  /** How long the database may be away before a commit that was under way fails. */
  readonly outageMilliseconds: number;
  /** A commit has left something to be done in the background. */
  readonly onBackgroundWork: () => void;
  readonly log: FastifyBaseLogger;
}
