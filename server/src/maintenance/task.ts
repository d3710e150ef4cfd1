import type { FastifyBaseLogger } from 'fastify';
import type { Store } from '../store/store';

/** What pieces of maintenance need. */
export interface MaintenanceContext {
  readonly store: Store;
  readonly account: number;
  /** From the commit of a redaction until the data goes, at least. */
  readonly redactionMilliseconds: number;
  /** What only snapshots older than this see is removed. Longer than any transaction lasts. */
  readonly retentionMilliseconds: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: FastifyBaseLogger;
}

/** One bounded piece of work. Tells whether there is more of its kind to do at once. */
export type Task = (context: MaintenanceContext) => Promise<boolean>;
