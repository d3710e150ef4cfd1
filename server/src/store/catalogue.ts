import { statement, type Int8, type Statement, type Statements } from './statement';
import type { CatalogueChange, CatalogueSnapshot, StoredIndex, StoredTable } from '../transaction/ledger-storage';

interface TableRow {
  readonly snapshot: Int8 | null;
  /** `null` in the one row of a ledger without tables. */
  readonly id: string | null;
  readonly name: string;
  readonly active: boolean;
  /** `[]` for a table without indexes. */
  readonly indexes: ReadonlyArray<{ readonly id: string; readonly field: string; readonly ready: Int8 | null; readonly failure: string | null }>;
}

const tablesAt = (snapshot: string) => `
  select s.seq as snapshot, t.id, t.name, t.active, coalesce((
    select json_agg(json_build_object('id', i.id, 'field', i.field, 'ready', i.ready_seq, 'failure', i.failure) order by i.seq, i.id)
    from user_index i where i.ledger = $1 and i.tbl = t.id and i.seq <= s.seq and i.until > s.seq
  ), '[]') as indexes
  from (${snapshot}) s left join user_table t on t.ledger = $1 and t.seq <= s.seq and t.until > s.seq order by t.name, t.id`;
const CATALOGUE = statement('catalogue', tablesAt('select $2::bigint as seq'));
const LATEST = statement('latest', tablesAt(`
  select (select seq from block where ledger = $1 order by seq desc limit 1) as seq from ledger where ledger = $1 and gone_at is null`));

/** Every table at a snapshot, dropped ones included. */
export async function readCatalogue(db: Statements, ledger: number, snapshot: number): Promise<readonly StoredTable[]> {
  return tablesOf(await db.run<TableRow>(CATALOGUE, [ledger, snapshot]), snapshot);
}

/** The tables at the last block; `undefined` when there is no block yet, `'gone'` when the ledger is no more or being deleted. */
export async function readLatestCatalogue(db: Statements, ledger: number): Promise<CatalogueSnapshot | undefined | 'gone'> {
  const rows = await db.run<TableRow>(LATEST, [ledger]);
  const [first] = rows;
  if (!first) {
    return 'gone';
  }
  return first.snapshot === null ? undefined : { snapshot: Number(first.snapshot), tables: tablesOf(rows, Number(first.snapshot)) };
}

function tablesOf(rows: readonly TableRow[], snapshot: number): readonly StoredTable[] {
  return rows.flatMap(({ id, name, active, indexes }) => id === null ? [] : [{
    id,
    name,
    active,
    indexes: indexes.map((index): StoredIndex => ({
      id: index.id,
      field: index.field,
      status: index.failure !== null ? 'FAILED' : index.ready !== null && Number(index.ready) <= snapshot ? 'ONLINE' : 'BUILDING',
      ...(index.failure !== null && { message: index.failure }),
    })),
  }]);
}

const FOREVER = '9223372036854775807';

const CREATE_TABLE = statement('create_table', `
  insert into user_table (ledger, id, seq, name, active, tags) values ($1, $3, $2, $4, true, $5) returning id`);
// Dropped and undropped within one transaction, a table changes in its one row.
const SET_ACTIVE = statement('set_table_active', `
  with changed as (
    update user_table set active = case when seq = $2 then $4 else active end, until = case when seq = $2 then until else $2 end
    where ledger = $1 and id = $3 and until = ${FOREVER} and active <> $4
    returning id, name, tags, until
  ), added as (
    insert into user_table (ledger, id, seq, name, active, tags) select $1, id, $2, name, $4, tags from changed where until = $2 returning id
  )
  select id from changed`);
// Of a table without documents every index is ready. A document of this very block has its entry.
const CREATE_INDEX = statement('create_index', `
  insert into user_index (ledger, id, tbl, field, seq, ready_seq)
    select $1, $4, $3, $5, $2, case when not exists (select from document where ledger = $1 and tbl = $3 and seq < $2) then $2::bigint end
    where exists (select from user_table where ledger = $1 and id = $3 and until = ${FOREVER})
  returning id`);
const DROP_INDEX = statement('drop_index', `
  update user_index set until = $2 where ledger = $1 and id = $4 and tbl = $3 and until = ${FOREVER} returning id`);

/**
 * Applies the changes that the block makes to the catalogue, within the transaction that appends it.
 *
 * @throws Error when one of them does not fit what there is
 */
export async function changeCatalogue(db: Statements, ledger: number, sequenceNo: number, changes: readonly CatalogueChange[]): Promise<void> {
  for (const change of changes) {
    const [query, values] = statementFor(change);
    const changed = await db.run(query, [ledger, sequenceNo, change.tableId, ...values]);
    if (changed.length !== 1) {
      throw new Error(`block ${sequenceNo} of ledger ${ledger}: ${change.kind} of table ${change.tableId} does not fit the catalogue`);
    }
  }
}

function statementFor(change: CatalogueChange): readonly [Statement, readonly unknown[]] {
  switch (change.kind) {
    case 'create-table':
      return [CREATE_TABLE, [change.name, JSON.stringify(Object.fromEntries(change.tags))]];
    case 'drop-table':
      return [SET_ACTIVE, [false]];
    case 'undrop-table':
      return [SET_ACTIVE, [true]];
    case 'create-index':
      return [CREATE_INDEX, [change.indexId, change.field]];
    case 'drop-index':
      return [DROP_INDEX, [change.indexId]];
  }
}
