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

/** serialization_failure, deadlock_detected, and unique_violation: a block or transaction that another process wrote meanwhile. */
const LOST_RACE = new Set(['40001', '40P01', '23505']);

/**
 * https://www.postgresql.org/docs/18/errcodes-appendix.html
 *
 * @param sent whether anything that writes had been sent to the database
 */
export function failureKind(error: unknown, sent: boolean): FailureKind {
  const code = errorCode(error);
  if (code === GONE) {
    return 'gone';
  }
  if (code !== undefined && LOST_RACE.has(code)) {
    return 'lost race';
  }
  // Class 08 is lost connections, 57P shutdowns, during which a commit may have been finished. Codes of other forms are the sockets'.
  const isAnswer = code !== undefined && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('08') && !code.startsWith('57P');
  return isAnswer || !sent ? 'refused' : 'unknown';
}
