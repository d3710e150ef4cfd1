import { sql } from 'kysely';
import { journalFunctions } from './journal-functions';
import type { Migration } from './migration';

/**
 * The journal, the documents as they are now, and their indexes.
 *
 * Blocks and revisions are the truth; they are inserted, and never changed but by a redaction. `document`, `entry`, and of a block `nodes`
 * and `touch`, follow from them. Nothing here is a row that every commit rewrites: the tip is the last block.
 *
 * Ids are texts of 22 characters. Numbers in place of those of tables and indexes would save 19 bytes each time, about a twelfth of what
 * a small document with three indexes takes, and would have to be looked up and kept in step everywhere.
 *
 * There are no foreign keys: each would cost every commit a look-up and a lock, and all rows of a ledger go together.
 */
export const journal: Migration = {
  name: '0002-journal',
  statements: [
    // Only one index of each table begins with the ledger where that can be: of a ledger that has just grown the planner knows nothing, takes
    // every index that begins so for the right one, and reads all of the ledger again and again.
    // `entries` and `nodes` are hashes of 32 bytes one after the other. A node of the Merkle tree is kept with the block that completes it.
    // `previous` would follow from the block before, which the journal does not have where it starts in the middle.
    sql`
      create table block (
        ledger integer not null,
        seq bigint not null,
        tx text collate "C" not null,
        ts bigint not null,
        tx_time bigint not null,
        hash bytea not null check (octet_length(hash) = 32),
        previous bytea not null check (octet_length(previous) in (0, 32)),
        entries bytea not null,
        nodes bytea not null,
        info bytea not null,
        redaction bytea,
        touch bigint[] not null,
        primary key (ledger, seq),
        unique (tx, ledger)
      )`,
    // Without document: a revision of the service's own, of which only the hash is known. Without data: a deletion, or redacted where
    // there is the data's hash instead.
    sql`
      create table revision (
        ledger integer not null,
        seq bigint not null,
        ord integer not null,
        tbl text collate "C",
        doc text collate "C",
        version bigint,
        hash bytea not null check (octet_length(hash) = 32),
        data bytea,
        data_hash bytea,
        primary key (ledger, seq, ord),
        check (num_nulls(tbl, doc, version) in (0, 3))
      )`,
    sql`create unique index revision_version on revision (ledger, tbl, doc, version) where doc is not null`,
    // The live documents. Room in each page lets a new version replace the old one without a change to the index.
    sql`
      create table document (
        ledger integer not null,
        tbl text collate "C" not null,
        doc text collate "C" not null,
        seq bigint not null,
        ord integer not null,
        version bigint not null,
        primary key (ledger, tbl, doc)
      ) with (fillfactor = 70)`,
    // A row holds for the snapshots from `seq` to before `until`.
    sql`
      create table entry (
        ledger integer not null,
        idx text collate "C" not null,
        key bytea not null,
        doc text collate "C" not null,
        seq bigint not null,
        until bigint not null default 9223372036854775807,
        primary key (ledger, idx, key, doc, seq)
      ) with (fillfactor = 85)`,
    sql`create index entry_closed on entry (ledger, until) where until < 9223372036854775807`,
    sql`
      create table user_table (
        ledger integer not null,
        id text collate "C" not null,
        seq bigint not null,
        until bigint not null default 9223372036854775807,
        name text collate "C" not null,
        active boolean not null,
        tags jsonb not null,
        primary key (ledger, id, seq)
      )`,
    // Two active tables never have one name, whatever else goes wrong.
    sql`create unique index user_table_name on user_table (ledger, name) where active and until = 9223372036854775807`,
    // Commits keep an index up to date from `seq` on; it answers queries at snapshots from `ready_seq` on.
    sql`
      create table user_index (
        ledger integer not null,
        id text collate "C" not null,
        tbl text collate "C" not null,
        field text collate "C" not null,
        seq bigint not null,
        until bigint not null default 9223372036854775807,
        ready_seq bigint,
        built_up_to text collate "C" not null default '',
        failure text,
        erased boolean not null default false,
        primary key (ledger, id)
      )`,
    sql`create index user_index_work on user_index (ledger) where ready_seq is null or (until < 9223372036854775807 and not erased)`,
    sql`
      create table redaction (
        ledger integer not null,
        seq bigint not null,
        target_seq bigint not null,
        tbl text collate "C" not null,
        doc text collate "C" not null,
        version bigint not null,
        requested_at timestamptz not null default clock_timestamp(),
        done_at timestamptz,
        primary key (ledger, seq)
      )`,
    sql`create index redaction_work on redaction (requested_at) where done_at is null`,
    // Ledgers that are gone and whose rows are still to be removed.
    sql`create table gone_ledger (ledger integer primary key)`,
    ...journalFunctions,
  ],
};
