import { statement, type Int8, type Statements } from './statement';
import type { HistoryQuery, RevisionInBlock, StoredRevision } from '../transaction/ledger-storage';

interface RevisionRow {
  readonly seq: Int8;
  readonly doc: string;
  readonly version: Int8;
  readonly hash: Buffer;
  readonly data: Buffer | null;
  readonly data_hash: Buffer | null;
  readonly unproven: boolean;
  readonly tx: string;
  readonly tx_time: Int8;
}

const COLUMNS = 'r.seq, r.doc, r.version, r.hash, r.data, r.data_hash, r.unproven, b.tx, b.tx_time';

/*
 * Joins are look-ups by key, one for each row: `offset 0` leaves the planner no other way. Right after a ledger has grown it knows
 * nothing of its rows, and would take one join over everything, or any index that begins with the ledger, for the cheapest.
 */
const WITH_BLOCK = 'cross join lateral (select tx, tx_time from block where ledger = $1 and seq = r.seq offset 0) b';

/** The revision of document `d.doc` that is the latest at snapshot $3, unless it is a deletion. */
const LIVE_AT_SNAPSHOT = `
  cross join lateral (
    select * from (select * from revision where ledger = $1 and tbl = $2 and doc = d.doc order by version desc offset 0) known
    where seq <= $3 limit 1
  ) r ${WITH_BLOCK} where num_nonnulls(r.data, r.data_hash) > 0`;

// Documents that have not changed since the snapshot, and those that have, as they were. What has changed since is little.
const SCAN = statement('scan', `
  select * from (
    (select ${COLUMNS} from (
      select seq, ord from document where ledger = $1 and tbl = $2 and seq <= $3 and doc > $4 order by doc limit $5
    ) d cross join lateral (select * from revision where ledger = $1 and seq = d.seq and ord = d.ord offset 0) r ${WITH_BLOCK})
    union all
    (select ${COLUMNS} from (
      select distinct doc from (select tbl, doc from revision where ledger = $1 and seq > $3 offset 0) changed where tbl = $2 and doc > $4
    ) d ${LIVE_AT_SNAPSHOT})
  ) live order by doc limit $5`);
const LIVE_BY_IDS = statement('live_by_ids', `
  select ${COLUMNS} from (select distinct unnest($4::text[]) collate "C" as doc) d ${LIVE_AT_SNAPSHOT}`);
const LIVE_BY_KEYS = statement('live_by_keys', `
  select ${COLUMNS} from (
    select distinct doc from entry where ledger = $1 and idx = $4 and key = any($5::bytea[]) and seq <= $3 and until > $3
  ) d ${LIVE_AT_SNAPSHOT}`);
const RANGE = statement('history_range', 'select last_block_at($1, $2, $3) as first, last_block_at($1, $2, $4) as last');
// A revision has ended before the range when the one that replaced it is not younger than the range's start.
const HISTORY = (documents: string) => `
  select ${COLUMNS} from revision r ${WITH_BLOCK}
  where r.ledger = $1 and r.tbl = $2 and r.seq + 0 <= $3 and (r.doc, r.version) > ($4, $5) ${documents}
    and ($6::bigint < 0 or not exists (
      select from revision n where n.ledger = $1 and n.tbl = $2 and n.doc = r.doc and n.version = r.version + 1 and n.seq + 0 <= $6))
  order by r.doc, r.version limit $7`;
const HISTORY_OF_TABLE = statement('history', HISTORY(''));
const HISTORY_OF_DOCUMENTS = statement('history_of_documents', HISTORY('and r.doc = any($8::text[])'));
const IN_BLOCK = statement('revision_in_block', `
  select ${COLUMNS}, r.tbl,
    exists (select from document d where d.ledger = r.ledger and d.tbl = r.tbl and d.doc = r.doc and d.version = r.version) as live
  from (select * from revision where ledger = $1 and seq = $2 offset 0) r ${WITH_BLOCK} where r.doc = $3`);
const INDEX_TABLE = statement('index_table', 'select tbl from user_index where ledger = $1 and id = $2');

export interface Place {
  readonly ledger: number;
  readonly snapshot: number;
}

export async function scanTable(
  db: Statements, { ledger, snapshot }: Place, tableId: string, page: { readonly after?: string; readonly limit: number },
): Promise<readonly StoredRevision[]> {
  return (await db.run<RevisionRow>(SCAN, [ledger, tableId, snapshot, page.after ?? '', page.limit])).map(revisionOf);
}

export async function findLiveByIds(
  db: Statements, { ledger, snapshot }: Place, tableId: string, documentIds: readonly string[],
): Promise<readonly StoredRevision[]> {
  return (await db.run<RevisionRow>(LIVE_BY_IDS, [ledger, tableId, snapshot, documentIds])).map(revisionOf);
}

export async function findLiveByKeys(
  db: Statements, { ledger, snapshot }: Place, tableId: string, indexId: string, keys: readonly Buffer[],
): Promise<readonly StoredRevision[]> {
  return (await db.run<RevisionRow>(LIVE_BY_KEYS, [ledger, tableId, snapshot, indexId, keys])).map(revisionOf);
}

/** The table of an index, which never changes; `undefined` where there is no such index. */
export async function findTableOfIndex(db: Statements, ledger: number, indexId: string): Promise<string | undefined> {
  return (await db.run<{ readonly tbl: string }>(INDEX_TABLE, [ledger, indexId]))[0]?.tbl;
}

export async function findHistory(
  db: Statements, { ledger, snapshot }: Place, tableId: string, query: HistoryQuery,
): Promise<readonly StoredRevision[]> {
  const { start, end, documentIds, after, limit } = query;
  let first = -1;
  let last = snapshot;
  if (start !== undefined || end !== undefined) {
    // Times outside of what 64 bits hold cannot come: they are those of calendar dates.
    const times = [start ?? -1, end ?? Number.MAX_SAFE_INTEGER];
    const [range] = await db.run<{ readonly first: Int8; readonly last: Int8 }>(RANGE, [ledger, snapshot, ...times]);
    first = start === undefined ? -1 : Number(range?.first ?? -1);
    last = Number(range?.last ?? -1);
  }
  const values = [ledger, tableId, last, after?.documentId ?? '', after?.version ?? -1, first, limit];
  const rows = documentIds
    ? await db.run<RevisionRow>(HISTORY_OF_DOCUMENTS, [...values, documentIds])
    : await db.run<RevisionRow>(HISTORY_OF_TABLE, values);
  return rows.map(revisionOf);
}

export async function findRevisionInBlock(
  db: Statements, ledger: number, sequenceNo: number, documentId: string,
): Promise<RevisionInBlock | undefined> {
  const [row] = await db.run<RevisionRow & { readonly tbl: string; readonly live: boolean }>(IN_BLOCK, [ledger, sequenceNo, documentId]);
  return row && { ...revisionOf(row), tableId: row.tbl, live: row.live };
}

function revisionOf(row: RevisionRow): StoredRevision {
  return {
    documentId: row.doc,
    version: Number(row.version),
    sequenceNo: Number(row.seq),
    transactionId: row.tx,
    transactionTime: Number(row.tx_time),
    hash: row.hash,
    ...(row.data && { data: row.data }),
    ...(row.data_hash && { dataHash: row.data_hash }),
    ...(row.unproven && { unproven: row.unproven }),
  };
}
