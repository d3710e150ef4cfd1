import { sql } from 'kysely';
import type { Migration } from './migration';

/** Streams of journals. */
export const journalStreams: Migration = {
  name: '0005-streams',
  statements: [
    // `position` is the first block that is not known to have been delivered. `last_seq` is the last one there is to deliver; it is known once
    // the end time has come, and from then on no block can get a time before it.
    sql`
      create table journal_stream (
        ledger integer not null,
        id text collate "C" not null check (length(id) = 22),
        name text collate "C" not null,
        created_at timestamptz not null,
        finished_at timestamptz,
        status text not null check (status in ('ACTIVE', 'IMPAIRED', 'COMPLETED', 'CANCELED', 'FAILED')),
        error_cause text check (error_cause in ('KINESIS_STREAM_NOT_FOUND', 'IAM_PERMISSION_REVOKED')),
        start_ms bigint not null,
        end_ms bigint,
        role_arn text not null,
        kinesis_arn text not null,
        aggregation boolean not null,
        tags jsonb not null,
        position bigint not null,
        last_seq bigint,
        checked_at timestamptz not null,
        failing_since timestamptz,
        failure text,
        primary key (ledger, id),
        check ((status in ('ACTIVE', 'IMPAIRED')) = (finished_at is null))
      )`,
    // Two streams that have not ended never have one name, whatever else goes wrong.
    sql`create unique index journal_stream_name on journal_stream (ledger, name) where finished_at is null`,
    sql`create index journal_stream_work on journal_stream (id) where finished_at is null`,
  ],
};
