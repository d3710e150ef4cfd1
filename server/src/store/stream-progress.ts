import { journalStream, type StreamId, type StreamRow } from './journal-streams';
import { noBlocksBefore } from './not-before';
import { statement, type Int8, type Statements } from './statement';
import type { JournalStream, StreamErrorCause } from '../model/journal-stream';

/** A stream that has not ended, and how far its journal has got. */
export interface StreamProgress {
  readonly stream: JournalStream;
  /** The journal's last block: its sequence number, and its time in milliseconds since the epoch. */
  readonly tip: number;
  readonly tipTime: number;
  /** Milliseconds since the destination was last seen to work, or not to. */
  readonly sinceCheck: number;
}

const PROGRESS = `
  select s.id, s.ledger, l.name as ledger_name, l.strand, s.name, s.created_at, s.status, s.error_cause, s.start_ms, s.end_ms, s.role_arn,
    s.kinesis_arn, s.aggregation, s.tags, s.position, s.last_seq, tip.seq as tip_seq, tip.ts as tip_ts,
    extract(epoch from clock_timestamp() - s.checked_at)::float8 * 1000 as since_check
  from journal_stream s join ledger l on l.ledger = s.ledger and l.gone_at is null and l.kms_key_inaccessible_at is null
    cross join lateral (select seq, ts from block where ledger = s.ledger order by seq desc limit 1) tip
  where s.finished_at is null`;
const RUNNING = statement('running_streams', `${PROGRESS} and l.account = $1 order by s.id`);
const READ = statement('stream_progress', `${PROGRESS} and s.ledger = $1 and s.id = $2`);
const SETTLE = statement('settle_stream', `
  update journal_stream set last_seq = last_block_at($1, (select seq from block where ledger = $1 order by seq desc limit 1), end_ms - 1)
  where ledger = $1 and id = $2 and last_seq is null`);
// Only from where it was: whoever has taken the stream over since then is not disturbed. Nothing is delivered any more of a ledger that is
// going or cannot be read.
const ADVANCE = statement('advance_stream', `
  update journal_stream s
  set position = $4, status = 'ACTIVE', error_cause = null, failing_since = null, failure = null, checked_at = clock_timestamp()
  from ledger l
  where s.ledger = $1 and s.id = $2 and s.position = $3 and s.finished_at is null
    and l.ledger = s.ledger and l.gone_at is null and l.kms_key_inaccessible_at is null
  returning s.id`);
const IMPAIR = statement('impair_stream', `
  update journal_stream
  set status = 'IMPAIRED', error_cause = $3, failure = $4, failing_since = coalesce(failing_since, clock_timestamp()), checked_at = clock_timestamp()
  where ledger = $1 and id = $2 and finished_at is null
  returning extract(epoch from clock_timestamp() - failing_since)::float8 * 1000 as milliseconds`);

type ProgressRow = StreamRow & { readonly tip_seq: Int8; readonly tip_ts: Int8; readonly since_check: number };

/** The streams that have not ended, of ledgers that can be read. */
export async function runningStreams(db: Statements, account: number): Promise<readonly StreamProgress[]> {
  return (await db.run<ProgressRow>(RUNNING, [account])).map(streamProgress);
}

/** The same of one, `undefined` when there is nothing more to do for it. */
export async function readStreamProgress(db: Statements, { ledger, id }: StreamId): Promise<StreamProgress | undefined> {
  const [row] = await db.run<ProgressRow>(READ, [ledger, id]);
  return row && streamProgress(row);
}

/**
 * Notes which block is the last one before the stream's end, and that there will be no other. Within a transaction.
 *
 * @param endMilliseconds the stream's end
 */
export async function settleStreamEnd(db: Statements, { ledger, id }: StreamId, endMilliseconds: number): Promise<void> {
  await noBlocksBefore(db, ledger, endMilliseconds);
  await db.run(SETTLE, [ledger, id]);
}

/**
 * Notes that everything before `position` is delivered, or with the position as it was that the destination works.
 *
 * @returns false when the stream has ended, or is delivered by another process
 */
export async function advanceStream(
  db: Statements, { ledger, id, position: from }: Pick<JournalStream, 'ledger' | 'id' | 'position'>, position: number,
): Promise<boolean> {
  return (await db.run(ADVANCE, [ledger, id, from, position])).length > 0;
}

/** @returns for how many milliseconds the stream has been impaired, `undefined` when it has ended */
export async function impairStream(db: Statements, { ledger, id }: StreamId, cause: StreamErrorCause, failure: string): Promise<number | undefined> {
  return (await db.run<{ readonly milliseconds: number }>(IMPAIR, [ledger, id, cause, failure]))[0]?.milliseconds;
}

function streamProgress(row: ProgressRow): StreamProgress {
  return { stream: journalStream(row), tip: Number(row.tip_seq), tipTime: Number(row.tip_ts), sinceCheck: Number(row.since_check) };
}
