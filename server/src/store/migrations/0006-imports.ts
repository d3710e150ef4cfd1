import { sql } from 'kysely';
import type { Migration } from './migration';

/**
 * Ledgers that are brought back from an export of their journal.
 *
 * The rows of a ledger that is being imported stand under its number like any other's, but there is no row in `ledger` before all of them are
 * there: until then nobody can see it.
 */
export const imports: Migration = {
  name: '0006-imports',
  statements: [
    // `position` is the last block that is there.
    sql`
      create table ledger_import (
        ledger integer primary key,
        account integer not null references account,
        name text collate "C" not null,
        strand text collate "C" not null unique check (length(strand) = 22),
        started_at timestamptz not null default clock_timestamp(),
        position bigint,
        unique (account, name)
      )`,
    // Hashes of the journal's tree that no block of the journal is stored with: of the part before its first block.
    sql`
      create table outer_node (
        ledger integer not null,
        level integer not null,
        index bigint not null,
        hash bytea not null check (octet_length(hash) = 32),
        primary key (ledger, level, index)
      )`,
    // `foreign_seq` is the last block that AWS's service made. From `tree_seq` on the journal's tree is known; null: nowhere.
    sql`alter table ledger add column imported_seq bigint`,
    sql`alter table ledger add column foreign_seq bigint not null default -1`,
    sql`alter table ledger add column tree_seq bigint default 0`,
    // Data that could not be bound to the revision's hash: JSON has lost its types.
    sql`alter table revision add column unproven boolean not null default false`,
  ],
};
