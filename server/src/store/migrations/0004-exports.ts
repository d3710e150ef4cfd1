import { sql } from 'kysely';
import type { Migration } from './migration';

/**
 * Exports of journals, and the moment before which a ledger gets no more blocks.
 *
 * Clocks of several processes differ. Without that moment a block could still get a time that lies within an export which has been
 * accepted, and would be missing both there and in the export that begins where the first one ends.
 */
export const journalExports: Migration = {
  name: '0004-exports',
  statements: [
    // Milliseconds since the epoch.
    sql`alter table ledger add column not_before bigint not null default 0`,
    // As lock_ledger, and tells the least time that the next block may have: as it is once the lock is there, not when it was waited for.
    sql`
      create function lock_ledger_for_commit(p_ledger integer) returns bigint language plpgsql as $$
      declare
        least_time bigint;
      begin
        select not_before into least_time from ledger where ledger = p_ledger and gone_at is null for no key update;
        if not found then
          raise exception 'ledger % is gone', p_ledger using errcode = 'QL001';
        end if;
        return least_time;
      end $$`,
    sql`
      create function may_append(p_ledger integer, p_ts bigint) returns boolean language plpgsql as $$
      begin
        return p_ts >= lock_ledger_for_commit(p_ledger);
      end $$`,
    // What is to be exported is settled when the export is accepted: blocks first_seq to last_seq, none if the first is the greater.
    sql`
      create table journal_export (
        ledger integer not null,
        id text collate "C" not null check (length(id) = 22),
        requested_at timestamptz not null,
        finished_at timestamptz,
        status text not null check (status in ('IN_PROGRESS', 'COMPLETED', 'CANCELLED')),
        start_ms bigint not null,
        end_ms bigint not null,
        role_arn text not null,
        bucket text not null,
        prefix text not null,
        encryption text not null check (encryption in ('SSE_KMS', 'SSE_S3', 'NO_ENCRYPTION')),
        kms_key_arn text,
        output_format text check (output_format in ('ION_BINARY', 'ION_TEXT', 'JSON')),
        first_seq bigint not null,
        last_seq bigint not null,
        failing_since timestamptz,
        failure text,
        primary key (ledger, id),
        check ((status = 'IN_PROGRESS') = (finished_at is null))
      )`,
    sql`create index journal_export_work on journal_export (id) where status = 'IN_PROGRESS'`,
    // Noted before it is written: whoever goes on after a crash writes the same blocks under the same key.
    sql`
      create table journal_export_object (
        ledger integer not null,
        export text collate "C" not null,
        n integer not null,
        first_seq bigint not null,
        last_seq bigint not null,
        key text not null,
        written boolean not null default false,
        primary key (ledger, export, n)
      )`,
  ],
};
