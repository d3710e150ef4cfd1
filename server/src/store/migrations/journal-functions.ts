import { sql } from 'kysely';

/**
 * What has to happen in the database itself, because more round trips would be the cost of a commit.
 *
 * The plans are those of look-ups by key whatever the tables' sizes were when they were made: a plan of an empty table's scan, kept for
 * the life of a connection, would be the end of speed.
 */
export const journalFunctions = [
  // Waits until no one else commits to the ledger, and keeps others from it until the transaction ends.
  sql`
    create function lock_ledger(p_ledger integer) returns void language plpgsql as $$
    begin
      perform from ledger where ledger = p_ledger and gone_at is null for no key update;
      if not found then
        raise exception 'ledger % is gone', p_ledger using errcode = 'QL001';
      end if;
    end $$`,
  /*
   * Appends blocks and all that follows from them. Either everything is there afterwards or, with an exception, nothing.
   *
   * Returns false, and does nothing, when the last block is not the one the blocks were made for.
   */
  sql`
    create function append_blocks(
      p_ledger integer, p_tip bigint,
      p_tx text[], p_ts bigint[], p_tx_time bigint[], p_hash bytea[], p_previous bytea[], p_entries bytea[], p_nodes bytea[],
      p_info bytea[], p_redaction bytea[], p_touch text[],
      r_seq bigint[], r_ord integer[], r_tbl text[], r_doc text[], r_version bigint[], r_hash bytea[], r_data bytea[],
      p_created integer, p_updated integer, p_deleted integer,
      o_seq bigint[], o_idx text[], o_key bytea[], o_doc text[],
      c_seq bigint[], c_idx text[], c_key bytea[], c_doc text[]
    ) returns boolean language plpgsql
    set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
    as $$
    declare
      tip bigint;
      affected integer;
      changed record;
      closed record;
    begin
      perform lock_ledger(p_ledger);
      select seq into tip from block where ledger = p_ledger order by seq desc limit 1;
      if coalesce(tip, -1) <> p_tip then
        return false;
      end if;

      insert into block (ledger, seq, tx, ts, tx_time, hash, previous, entries, nodes, info, redaction, touch)
        select p_ledger, p_tip + b.n, b.tx, b.ts, b.tx_time, b.hash, b.previous, b.entries, b.nodes, b.info, b.redaction, b.touch::bigint[]
        from unnest(p_tx, p_ts, p_tx_time, p_hash, p_previous, p_entries, p_nodes, p_info, p_redaction, p_touch)
          with ordinality as b (tx, ts, tx_time, hash, previous, entries, nodes, info, redaction, touch, n);

      if cardinality(r_seq) > 0 then
        insert into revision (ledger, seq, ord, tbl, doc, version, hash, data)
          select p_ledger, r.* from unnest(r_seq, r_ord, r_tbl, r_doc, r_version, r_hash, r_data) as r;
      end if;
      -- One by one, by key: a join over unnest may be planned the wrong way round, and the plan is kept.
      if p_updated + p_deleted > 0 then
        affected := 0;
        for changed in
          select r.seq, r.ord, r.tbl, r.doc, r.version, r.data is not null as live
          from unnest(r_seq, r_ord, r_tbl, r_doc, r_version, r_data) as r (seq, ord, tbl, doc, version, data) where r.version > 0
        loop
          if changed.live then
            update document set seq = changed.seq, ord = changed.ord, version = changed.version
              where ledger = p_ledger and tbl = changed.tbl and doc = changed.doc and version = changed.version - 1;
          else
            delete from document
              where ledger = p_ledger and tbl = changed.tbl and doc = changed.doc and version = changed.version - 1;
          end if;
          if not found then
            raise exception 'ledger %: document % does not have version %', p_ledger, changed.doc, changed.version - 1 using errcode = 'QL002';
          end if;
          affected := affected + 1;
        end loop;
        if affected <> p_updated + p_deleted then
          raise exception 'ledger %: % of % documents were changed', p_ledger, affected, p_updated + p_deleted using errcode = 'QL002';
        end if;
      end if;
      if p_created > 0 then
        insert into document (ledger, tbl, doc, seq, ord, version)
          select p_ledger, r.tbl, r.doc, r.seq, r.ord, 0
          from unnest(r_seq, r_ord, r_tbl, r_doc, r_version, r_data) as r (seq, ord, tbl, doc, version, data)
          where r.version = 0 and r.data is not null;
        get diagnostics affected = row_count;
        if affected <> p_created then
          raise exception 'ledger %: % of % documents could be created', p_ledger, affected, p_created using errcode = 'QL002';
        end if;
      end if;

      -- An index that is still being built may not have the entry yet.
      for closed in select * from unnest(c_seq, c_idx, c_key, c_doc) as c (seq, idx, key, doc) loop
        update entry set until = closed.seq
          where ledger = p_ledger and idx = closed.idx and key = closed.key and doc = closed.doc and until = 9223372036854775807;
      end loop;
      if cardinality(o_seq) > 0 then
        insert into entry (ledger, idx, key, doc, seq)
          select p_ledger, o.idx, o.key, o.doc, o.seq from unnest(o_seq, o_idx, o_key, o_doc) as o (seq, idx, key, doc);
      end if;
      return true;
    end $$`,
  // The last block up to p_tip that is not younger than a moment, -1 if there is none. Times never decrease along the journal.
  sql`
    create function last_block_at(p_ledger integer, p_tip bigint, p_ts bigint) returns bigint language plpgsql stable as $$
    declare
      low bigint;
      high bigint := p_tip;
      middle bigint;
      found_ts bigint;
    begin
      select seq, ts into low, found_ts from block where ledger = p_ledger order by seq limit 1;
      if low is null or low > high or found_ts > p_ts then
        return -1;
      end if;
      while low < high loop
        middle := (low + high + 1) / 2;
        select ts into found_ts from block where ledger = p_ledger and seq = middle;
        if found_ts <= p_ts then
          low := middle;
        else
          high := middle - 1;
        end if;
      end loop;
      return low;
    end $$`,
];
