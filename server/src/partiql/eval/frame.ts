import { MISSING, int, string } from '../../ion/value';
import type { Value } from '../../ion/value';
import type { HistoryRow, Row } from '../data-source';
import type { PartiqlError } from '../error';

/** What one source of a FROM clause is bound to. */
export interface Bound {
  readonly value: Value;
  /** Where it stands in its list, or the name of its field when unpivoted: what AT is bound to. Absent where there is no order. */
  readonly position?: number | string;
  /** The stored row it is: BY is bound to its document id. */
  readonly row?: Row | HistoryRow;
}

/**
 * The variables of one SELECT at one moment: a row of each source that is bound so far. Never changed.
 *
 * A name is found by counting SELECTs outwards and sources from the left, which the compiler has done (`scope.ts`).
 */
export interface Frame {
  /** Of the SELECT around this one. */
  readonly outer: Frame | undefined;
  readonly rows: readonly Bound[];
  /** Results of the aggregate functions of this SELECT's list, once all rows have been seen. */
  readonly aggregates?: readonly Value[];
  /** What went wrong in a condition that was tried early. It counts only if the row passes all the others. */
  readonly postponed?: PartiqlError;
}

export const EMPTY_FRAME: Frame = { outer: undefined, rows: [] };

export function bind(frame: Frame, bound: Bound): Frame {
  const rows = [...frame.rows, bound];
  return frame.postponed === undefined ? { outer: frame.outer, rows } : { outer: frame.outer, rows, postponed: frame.postponed };
}

export function frameAt(frame: Frame, depth: number): Frame {
  let at = frame;
  for (let remaining = depth; remaining > 0; remaining--) {
    at = at.outer ?? EMPTY_FRAME;
  }
  return at;
}

/** The value of `AT`. */
export function positionOf(bound: Bound | undefined): Value {
  const position = bound?.position;
  return position === undefined ? MISSING : typeof position === 'number' ? int(position) : string(position);
}

/** The value of `BY`. */
export function documentIdOf(bound: Bound | undefined): Value {
  return bound?.row === undefined ? MISSING : string(bound.row.documentId);
}
