import { EMPTY_FRAME } from './frame';
import type { Frame } from './frame';
import type { Scope } from './scope';
import type { Statement } from './statement';
import type { Value } from '../../ion/value';
import { EvaluationError, PartiqlError } from '../error';
import type { Position } from '../error';

/** What a subquery gave. What went wrong counts only where the value is used: `CASE WHEN false THEN (SELECT …) END` never fails. */
export type Outcome = { readonly value: Value } | { readonly error: PartiqlError };

/** An expression, compiled. It is evaluated without waiting for anything: what it takes from stored tables is handed to it. */
export type Evaluate = (frame: Frame, hoisted: readonly Outcome[]) => Value;

/** A part of an expression that reads tables. It is run before the expression, which finds the outcome under its number. */
export type Hoist = (frame: Frame) => Promise<Outcome>;

/** The last source of each SELECT that something needs, by number; the rows of later ones do not matter to it. */
export type Uses = ReadonlyMap<Scope, number>;

/** An expression with all that is needed to evaluate it. */
export interface Unit {
  readonly evaluate: Evaluate;
  readonly hoists: readonly Hoist[];
  readonly uses: Uses;
}

/** Collects a unit while its expression is compiled. */
export class UnitBuilder {
  private readonly hoists: Hoist[] = [];
  readonly used = new Map<Scope, number>();

  constructor(readonly statement: Statement) {}

  use(scope: Scope, source: number): void {
    this.used.set(scope, Math.max(source, this.used.get(scope) ?? -1));
  }

  useAll(uses: Uses, except?: Scope): void {
    for (const [scope, source] of uses) {
      if (scope !== except) {
        this.use(scope, source);
      }
    }
  }

  /**
   * `uses`: what the part depends on. A part that depends on nothing is run once for the whole statement, `node` telling which it is: the
   * same condition may be compiled twice, to be checked and to look rows up.
   */
  hoist(node: object, run: (frame: Frame) => Promise<Value>, uses: Uses): Evaluate {
    this.useAll(uses);
    const number = this.hoists.length;
    this.hoists.push(uses.size === 0 ? this.once(node, run) : (frame) => outcomeOf(run, frame));
    return (_frame, hoisted) => {
      const outcome = hoisted[number];
      if (outcome === undefined) {
        throw new Error('an expression was evaluated without its subqueries');
      }
      if ('error' in outcome) {
        throw outcome.error;
      }
      return outcome.value;
    };
  }

  finish(evaluate: Evaluate): Unit {
    return { evaluate, hoists: this.hoists, uses: this.used };
  }

  private once(node: object, run: (frame: Frame) => Promise<Value>): Hoist {
    const { outcomes } = this.statement;
    return () => {
      const known = outcomes.get(node) ?? outcomeOf(run, EMPTY_FRAME);
      outcomes.set(node, known);
      return known;
    };
  }
}

const NOTHING_HOISTED: readonly Outcome[] = [];

/** At once where the expression reads no table, which is the rule. */
export function evaluateUnit(unit: Unit, frame: Frame): Value | Promise<Value> {
  return unit.hoists.length === 0 ? unit.evaluate(frame, NOTHING_HOISTED) : evaluateHoisting(unit, frame);
}

async function evaluateHoisting(unit: Unit, frame: Frame): Promise<Value> {
  const hoisted: Outcome[] = [];
  for (const hoist of unit.hoists) {
    hoisted.push(await hoist(frame));
  }
  return unit.evaluate(frame, hoisted);
}

async function outcomeOf(run: (frame: Frame) => Promise<Value>, frame: Frame): Promise<Outcome> {
  try {
    return { value: await run(frame) };
  } catch (error) {
    // What is wrong with the statement may wait. That the database is away, or the transaction has expired, may not.
    if (error instanceof PartiqlError) {
      return { error };
    }
    throw error;
  }
}

/** Errors of functions and operators do not know their place; this gives them one. */
export function locate(error: unknown, at: Position): unknown {
  return error instanceof EvaluationError ? new PartiqlError('Evaluator', error.message, at) : error;
}

export function located(at: Position, evaluate: Evaluate): Evaluate {
  return (frame, hoisted) => {
    try {
      return evaluate(frame, hoisted);
    } catch (error) {
      throw locate(error, at);
    }
  };
}
