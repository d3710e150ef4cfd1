import { Pool, type PoolConfig } from 'pg';
import { Store, type PrepareSchema, type StoreEvents } from './store';

/** Enough for one process: a request needs a connection for milliseconds. */
const MAX_CONNECTIONS = 10;

/** So that a stalled process cannot hold a ledger's row, nor a stalled database a request. */
const TIMEOUTS: PoolConfig = {
  connectionTimeoutMillis: 10_000,
  statement_timeout: 15_000,
  lock_timeout: 10_000,
  idle_in_transaction_session_timeout: 15_000,
};

/** @throws Error when the database cannot be reached or prepared; the text does not hold the URL's password */
export async function openPostgres(url: string, { onProblem }: StoreEvents, prepare?: PrepareSchema): Promise<Store> {
  const pool = new Pool({ connectionString: url, max: MAX_CONNECTIONS, application_name: 'qldb-server', ...TIMEOUTS });
  // Without a listener a connection that the database closes would end the process: an idle one, or one that a request holds between two
  // of its statements, of which the next one fails and says so.
  pool.on('error', (error: Error & { client?: unknown }) => {
    // The driver hangs the whole connection on it, which is not for a log.
    delete error.client;
    onProblem(error);
  });
  pool.on('connect', (client) => client.on('error', () => undefined));
  try {
    return await Store.open('postgresql', pool, undefined, prepare);
  } catch (error) {
    throw new Error(`the database '${withoutPassword(url)}' cannot be used: ${describe(error)}`, { cause: error });
  }
}

/** `url` as it may be shown. */
export function withoutPassword(url: string): string {
  const shown = new URL(url);
  shown.password = shown.password && '***';
  shown.search = '';
  return shown.href;
}

/** A host name with several addresses fails with an AggregateError, whose own message is empty. */
function describe(error: unknown): string {
  if (error instanceof AggregateError) {
    return error.errors.map((each) => describe(each)).join('; ');
  }
  return error instanceof Error ? error.message : String(error);
}
