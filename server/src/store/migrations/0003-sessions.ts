import { sql } from 'kysely';
import type { Migration } from './migration';

/**
 * Sessions and what their open transactions consist of, for several processes over one database.
 *
 * Unlogged: none of it outlives a crash of the database, no transaction that was not committed has to, and drivers then start new sessions.
 */
export const sessions: Migration = {
  name: '0003-sessions',
  statements: [
    // `key` is a hash of the session's token. Room in each page lets a row change without a change to the indexes.
    sql`
      create unlogged table session (
        key text collate "C" primary key,
        id text collate "C" not null,
        ledger integer not null,
        expires_at timestamptz not null,
        tx text collate "C",
        tx_status text not null default 'open' check (tx_status in ('open', 'closing', 'conflict')),
        tx_expires_at timestamptz
      ) with (fillfactor = 50)`,
    sql`create index session_of_ledger on session (ledger, expires_at)`,
    // That the n-th step of a transaction can be inserted once is what makes requests of one session wait for one another.
    sql`
      create unlogged table transaction_step (
        tx text collate "C" not null,
        n integer not null,
        expires_at timestamptz not null,
        step text not null,
        primary key (tx, n)
      )`,
  ],
};
