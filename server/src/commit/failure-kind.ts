import { GONE } from '../store/blocks';
import { errorCode } from '../store/retry';

/**
 * What a failed attempt to commit means.
 *
 * - `gone`: the ledger is no more
 * - `lost race`: the database undid everything, and another attempt may succeed
 * - `refused`: nothing has happened, and another attempt would fare no better
 * - `unknown`: the connection broke while the commit was under way, and whether it took effect is not known
 */
export type FailureKind = 'gone' | 'lost race' | 'refused' | 'unknown';

/** serialization_failure and deadlock_detected. */
const LOST_RACE = new Set(['40001', '40P01']);

/** The transaction is committed already, or another process has written a block of that number. */
const UNIQUE_VIOLATION = '23505';
const OF_BLOCKS = /^block_/;

/**
 * https://www.postgresql.org/docs/18/errcodes-appendix.html
 *
 * @param sent whether that had been sent which makes the commit take effect
 */
export function failureKind(error: unknown, sent: boolean): FailureKind {
  const code = errorCode(error);
  if (code === GONE) {
    return 'gone';
  }
  if (code !== undefined && (LOST_RACE.has(code) || (code === UNIQUE_VIOLATION && OF_BLOCKS.test(constraintOf(error))))) {
    return 'lost race';
  }
  // Class 08 is lost connections, 57P shutdowns, during which a commit may have been finished. Codes of other forms are the sockets'.
  const isAnswer = code !== undefined && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('08') && !code.startsWith('57P');
  return isAnswer || !sent ? 'refused' : 'unknown';
}

function constraintOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'constraint' in error ? String(error.constraint) : '';
}
