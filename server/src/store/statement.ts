import { createHash } from 'node:crypto';
import { CompiledQuery, DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, type Compilable, type Transaction } from 'kysely';
import type { Database } from './schema';

/** A statement of the data plane. PostgreSQL parses and plans it once a connection, under its name. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Where statements run: each by itself, or all in one transaction. */
export interface Statements {
  run<R>(statement: Statement, values?: readonly unknown[]): Promise<readonly R[]>;
}

/** What the store needs of a connection, whichever engine it leads to. */
export interface StatementClient {
  query<R>(query: { readonly name: string; readonly text: string; readonly values: readonly unknown[] }): Promise<{ readonly rows: readonly R[] }>;
}

/**
 * The name tells what the statement is for and ends with a hash of its text: behind a connection pooler a connection may have been used by
 * another version of this program, whose statement of the same name is another one.
 */
export function statement(purpose: string, text: string): Statement {
  return { name: `${purpose}_${createHash('sha256').update(text).digest('hex').slice(0, 12)}`, text };
}

/** kysely without a database: it only makes texts. */
const builder = new Kysely<Database>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** A query of kysely's, built once and for all. Its values are given anew each time, in the order in which the query has them. */
export function builtStatement(purpose: string, query: (queries: Kysely<Database>) => Compilable): Statement {
  return statement(purpose, query(builder).compile().sql);
}

/** The client as a place to run statements in. */
export function statementsOn(client: StatementClient): Statements {
  return {
    async run<R>({ name, text }: Statement, values: readonly unknown[] = []) {
      return (await client.query<R>({ name, text, values })).rows;
    },
  };
}

/** PostgreSQL's 64-bit integers arrive as texts, those within JSON as numbers. */
export type Int8 = string | number;

/** The text of an array of 64-bit integers. */
export function int8Array(values: Iterable<bigint>): string {
  return `{${[...values].join(',')}}`;
}

/** A transaction of kysely's as a place to run statements in. */
export function statementsIn(tx: Transaction<Database>): Statements {
  return {
    run: async <R>({ text }: Statement, values: readonly unknown[] = []) => (await tx.executeQuery(CompiledQuery.raw(text, [...values]))).rows as R[],
  };
}
