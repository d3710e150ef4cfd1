import { statement, type Int8, type Statements } from './statement';
import type { IndexEntry, RedactionRecord } from '../transaction/ledger-storage';

/** A revision whose data has to go. */
export interface DueRedaction extends RedactionRecord {
  readonly ledger: number;
  /** The block that asks for it. */
  readonly requestedIn: number;
  readonly transactionId: string;
  /** Milliseconds since the epoch. */
  readonly transactionTime: number;
  readonly hash: Buffer;
  /** Ion binary. Absent when it has gone already. */
  readonly data?: Buffer;
  /** The data could not be bound to the hash when it was imported. */
  readonly unproven?: true;
  /** The indexes of its table, dropped ones included. */
  readonly indexes: ReadonlyArray<{ readonly id: string; readonly field: string }>;
}

const REQUEST = statement('request_redaction', `
  insert into redaction (ledger, seq, target_seq, tbl, doc, version) values ($1, $2, $3, $4, $5, $6)`);
const DUE = statement('due_redaction', `
  select q.ledger, q.seq, q.target_seq, q.tbl, q.doc, q.version, r.hash, r.data, r.unproven, b.tx, b.tx_time, (
    select coalesce(json_agg(json_build_object('id', i.id, 'field', i.field)), '[]') from user_index i where i.ledger = q.ledger and i.tbl = q.tbl
  ) as indexes
  from redaction q join ledger l on l.ledger = q.ledger and l.account = $1
    join block b on b.ledger = q.ledger and b.seq = q.target_seq
    join revision r on r.ledger = q.ledger and r.tbl = q.tbl and r.doc = q.doc and r.version = q.version
  where q.done_at is null and q.requested_at <= clock_timestamp() - $2::float8 * interval '1 millisecond'
  order by q.requested_at limit 1`);
const REMOVE = statement('remove_data', `
  update revision set data = null, data_hash = $5
  where ledger = $1 and tbl = $2 and doc = $3 and version = $4 and data is not null`);
const REMOVE_ENTRIES = statement('remove_redacted_entries', `
  delete from entry where ctid = any (array(
    select e.ctid from unnest($3::text[], $4::bytea[]) as gone (idx, key) cross join lateral (
      select ctid from entry where ledger = $1 and idx = gone.idx and key = gone.key and doc = $2 and until < 9223372036854775807 offset 0) e))`);
const DONE = statement('redaction_done', 'update redaction set done_at = clock_timestamp() where ledger = $1 and seq = $2');
const VACUUM = statement('vacuum_redacted', 'vacuum (skip_locked) revision, entry');

/** Notes a revision whose data has to go, within the transaction that commits the redaction as block `sequenceNo`. */
export async function requestRedaction(db: Statements, ledger: number, sequenceNo: number, target: RedactionRecord): Promise<void> {
  await db.run(REQUEST, [ledger, sequenceNo, target.sequenceNo, target.tableId, target.documentId, target.version]);
}

/** The oldest request that has waited for as long as it should. */
export async function nextRedaction(db: Statements, account: number, delayMilliseconds: number): Promise<DueRedaction | undefined> {
  const [row] = await db.run<{
    readonly ledger: number; readonly seq: Int8; readonly target_seq: Int8; readonly tbl: string; readonly doc: string; readonly version: Int8;
    readonly hash: Buffer; readonly data: Buffer | null; readonly unproven: boolean; readonly tx: string; readonly tx_time: Int8;
    readonly indexes: ReadonlyArray<{ readonly id: string; readonly field: string }>;
  }>(DUE, [account, delayMilliseconds]);
  return row && {
    ledger: row.ledger,
    requestedIn: Number(row.seq),
    sequenceNo: Number(row.target_seq),
    tableId: row.tbl,
    documentId: row.doc,
    version: Number(row.version),
    transactionId: row.tx,
    transactionTime: Number(row.tx_time),
    hash: row.hash,
    indexes: row.indexes,
    ...(row.data && { data: row.data }),
    ...(row.unproven && { unproven: row.unproven }),
  };
}

/**
 * Puts the data's hash in the place of the data, and removes what indexes still hold of it. An entry that the live revision shares stays.
 *
 * @param dataHash `undefined` where it is not known
 */
export async function redact(db: Statements, redaction: DueRedaction, dataHash: Buffer | undefined, entries: readonly IndexEntry[]): Promise<void> {
  const { ledger, tableId, documentId, version } = redaction;
  await db.run(REMOVE, [ledger, tableId, documentId, version, dataHash ?? null]);
  await db.run(REMOVE_ENTRIES, [ledger, documentId, entries.map(({ indexId }) => indexId), entries.map(({ key }) => key)]);
  await finishRedaction(db, redaction);
}

export async function finishRedaction(db: Statements, { ledger, requestedIn }: DueRedaction): Promise<void> {
  await db.run(DONE, [ledger, requestedIn]);
}

/** Has the database give free what redacted revisions and entries took. Not within a transaction. */
export async function vacuumRedacted(db: Statements): Promise<void> {
  await db.run(VACUUM);
}
