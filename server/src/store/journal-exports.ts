import { noBlocksBefore } from './not-before';
import { statement, type Int8, type Statements } from './statement';
import type { ExportRecord, ExportStatus, ObjectEncryptionType, OutputFormat } from '../model/journal-export';

export type NewExport = Pick<
  ExportRecord, 'id' | 'ledger' | 'startMilliseconds' | 'endMilliseconds' | 'roleArn' | 'bucket' | 'prefix' | 'encryption' | 'outputFormat'
>;

const COLUMNS = `
  e.id, e.ledger, l.name, l.strand, e.requested_at, e.status, e.start_ms, e.end_ms, e.role_arn, e.bucket, e.prefix, e.encryption, e.kms_key_arn,
  e.output_format, e.first_seq, e.last_seq`;
const EXPORTS = 'journal_export e join ledger l on l.ledger = e.ledger and l.account = $1 and l.gone_at is null';
/** A finished export is kept for $2 milliseconds. */
const NOT_EXPIRED = '(e.finished_at is null or e.finished_at > clock_timestamp() - make_interval(secs => $2::float8 / 1000))';

const COUNT = statement('count_exports', "select count(*)::integer as count from journal_export where ledger = $1 and status = 'IN_PROGRESS'");
// The journal's first block is exported only where it is not the genesis block, which has nothing in it.
const INSERT = statement('insert_export', `
  insert into journal_export (
    ledger, id, requested_at, status, start_ms, end_ms, role_arn, bucket, prefix, encryption, kms_key_arn, output_format, first_seq, last_seq
  )
  select $1, $2, date_trunc('milliseconds', clock_timestamp()), 'IN_PROGRESS', $3, $4, $5, $6, $7, $8, $9, $10,
    greatest(1, edge.first, last_block_at($1, edge.last, $3::bigint - 1) + 1), last_block_at($1, edge.last, $4::bigint - 1)
  from (
    select (select seq from block where ledger = $1 order by seq limit 1) as first, (select seq from block where ledger = $1 order by seq desc limit 1) as last
  ) as edge
  returning requested_at, first_seq, last_seq`);
const FIND = statement('find_export', `select ${COLUMNS} from ${EXPORTS} where ${NOT_EXPIRED} and e.ledger = $3 and e.id = $4`);
const LIST = statement('list_exports', `
  select ${COLUMNS} from ${EXPORTS} where ${NOT_EXPIRED} and ($3::integer is null or e.ledger = $3) and e.id > $4 order by e.id limit $5`);
const RUNNING = statement('running_exports', `
  select ${COLUMNS} from ${EXPORTS}
  where e.status = 'IN_PROGRESS' and l.kms_key_inaccessible_at is null and e.requested_at <= clock_timestamp() - $2::float8 * interval '1 millisecond'
  order by e.id`);
const IS_RUNNING = statement('export_is_running', "select from journal_export where ledger = $1 and id = $2 and status = 'IN_PROGRESS'");
const LAST_OBJECT = statement('last_export_object', `
  select n, first_seq, last_seq, key, written from journal_export_object where ledger = $1 and export = $2 order by n desc limit 1`);
// Nothing is begun for an export that is finished, or whose ledger is going or cannot be read; nor by two at once.
const BEGIN = statement('begin_export_object', `
  insert into journal_export_object (ledger, export, n, first_seq, last_seq, key)
  select $1, $2, $3, $4, $5, $6 from journal_export e join ledger l on l.ledger = e.ledger and l.gone_at is null and l.kms_key_inaccessible_at is null
  where e.ledger = $1 and e.id = $2 and e.status = 'IN_PROGRESS'
  on conflict do nothing returning n`);
const WRITTEN = statement('export_object_written', `
  with written as (update journal_export_object set written = true where ledger = $1 and export = $2 and n = $3)
  update journal_export set failing_since = null where ledger = $1 and id = $2 and failing_since is not null`);
const KEYS = statement('export_keys', 'select key from journal_export_object where ledger = $1 and export = $2 order by n');
const FINISH = statement('finish_export', `
  update journal_export set status = $3, failure = $4, finished_at = clock_timestamp()
  where ledger = $1 and id = $2 and status = 'IN_PROGRESS' returning id`);
const FAILING = statement('export_failing', `
  update journal_export set failing_since = coalesce(failing_since, clock_timestamp()), failure = $3
  where ledger = $1 and id = $2 and status = 'IN_PROGRESS'
  returning extract(epoch from clock_timestamp() - failing_since)::float8 * 1000 as milliseconds`);
const FORGET = statement('forget_exports', `
  with expired as (
    delete from journal_export where finished_at <= clock_timestamp() - $1::float8 * interval '1 millisecond' returning ledger, id
  )
  delete from journal_export_object o using expired e where o.ledger = e.ledger and o.export = e.id`);

interface ExportRow {
  readonly id: string;
  readonly ledger: number;
  readonly name: string;
  readonly strand: string;
  readonly requested_at: Date;
  readonly status: ExportStatus;
  readonly start_ms: Int8;
  readonly end_ms: Int8;
  readonly role_arn: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly encryption: ObjectEncryptionType;
  readonly kms_key_arn: string | null;
  readonly output_format: OutputFormat | null;
  readonly first_seq: Int8;
  readonly last_seq: Int8;
}

/** A data object of an export, written or about to be. */
export interface ExportObject {
  /** From 0. */
  readonly n: number;
  /** Sequence numbers of its blocks. */
  readonly first: number;
  readonly last: number;
  readonly key: string;
}

type ExportId = Pick<ExportRecord, 'ledger' | 'id'>;

export async function countRunningExports(db: Statements, ledger: number): Promise<number> {
  return (await db.run<{ readonly count: number }>(COUNT, [ledger]))[0]?.count ?? 0;
}

/**
 * Notes an export of the blocks that are there, and that no later one gets a time within it. The ledger must be locked.
 *
 * @returns the sequence numbers of the first and the last block
 */
export async function insertExport(db: Statements, request: NewExport): Promise<{ readonly first: number; readonly last: number }> {
  const { id, ledger, startMilliseconds, endMilliseconds, roleArn, bucket, prefix, encryption, outputFormat } = request;
  await noBlocksBefore(db, ledger, endMilliseconds);
  const [row] = await db.run<Pick<ExportRow, 'first_seq' | 'last_seq'>>(INSERT, [
    ledger, id, startMilliseconds, endMilliseconds, roleArn, bucket, prefix, encryption.type, encryption.kmsKeyArn ?? null, outputFormat ?? null,
  ]);
  return { first: Number(row?.first_seq), last: Number(row?.last_seq) };
}

export async function findExport(
  db: Statements, account: number, expiryMilliseconds: number, ledger: number, id: string,
): Promise<ExportRecord | undefined> {
  const [row] = await db.run<ExportRow>(FIND, [account, expiryMilliseconds, ledger, id]);
  return row && exportRecord(row);
}

/** Exports in the order of their ids, which is that in which they were made: of one ledger, or of all of the account. */
export async function listExports(
  db: Statements, account: number, expiryMilliseconds: number,
  { ledger, after = '', limit }: { readonly ledger?: number; readonly after?: string; readonly limit: number },
): Promise<readonly ExportRecord[]> {
  return (await db.run<ExportRow>(LIST, [account, expiryMilliseconds, ledger ?? null, after, limit])).map(exportRecord);
}

/** The exports to work on: those that were requested long enough ago, of ledgers that can be read. */
export async function runningExports(db: Statements, account: number, delayMilliseconds: number): Promise<readonly ExportRecord[]> {
  return (await db.run<ExportRow>(RUNNING, [account, delayMilliseconds])).map(exportRecord);
}

/** Whether there is still something to do for an export that was found some time ago. */
export async function isExportRunning(db: Statements, { ledger, id }: ExportId): Promise<boolean> {
  return (await db.run(IS_RUNNING, [ledger, id])).length > 0;
}

/** The data object that was begun last. */
export async function lastExportObject(
  db: Statements, { ledger, id }: ExportId,
): Promise<(ExportObject & { readonly written: boolean }) | undefined> {
  const [row] = await db.run<{
    readonly n: number; readonly first_seq: Int8; readonly last_seq: Int8; readonly key: string; readonly written: boolean;
  }>(LAST_OBJECT, [ledger, id]);
  return row && { n: row.n, first: Number(row.first_seq), last: Number(row.last_seq), key: row.key, written: row.written };
}

/** @returns false when it must not be written, because the export is over, or another process does it */
export async function beginExportObject(db: Statements, { ledger, id }: ExportId, { n, first, last, key }: ExportObject): Promise<boolean> {
  return (await db.run(BEGIN, [ledger, id, n, first, last, key])).length > 0;
}

export async function noteExportObjectWritten(db: Statements, { ledger, id }: ExportId, n: number): Promise<void> {
  await db.run(WRITTEN, [ledger, id, n]);
}

/** The keys of all data objects in their order. */
export async function exportKeys(db: Statements, { ledger, id }: ExportId): Promise<readonly string[]> {
  return (await db.run<{ readonly key: string }>(KEYS, [ledger, id])).map(({ key }) => key);
}

/** @returns false when it was finished before */
export async function finishExport(
  db: Statements, { ledger, id }: ExportId, status: Exclude<ExportStatus, 'IN_PROGRESS'>, failure?: string,
): Promise<boolean> {
  return (await db.run(FINISH, [ledger, id, status, failure ?? null])).length > 0;
}

/** @returns for how many milliseconds nothing could be written, `undefined` when the export is over */
export async function noteExportFailing(db: Statements, { ledger, id }: ExportId, failure: string): Promise<number | undefined> {
  return (await db.run<{ readonly milliseconds: number }>(FAILING, [ledger, id, failure]))[0]?.milliseconds;
}

/** Removes what is left of exports that finished that long ago. */
export async function forgetExports(db: Statements, expiryMilliseconds: number): Promise<void> {
  await db.run(FORGET, [expiryMilliseconds]);
}

function exportRecord(row: ExportRow): ExportRecord {
  return {
    id: row.id,
    ledger: row.ledger,
    ledgerName: row.name,
    strandId: row.strand,
    requestedAt: row.requested_at,
    status: row.status,
    startMilliseconds: Number(row.start_ms),
    endMilliseconds: Number(row.end_ms),
    roleArn: row.role_arn,
    bucket: row.bucket,
    prefix: row.prefix,
    encryption: { type: row.encryption, ...(row.kms_key_arn !== null && { kmsKeyArn: row.kms_key_arn }) },
    ...(row.output_format !== null && { outputFormat: row.output_format }),
    first: Number(row.first_seq),
    last: Number(row.last_seq),
  };
}
