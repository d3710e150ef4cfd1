import { statement, type Int8, type Statements } from './statement';

interface IndexBuildRow {
  readonly ledger: number;
  readonly id: string;
  readonly tbl: string;
  readonly field: string;
  readonly built_up_to: string;
}

/** An index that does not have the documents yet that were there before it. */
export interface IndexBuild {
  readonly ledger: number;
  readonly indexId: string;
  readonly tableId: string;
  readonly field: string;
  /** The last document that has its entry; they come in the order of their ids. Empty at first. */
  readonly builtUpTo: string;
}

export interface LiveDocument {
  readonly documentId: string;
  readonly sequenceNo: number;
  /** Ion binary. */
  readonly data: Buffer;
}

export interface BuiltEntry {
  readonly documentId: string;
  readonly sequenceNo: number;
  readonly key: Buffer;
}

const FOREVER = '9223372036854775807';

// Joins are look-ups by key, as in `revisions.ts`.
const NEXT = statement('next_index_build', `
  select i.ledger, i.id, i.tbl, i.field, i.built_up_to from user_index i join ledger l on l.ledger = i.ledger and l.account = $1 and l.gone_at is null
  where i.ready_seq is null and i.failure is null and i.until = ${FOREVER} order by i.ledger, i.seq limit 1`);
const DOCUMENTS = statement('documents_to_index', `
  select d.doc, d.seq, r.data from (
    select doc, seq, ord from document where ledger = $1 and tbl = $2 and doc > $3 order by doc limit $4
  ) d cross join lateral (select data from revision where ledger = $1 and seq = d.seq and ord = d.ord offset 0) r order by d.doc`);
const CHANGED = statement('changed_documents', `
  select d.doc, d.seq, r.data from unnest($3::text[], $4::bigint[]) as known (doc, seq)
    cross join lateral (
      select * from document where ledger = $1 and tbl = $2 and doc = known.doc and seq <> known.seq offset 0) d
    cross join lateral (select data from revision where ledger = $1 and seq = d.seq and ord = d.ord offset 0) r`);
// A document that is gone meanwhile needs none; one that has an open entry has the right one.
const INSERT = statement('insert_built_entries', `
  insert into entry (ledger, idx, key, doc, seq)
    select $1, $3, built.key, built.doc, built.seq from unnest($4::text[], $5::bigint[], $6::bytea[]) as built (doc, seq, key)
      cross join lateral (select from document where ledger = $1 and tbl = $2 and doc = built.doc and seq = built.seq offset 0) d
    where not exists (
      select from entry e where e.ledger = $1 and e.idx = $3 and e.key = built.key and e.doc = built.doc and e.until = ${FOREVER})
  on conflict do nothing`);
const ADVANCE = statement('advance_index_build', `
  update user_index set built_up_to = $4, ready_seq = case when $5::boolean then (select max(seq) from block where ledger = $1) end
  where ledger = $1 and id = $2 and built_up_to = $3 and ready_seq is null and until = ${FOREVER} returning id`);
const FAIL = statement('fail_index_build', `
  update user_index set failure = $3 where ledger = $1 and id = $2 and ready_seq is null returning id`);

export async function nextIndexBuild(db: Statements, account: number): Promise<IndexBuild | undefined> {
  const [row] = await db.run<IndexBuildRow>(
    NEXT, [account]);
  return row && { ledger: row.ledger, indexId: row.id, tableId: row.tbl, field: row.field, builtUpTo: row.built_up_to };
}

/** The next documents as they are now, in the order of their ids. */
export async function documentsToIndex(db: Statements, { ledger, tableId, builtUpTo }: IndexBuild, limit: number): Promise<readonly LiveDocument[]> {
  return (await db.run<DocumentRow>(DOCUMENTS, [ledger, tableId, builtUpTo, limit])).map(documentOf);
}

/** Of some documents those that have changed meanwhile, as they are now. */
export async function changedDocuments(
  db: Statements, { ledger, tableId }: IndexBuild, documents: readonly LiveDocument[],
): Promise<readonly LiveDocument[]> {
  const values = [ledger, tableId, documents.map(({ documentId }) => documentId), documents.map(({ sequenceNo }) => sequenceNo)];
  return (await db.run<DocumentRow>(CHANGED, values)).map(documentOf);
}

export async function insertBuiltEntries(db: Statements, { ledger, tableId, indexId }: IndexBuild, entries: readonly BuiltEntry[]): Promise<void> {
  await db.run(INSERT, [
    ledger, tableId, indexId,
    entries.map(({ documentId }) => documentId), entries.map(({ sequenceNo }) => sequenceNo), entries.map(({ key }) => key),
  ]);
}

/**
 * Notes how far the build has come. A finished index answers queries from the last block on; the ledger must be locked.
 *
 * @returns false when another process has gone on with it, or the index is dropped
 */
export async function advanceIndexBuild(
  db: Statements, { ledger, indexId, builtUpTo }: IndexBuild, upTo: string, finished: boolean,
): Promise<boolean> {
  return (await db.run(ADVANCE, [ledger, indexId, builtUpTo, upTo, finished])).length === 1;
}

export async function failIndexBuild(db: Statements, { ledger, indexId }: IndexBuild, message: string): Promise<void> {
  await db.run(FAIL, [ledger, indexId, message]);
}

interface DocumentRow {
  readonly doc: string;
  readonly seq: Int8;
  readonly data: Buffer;
}

function documentOf({ doc, seq, data }: DocumentRow): LiveDocument {
  return { documentId: doc, sequenceNo: Number(seq), data };
}
