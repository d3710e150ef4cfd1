import { compileUnit } from './compilation';
import { EMPTY_FRAME } from './frame';
import type { Frame } from './frame';
import type { Scope } from './scope';
import type { Statement } from './statement';
import { loadTables } from './tables';
import { evaluateUnit } from './unit';
import type { Unit } from './unit';
import type { Value } from '../../ion/value';
import type { Expression } from '../ast';

/** What the names in an expression mean: the variables of a row, or none at all. */
export interface Environment {
  readonly statement: Statement;
  readonly scope: Scope | undefined;
  readonly frame: Frame;
}

/** Of expressions outside any FROM clause: what an INSERT inserts, the arguments of EXEC. */
export function rootEnvironment(statement: Statement): Environment {
  return { statement, scope: undefined, frame: EMPTY_FRAME };
}

/** Expressions that are compiled already, by the scope that they were compiled in. */
const units = new WeakMap<object, WeakMap<Expression, Unit>>();

/**
 * The value of an expression where `environment` gives the variables. It may hold subqueries, so it may have to wait for tables.
 *
 * @throws PartiqlError
 */
export async function evaluate(expression: Expression, environment: Environment): Promise<Value> {
  const { statement, scope, frame } = environment;
  const known = units.get(scope ?? statement) ?? new WeakMap<Expression, Unit>();
  units.set(scope ?? statement, known);
  let unit = known.get(expression);
  if (unit === undefined) {
    await loadTables(statement, { sources: [], others: [expression] });
    unit = compileUnit(expression, statement, scope);
    known.set(expression, unit);
  }
  return evaluateUnit(unit, frame);
}
