import type { PGlite } from '@electric-sql/pglite';
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type { StatementClient } from './statement';

/**
 * PGlite as the pool that kysely's PostgreSQL dialect expects.
 *
 * PGlite is a single session: a client is lent to one caller at a time, else the statements of two transactions would mix.
 */
export class PGlitePool implements PostgresPool {
  private readonly client: PostgresPoolClient;
  private readonly waiting: Array<(client: PostgresPoolClient) => void> = [];
  private lent = false;

  constructor(private readonly database: PGlite) {
    const query = <R>(text: string | Parameters<StatementClient['query']>[0], parameters: readonly unknown[] = []) =>
      typeof text === 'string' ? this.query<R>(text, parameters) : this.query<R>(text.text, text.values);
    this.client = { query: query as PostgresPoolClient['query'], release: () => this.release() };
  }

  async connect(): Promise<PostgresPoolClient> {
    if (!this.lent) {
      this.lent = true;
      return this.client;
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  async end(): Promise<void> {
    await this.database.close();
  }

  private async query<R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    const { rows, affectedRows } = await this.database.query<R>(text, [...parameters]);
    const command = text.trimStart().split(/\s/, 1)[0]?.toUpperCase() as PostgresQueryResult<R>['command'];
    return { command, rows, rowCount: affectedRows ?? rows.length };
  }

  private release(): void {
    const next = this.waiting.shift();
    if (next) {
      next(this.client);
    } else {
      this.lent = false;
    }
  }
}
