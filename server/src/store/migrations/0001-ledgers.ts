import { sql } from 'kysely';
import type { Migration } from './migration';

/**
 * Ledgers with their tags, and leases.
 *
 * A ledger's state is not a column: it follows from the timestamps and the database's clock, so that every process sees the same state
 * at the same moment and nothing has to be done when a transition falls due.
 */
export const ledgers: Migration = {
  name: '0001-ledgers',
  statements: [
    sql`
      create table account (
        account integer generated always as identity primary key,
        account_id text collate "C" not null,
        region text collate "C" not null,
        unique (account_id, region)
      )`,
    // Collation "C" orders names by their bytes wherever the database runs, which is what page tokens rely on.
    sql`
      create table ledger (
        ledger integer generated always as identity primary key,
        account integer not null references account,
        name text collate "C" not null,
        strand text collate "C" not null unique check (length(strand) = 22),
        created_at timestamptz not null,
        active_at timestamptz not null,
        gone_at timestamptz,
        permissions_mode text not null check (permissions_mode in ('ALLOW_ALL', 'STANDARD')),
        deletion_protection boolean not null,
        kms_key_arn text,
        kms_key_ready_at timestamptz,
        kms_key_inaccessible_at timestamptz,
        tags jsonb not null,
        unique (account, name)
      )`,
    sql`
      create table lease (
        name text collate "C" primary key,
        holder text not null,
        expires_at timestamptz not null
      )`,
  ],
};
