import { noBlocksBefore } from './not-before';
import { statement, type Int8, type Statements } from './statement';
import type { JournalStream, StreamErrorCause, StreamStatus } from '../model/journal-stream';

export type NewStream = Pick<
  JournalStream, 'id' | 'ledger' | 'name' | 'startMilliseconds' | 'endMilliseconds' | 'roleArn' | 'kinesisArn' | 'aggregation'
> & { readonly tags: ReadonlyMap<string, string> };

const COLUMNS = `
  s.id, s.ledger, l.name as ledger_name, l.strand, s.name, s.created_at, s.status, s.error_cause, s.start_ms, s.end_ms, s.role_arn, s.kinesis_arn,
  s.aggregation, s.tags, s.position, s.last_seq`;
const STREAMS = 'journal_stream s join ledger l on l.ledger = s.ledger and l.account = $1';
/** A stream that has ended is kept for $2 milliseconds. */
const NOT_EXPIRED = '(s.finished_at is null or s.finished_at > clock_timestamp() - make_interval(secs => $2::float8 / 1000))';

const COUNT = statement('count_streams', 'select count(*)::integer as count from journal_stream where ledger = $1 and finished_at is null');
const NAMED = statement('stream_of_name', 'select from journal_stream where ledger = $1 and name = $2 and finished_at is null');
// The journal's first block is streamed only where it is not the genesis block, which has nothing in it.
const INSERT = statement('insert_stream', `
  insert into journal_stream (
    ledger, id, name, created_at, status, start_ms, end_ms, role_arn, kinesis_arn, aggregation, tags, position, checked_at
  )
  select $1, $2, $3, date_trunc('milliseconds', clock_timestamp()), 'ACTIVE', $4, $5, $6, $7, $8, $9,
    greatest(1, edge.first, last_block_at($1, edge.last, $4::bigint - 1) + 1), clock_timestamp()
  from (
    select (select seq from block where ledger = $1 order by seq limit 1) as first, (select seq from block where ledger = $1 order by seq desc limit 1) as last
  ) as edge`);
const FIND = statement('find_stream', `select ${COLUMNS} from ${STREAMS} where ${NOT_EXPIRED} and s.ledger = $3 and s.id = $4`);
const LOCK = statement('lock_stream', `select ${COLUMNS} from ${STREAMS} where ${NOT_EXPIRED} and s.ledger = $3 and s.id = $4 for update of s`);
const LIST = statement('list_streams', `
  select ${COLUMNS} from ${STREAMS} where ${NOT_EXPIRED} and s.ledger = $3 and s.id > $4 order by s.id limit $5`);
const SET_TAGS = statement('tag_stream', 'update journal_stream set tags = $3 where ledger = $1 and id = $2');
const FINISH = statement('finish_stream', `
  update journal_stream set status = $3, finished_at = clock_timestamp(),
    error_cause = case when $3 = 'FAILED' then error_cause end, failure = coalesce($4, failure)
  where ledger = $1 and id = $2 and finished_at is null returning id`);
const FORGET = statement('forget_streams', "delete from journal_stream where finished_at <= clock_timestamp() - $1::float8 * interval '1 millisecond'");

export interface StreamRow {
  readonly id: string;
  readonly ledger: number;
  readonly ledger_name: string;
  readonly strand: string;
  readonly name: string;
  readonly created_at: Date;
  readonly status: StreamStatus;
  readonly error_cause: StreamErrorCause | null;
  readonly start_ms: Int8;
  readonly end_ms: Int8 | null;
  readonly role_arn: string;
  readonly kinesis_arn: string;
  readonly aggregation: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly position: Int8;
  readonly last_seq: Int8 | null;
}

export type StreamId = Pick<JournalStream, 'ledger' | 'id'>;

/** How many streams of the ledger have not ended. */
export async function countActiveStreams(db: Statements, ledger: number): Promise<number> {
  return (await db.run<{ readonly count: number }>(COUNT, [ledger]))[0]?.count ?? 0;
}

/** Whether a stream that has not ended bears the name. */
export async function isStreamNameTaken(db: Statements, ledger: number, name: string): Promise<boolean> {
  return (await db.run(NAMED, [ledger, name])).length > 0;
}

/** Notes a stream that begins with the first block at or after its start; no later block gets a time before it. The ledger must be locked. */
export async function insertStream(db: Statements, request: NewStream): Promise<void> {
  const { id, ledger, name, startMilliseconds, endMilliseconds, roleArn, kinesisArn, aggregation, tags } = request;
  await noBlocksBefore(db, ledger, startMilliseconds);
  await db.run(INSERT, [
    ledger, id, name, startMilliseconds, endMilliseconds ?? null, roleArn, kinesisArn, aggregation, JSON.stringify(Object.fromEntries(tags)),
  ]);
}

export interface StreamQuery extends StreamId {
  readonly account: number;
  readonly expiryMilliseconds: number;
}

export async function findStream(db: Statements, { account, expiryMilliseconds, ledger, id }: StreamQuery): Promise<JournalStream | undefined> {
  const [row] = await db.run<StreamRow>(FIND, [account, expiryMilliseconds, ledger, id]);
  return row && journalStream(row);
}

/** As `findStream`, and nobody else changes the stream until the transaction ends. */
export async function lockStream(db: Statements, { account, expiryMilliseconds, ledger, id }: StreamQuery): Promise<JournalStream | undefined> {
  const [row] = await db.run<StreamRow>(LOCK, [account, expiryMilliseconds, ledger, id]);
  return row && journalStream(row);
}

/** The ledger's streams in the order of their ids, which is that in which they were made. */
export async function listStreams(
  db: Statements, account: number, expiryMilliseconds: number,
  { ledger, after = '', limit }: { readonly ledger: number; readonly after?: string; readonly limit: number },
): Promise<readonly JournalStream[]> {
  return (await db.run<StreamRow>(LIST, [account, expiryMilliseconds, ledger, after, limit])).map(journalStream);
}

export async function setStreamTags(db: Statements, { ledger, id }: StreamId, tags: ReadonlyMap<string, string>): Promise<void> {
  await db.run(SET_TAGS, [ledger, id, JSON.stringify(Object.fromEntries(tags))]);
}

/** @returns false when it had ended before */
export async function finishStream(
  db: Statements, { ledger, id }: StreamId, status: Extract<StreamStatus, 'COMPLETED' | 'CANCELED' | 'FAILED'>, failure?: string,
): Promise<boolean> {
  return (await db.run(FINISH, [ledger, id, status, failure ?? null])).length > 0;
}

/** Removes what is left of streams that ended that long ago. */
export async function forgetStreams(db: Statements, expiryMilliseconds: number): Promise<void> {
  await db.run(FORGET, [expiryMilliseconds]);
}

export function journalStream(row: StreamRow): JournalStream {
  return {
    id: row.id,
    ledger: row.ledger,
    ledgerName: row.ledger_name,
    strandId: row.strand,
    name: row.name,
    createdAt: row.created_at,
    status: row.status,
    ...(row.error_cause !== null && { errorCause: row.error_cause }),
    startMilliseconds: Number(row.start_ms),
    ...(row.end_ms !== null && { endMilliseconds: Number(row.end_ms) }),
    roleArn: row.role_arn,
    kinesisArn: row.kinesis_arn,
    aggregation: row.aggregation,
    tags: row.tags,
    position: Number(row.position),
    ...(row.last_seq !== null && { last: Number(row.last_seq) }),
  };
}
