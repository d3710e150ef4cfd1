import { buildUnit } from './compilation';
import type { Frame } from './frame';
import type { Scope } from './scope';
import type { Statement } from './statement';
import { compileOperand } from './subquery';
import { truth } from './truth';
import { evaluateUnit } from './unit';
import type { Unit } from './unit';
import { TRUE } from '../../ion/value';
import type { Value } from '../../ion/value';
import type { Expression } from '../ast';
import { PartiqlError } from '../error';
import type { Position } from '../error';

/** One term of the AND chain of a WHERE or ON clause: rows pass only if all are true, so each can be tried as soon as its names are bound. */
export interface Condition {
  readonly unit: Unit;
  readonly at: Position;
  /** The source with whose row it can be decided, by number; -1: no row is needed. */
  readonly level: number;
}

/** The terms of a chain of ANDs, in order. */
export function termsOf(expression: Expression): readonly Expression[] {
  const terms: Expression[] = [];
  const pending = [expression];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === 'binary' && next.operator === 'and') {
      pending.push(next.right, next.left);
    } else {
      terms.push(next);
    }
  }
  return terms;
}

export function compileCondition(term: Expression, statement: Statement, scope: Scope): Condition {
  const unit = buildUnit(statement, scope, (compilation) => compileOperand(term, compilation));
  return { unit, at: term.at, level: unit.uses.get(scope) ?? -1 };
}

/** The frame if it passes. `last`: all sources are bound, so that what goes wrong cannot be made up for by a later condition. */
export function pass(conditions: readonly Condition[], frame: Frame, last: boolean): Frame | undefined | Promise<Frame | undefined> {
  let passing = frame;
  for (const [index, condition] of conditions.entries()) {
    try {
      const value = evaluateUnit(condition.unit, passing);
      if (value instanceof Promise) {
        return passLater(conditions, index, value, passing, last);
      }
      if (truth(value, condition.at) !== TRUE) {
        return undefined;
      }
    } catch (error) {
      passing = postpone(passing, error, last);
    }
  }
  return passing;
}

async function passLater(
  conditions: readonly Condition[], index: number, pending: Promise<Value>, frame: Frame, last: boolean,
): Promise<Frame | undefined> {
  const condition = conditions[index];
  let passing = frame;
  try {
    if (condition !== undefined && truth(await pending, condition.at) !== TRUE) {
      return undefined;
    }
  } catch (error) {
    passing = postpone(passing, error, last);
  }
  return pass(conditions.slice(index + 1), passing, last);
}

/**
 * A condition that is tried before all sources are bound may fail on a row that another one would have dropped, or that joins with nothing:
 * then it never happened.
 */
function postpone(frame: Frame, error: unknown, last: boolean): Frame {
  if (!(error instanceof PartiqlError) || last) {
    throw error;
  }
  return frame.postponed === undefined ? { ...frame, postponed: error } : frame;
}

