import { Kysely, PostgresDialect, sql, type PostgresPool, type Transaction } from 'kysely';
import { migrate } from './migrate';
import { retryLostRaces } from './retry';
import type { Database } from './schema';
import { statement, statementsOn, type Statement, type StatementClient, type Statements } from './statement';

/** Where the data is, in the words of the start-up text. */
export type StorageKind = 'memory' | 'pglite' | 'postgresql';

export interface StoreEvents {
  /** An idle connection broke, or the lock of the data directory was lost: nothing a request could report. */
  readonly onProblem: (error: Error) => void;
}

/** What is done with the schema before a store is used, in one transaction. */
export type PrepareSchema = (tx: Transaction<Database>) => Promise<void>;

/** What SQL is run on: inside a transaction, or each statement by itself. */
export type Queries = Kysely<Database> | Transaction<Database>;

/** duplicate_table, duplicate_object and unique_violation: what one of two processes gets that create the table of migrations at once. */
const CREATED_MEANWHILE = ['42P07', '42710', '23505'];

const BEGIN = statement('begin', 'begin');
const COMMIT = statement('commit', 'commit');
const ROLLBACK = statement('rollback', 'rollback');

/** The database, whichever engine is behind it. */
export class Store implements Statements {
  /**
   * Opens the database behind `pool` and brings its schema up to date, or does with it what `prepare` does instead. `onClose` runs once the pool
   * has ended.
   */
  static async open(
    kind: StorageKind, pool: PostgresPool, onClose: () => Promise<void> = async () => {}, prepare: PrepareSchema = (tx) => migrate(tx),
  ): Promise<Store> {
    const store = new Store(kind, new Kysely<Database>({ dialect: new PostgresDialect({ pool }) }), pool, onClose);
    try {
      await retryLostRaces(() => store.queries.transaction().execute(prepare), CREATED_MEANWHILE);
    } catch (error) {
      await store.close();
      throw error;
    }
    return store;
  }

  private constructor(
    readonly kind: StorageKind,
    readonly queries: Kysely<Database>,
    private readonly pool: PostgresPool,
    private readonly onClose: () => Promise<void>,
  ) {}

  /** Runs `work` in one transaction, again from the start when the transaction loses a race. `work` must have no other effects. */
  async transaction<T>(work: (tx: Transaction<Database>) => Promise<T>): Promise<T> {
    return retryLostRaces(() => this.queries.transaction().execute(work));
  }

  /** Runs one statement of the data plane by itself. */
  async run<R>(query: Statement, values: readonly unknown[] = []): Promise<readonly R[]> {
    return this.connected((statements) => statements.run<R>(query, values));
  }

  /** Runs statements of the data plane, each by itself, on one connection. `work` starts once there is a connection. */
  async connected<T>(work: (statements: Statements) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      // Both engines' clients also take a query as an object, which kysely's type for them does not say.
      return await work(statementsOn(client as unknown as StatementClient));
    } finally {
      client.release();
    }
  }

  /**
   * Runs statements of the data plane in one transaction. Unlike `transaction` it is not tried again.
   *
   * @param onCommitting called when all has gone well so far: what fails from then on may have taken effect
   */
  async atomically<T>(work: (statements: Statements) => Promise<T>, onCommitting: () => void = () => undefined): Promise<T> {
    return this.connected(async (statements) => {
      await statements.run(BEGIN);
      try {
        const result = await work(statements);
        onCommitting();
        await statements.run(COMMIT);
        return result;
      } catch (error) {
        // Of a broken connection the database does the same by itself.
        await statements.run(ROLLBACK).catch(() => undefined);
        throw error;
      }
    });
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
