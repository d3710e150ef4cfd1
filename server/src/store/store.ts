import { Kysely, PostgresDialect, sql, type PostgresPool, type Transaction } from 'kysely';
import { migrate } from './migrate';
import { retryLostRaces } from './retry';
import type { Database } from './schema';

/** Where the data is, in the words of the start-up text. */
export type StorageKind = 'memory' | 'pglite' | 'postgresql';

export interface StoreEvents {
  /** An idle connection broke, or the lock of the data directory was lost: nothing a request could report. */
  readonly onProblem: (error: Error) => void;
}

/** What SQL is run on: inside a transaction, or each statement by itself. */
export type Queries = Kysely<Database> | Transaction<Database>;

/** duplicate_table, duplicate_object and unique_violation: what one of two processes gets that create the table of migrations at once. */
const CREATED_MEANWHILE = ['42P07', '42710', '23505'];

/** The database, whichever engine is behind it. */
export class Store {
  /** Opens the database behind `pool` and brings its schema up to date. `onClose` runs once the pool has ended. */
  static async open(kind: StorageKind, pool: PostgresPool, onClose: () => Promise<void> = async () => {}): Promise<Store> {
    const store = new Store(kind, new Kysely<Database>({ dialect: new PostgresDialect({ pool }) }), onClose);
    try {
      await retryLostRaces(() => store.queries.transaction().execute((tx) => migrate(tx)), CREATED_MEANWHILE);
    } catch (error) {
      await store.close();
      throw error;
    }
    return store;
  }

  private constructor(readonly kind: StorageKind, readonly queries: Kysely<Database>, private readonly onClose: () => Promise<void>) {}

  /** Runs `work` in one transaction, again from the start when the transaction loses a race. `work` must have no other effects. */
  async transaction<T>(work: (tx: Transaction<Database>) => Promise<T>): Promise<T> {
    return retryLostRaces(() => this.queries.transaction().execute(work));
  }

  /** @throws whatever the driver throws when the database does not answer */
  async ping(): Promise<void> {
    await sql`select 1`.execute(this.queries);
  }

  async close(): Promise<void> {
    await this.queries.destroy();
    await this.onClose();
  }
}
