import { statement, type Statements } from './statement';

/** A session as it is at the moment of the query, by the database's clock. */
export interface SessionRow {
  readonly id: string;
  readonly ledger: number;
  readonly expired: boolean;
  readonly tx: string | null;
  readonly tx_status: 'open' | 'closing' | 'conflict';
  /** Milliseconds until the transaction expires. */
  readonly tx_remaining: number | null;
  /** Of the transaction. */
  readonly steps: number;
}

const INSERT = statement('insert_session', `
  insert into session (key, id, ledger, expires_at)
  select $1, $2, $3, clock_timestamp() + $4::float8 * interval '1 millisecond'
  where (select count(*) from session where ledger = $3 and expires_at > clock_timestamp()) < $5
  returning key`);
const COLUMNS = `
  id, ledger, expires_at <= clock_timestamp() as expired, tx, tx_status,
  (extract(epoch from tx_expires_at - clock_timestamp()) * 1000)::float8 as tx_remaining`;
const STEP_COUNT = '(select coalesce(max(n), 0) from transaction_step s where s.tx = session.tx) as steps';
const FIND = statement('find_session', `select ${COLUMNS}, ${STEP_COUNT} from session where key = $1`);
const DELETE = statement('delete_session', `
  with ended as (delete from session where key = $1 returning tx) delete from transaction_step where tx in (select tx from ended)`);
const BEGIN = statement('begin_transaction', `
  with former as (
    delete from transaction_step where tx = (select tx from session where key = $1 and expires_at > clock_timestamp())
  ), begun as (
    update session set tx = $2, tx_status = 'open',
      tx_expires_at = clock_timestamp() + $3::float8 * interval '1 millisecond'
    where key = $1 and expires_at > clock_timestamp() returning ${COLUMNS}
  )
  select *, 0 as steps from begun
  union all select ${COLUMNS}, ${STEP_COUNT} from session where key = $1 and not exists (select from begun)`);
const ABORT = statement('abort_transaction', `
  with former as (delete from transaction_step where tx = (select tx from session where key = $1)) update session set tx = null where key = $1`);
const CLOSE = statement('close_transaction', `
  update session set tx_status = 'closing'
  where key = $1 and tx = $2 and (tx_status = 'closing' or (tx_status = 'open' and least(expires_at, tx_expires_at) > clock_timestamp()))
    and (select coalesce(max(n), 0) from transaction_step where tx = $2) = $3::integer
  returning key`);
const REFUSE = statement('refuse_transaction', "update session set tx_status = 'conflict' where key = $1 and tx = $2");
const INSERT_STEP = statement('insert_step', `
  insert into transaction_step (tx, n, expires_at, step)
  select $2, $3::integer, tx_expires_at, $4 from session
  where key = $1 and tx = $2 and tx_status = 'open' and least(expires_at, tx_expires_at) > clock_timestamp()
    and ($3::integer = 1 or exists (select from transaction_step where tx = $2 and n = $3::integer - 1))
  on conflict do nothing returning n`);
const STEPS = statement('transaction_steps', 'select step from transaction_step where tx = $1 and n > $2 order by n');
const DELETE_EXPIRED_STEPS = statement('delete_expired_steps', `
  delete from transaction_step where expires_at < clock_timestamp() - interval '1 minute'`);
const DELETE_EXPIRED_SESSIONS = statement('delete_expired_sessions', `
  delete from session where expires_at < clock_timestamp() - interval '1 hour'`);

export interface SessionToInsert {
  readonly key: string;
  readonly id: string;
  readonly ledger: number;
  readonly lifetimeMilliseconds: number;
  readonly maxSessions: number;
}

/** @returns whether the ledger had room for one more */
export async function insertSession(db: Statements, { key, id, ledger, lifetimeMilliseconds, maxSessions }: SessionToInsert): Promise<boolean> {
  return (await db.run(INSERT, [key, id, ledger, lifetimeMilliseconds, maxSessions])).length === 1;
}

export async function findSession(db: Statements, key: string): Promise<SessionRow | undefined> {
  return (await db.run<SessionRow>(FIND, [key]))[0];
}

export async function deleteSession(db: Statements, key: string): Promise<void> {
  await db.run(DELETE, [key]);
}

/**
 * In place of the transaction that was there.
 *
 * @returns the session with its new transaction, or as it was when it has expired
 */
export async function beginTransaction(
  db: Statements, key: string, transactionId: string, timeoutMilliseconds: number,
): Promise<SessionRow | undefined> {
  return (await db.run<SessionRow>(BEGIN, [key, transactionId, timeoutMilliseconds]))[0];
}

export async function abortTransaction(db: Statements, key: string): Promise<void> {
  await db.run(ABORT, [key]);
}

/** @returns whether the transaction is being committed now: not when it has other steps, was refused, or expired before its first commit came */
export async function closeTransaction(db: Statements, key: string, transactionId: string, steps: number): Promise<boolean> {
  return (await db.run(CLOSE, [key, transactionId, steps])).length === 1;
}

export async function refuseTransaction(db: Statements, key: string, transactionId: string): Promise<void> {
  await db.run(REFUSE, [key, transactionId]);
}

/** @returns whether it is the transaction's n-th step now: not when there is one, or the transaction is not open any more */
export async function insertStep(db: Statements, key: string, transactionId: string, n: number, step: string): Promise<boolean> {
  return (await db.run(INSERT_STEP, [key, transactionId, n, step])).length === 1;
}

/** The steps after the n-th. */
export async function stepsAfter(db: Statements, transactionId: string, n: number): Promise<readonly string[]> {
  return (await db.run<{ readonly step: string }>(STEPS, [transactionId, n])).map(({ step }) => step);
}

/** A session stays for an hour after it has expired, so that whoever comes back with it is told what happened. */
export async function deleteExpired(db: Statements): Promise<void> {
  await db.run(DELETE_EXPIRED_STEPS);
  await db.run(DELETE_EXPIRED_SESSIONS);
}
