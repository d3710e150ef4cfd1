import type { PermissionsMode } from './ledgers';
import { statement, type Statements } from './statement';

/** What follows from the blocks of an imported journal, and the ledger itself: the last step of an import, in one transaction. */

// The latest revision of each document, where it is no deletion: one look-up by key for each.
const DOCUMENTS = statement('restore_documents', `
  with restored as (
    insert into document (ledger, tbl, doc, seq, ord, version)
      select $1, latest.tbl, latest.doc, r.seq, r.ord, latest.version
      from (select tbl, doc, max(version) as version from revision where ledger = $1 and doc is not null group by tbl, doc) latest
        cross join lateral (
          select seq, ord, num_nonnulls(data, data_hash) > 0 as live from revision
          where ledger = $1 and tbl = latest.tbl and doc = latest.doc and version = latest.version offset 0) r
      where r.live returning 1
  )
  select count(*)::integer as count from restored`);
const INCOMPLETE = statement('incomplete_histories', `
  select doc, first::float8, last::float8, versions::float8, (count(*) over ())::integer as documents from (
    select doc, min(version) as first, max(version) as last, count(*) as versions from revision where ledger = $1 and doc is not null group by tbl, doc
  ) d where versions <> last - first + 1 or first <> 0 order by doc limit $2`);
// Data that is still to be redacted; of the others it has gone, or their blocks are not there.
const REDACTED = statement('imported_redactions', `
  update redaction q set done_at = clock_timestamp() where ledger = $1 and not exists (
    select from revision r where r.ledger = q.ledger and r.tbl = q.tbl and r.doc = q.doc and r.version = q.version and r.data is not null)`);
const TABLES = statement('restore_tables', `
  insert into user_table (ledger, id, seq, name, active, tags)
    select $1, t.id, t.seq, t.name, t.active, t.tags::jsonb
    from unnest($2::text[], $3::bigint[], $4::text[], $5::boolean[], $6::text[]) as t (id, seq, name, active, tags)`);
const INDEXES = statement('restore_indexes', `
  insert into user_index (ledger, id, tbl, field, seq, ready_seq)
    select $1, i.id, i.tbl, i.field, i.seq, $6 from unnest($2::text[], $3::text[], $4::text[], $5::bigint[]) as i (id, tbl, field, seq)`);
const NODES = statement('restore_nodes', `
  update block b set nodes = substring($4::bytea from n.at for n.length) from unnest($2::bigint[], $3::integer[], $5::integer[]) as n (seq, at, length)
  where b.ledger = $1 and b.seq = n.seq`);
const FIRST_TIME = statement('first_block_time', 'select ts::float8 from block where ledger = $1 order by seq limit 1');
// As every import does that starts: whoever locked the account behind the import could wait for one that has locked both the other way round.
const LOCK_ACCOUNT = statement('lock_account_of_import', `
  select account from account where account = (select account from ledger_import where ledger = $1) for update`);
const STAND_UP = statement('stand_up_ledger', `
  with finished as (delete from ledger_import where ledger = $1 and position = $2 returning account, name, strand)
  insert into ledger (
    ledger, account, name, strand, created_at, active_at, permissions_mode, deletion_protection, tags, imported_seq, foreign_seq, tree_seq
  ) overriding system value
  select $1, account, name, strand, $3, date_trunc('milliseconds', clock_timestamp()), $4, true, '{}', $2, $5, $6 from finished returning ledger`);

/** Finds the live documents among the revisions. @returns how many there are */
export async function restoreDocuments(db: Statements, ledger: number): Promise<number> {
  const [row] = await db.run<{ readonly count: number }>(DOCUMENTS, [ledger]);
  return row?.count ?? 0;
}

export interface IncompleteHistory {
  readonly documentId: string;
  /** Versions. */
  readonly first: number;
  readonly last: number;
  readonly versions: number;
}

/** Documents of which versions are missing, the first few of them, and how many there are. */
export async function findIncompleteHistories(
  db: Statements, ledger: number, limit: number,
): Promise<{ readonly count: number; readonly examples: readonly IncompleteHistory[] }> {
  const rows = await db.run<{ doc: string; first: number; last: number; versions: number; documents: number }>(INCOMPLETE, [ledger, limit]);
  return { count: rows[0]?.documents ?? 0, examples: rows.map(({ doc, first, last, versions }) => ({ documentId: doc, first, last, versions })) };
}

/** Leaves those redactions to be done whose data is still there. */
export async function settleRedactions(db: Statements, ledger: number): Promise<void> {
  await db.run(REDACTED, [ledger]);
}

export interface TableRow {
  readonly id: string;
  /** Number of the block that changed its status last. */
  readonly changedAt: number;
  readonly name: string;
  readonly active: boolean;
  readonly tags: ReadonlyMap<string, string>;
}

export interface IndexRow {
  readonly id: string;
  readonly tableId: string;
  readonly field: string;
  /** Number of the block that created it. */
  readonly createdAt: number;
}

export async function restoreTables(db: Statements, ledger: number, tables: readonly TableRow[]): Promise<void> {
  await db.run(TABLES, [
    ledger, tables.map(({ id }) => id), tables.map(({ changedAt }) => changedAt), tables.map(({ name }) => name), tables.map(({ active }) => active),
    tables.map(({ tags }) => JSON.stringify(Object.fromEntries(tags))),
  ]);
}

/** @param readySeq the block from which on the indexes answer queries */
export async function restoreIndexes(db: Statements, ledger: number, indexes: readonly IndexRow[], readySeq: number): Promise<void> {
  await db.run(INDEXES, [
    ledger, indexes.map(({ id }) => id), indexes.map(({ tableId }) => tableId), indexes.map(({ field }) => field),
    indexes.map(({ createdAt }) => createdAt), readySeq,
  ]);
}

/** Notes the nodes of the tree that blocks complete, which were not known when the blocks were inserted. */
export async function restoreNodes(
  db: Statements, ledger: number, blocks: ReadonlyArray<{ readonly sequenceNo: number; readonly nodes: readonly Buffer[] }>,
): Promise<void> {
  let at = 1;
  const places = blocks.map(({ nodes }) => {
    const place = at;
    at += 32 * nodes.length;
    return place;
  });
  await db.run(NODES, [
    ledger, blocks.map(({ sequenceNo }) => sequenceNo), places, Buffer.concat(blocks.flatMap(({ nodes }) => nodes)),
    blocks.map(({ nodes }) => 32 * nodes.length),
  ]);
}

export interface ImportedLedger {
  readonly permissionsMode: PermissionsMode;
  /** Number of the last block. */
  readonly position: number;
  /** Number of the last block that AWS's service made, -1 where there is none. */
  readonly foreignSeq: number;
  /** Number of the first block from which on the tree is known. */
  readonly treeSeq: number | undefined;
}

/**
 * Makes a ledger out of what has been imported; from the end of the transaction on it is there. Its creation is the time of its first block, so
 * that its whole journal can be exported and streamed.
 *
 * @returns false where somebody else has finished, continued or discarded the import
 */
export async function standUpLedger(db: Statements, ledger: number, imported: ImportedLedger): Promise<boolean> {
  const { permissionsMode, position, foreignSeq, treeSeq } = imported;
  const [first] = await db.run<{ readonly ts: number }>(FIRST_TIME, [ledger]);
  await db.run(LOCK_ACCOUNT, [ledger]);
  return first !== undefined
    && (await db.run(STAND_UP, [ledger, position, new Date(first.ts), permissionsMode, foreignSeq, treeSeq ?? null])).length === 1;
}
