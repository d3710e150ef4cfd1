import type { AggregateSink } from './aggregate';
import type { Query } from './query';
import type { Scope } from './scope';
import type { Statement } from './statement';
import { UnitBuilder } from './unit';
import type { Evaluate, Unit } from './unit';
import type { Expression, Select } from '../ast';

/** Where an expression stands while it is compiled. */
export interface Compilation {
  readonly statement: Statement;
  readonly scope: Scope | undefined;
  readonly unit: UnitBuilder;
  /** In a FROM clause a name is a table before it is a variable. `@name` never is. */
  readonly inFrom: boolean;
  /** The list of a SELECT that aggregates: what an aggregate function there adds up. */
  readonly aggregates?: AggregateSink;
  readonly insideAggregate: boolean;
}

/** Expressions hold SELECTs and SELECTs hold expressions; a statement brings the compilers of both (`compile.ts`). */
export interface Compilers {
  expression(expression: Expression, compilation: Compilation): Evaluate;
  /** `outer`: the scope that the SELECT stands in. */
  select(select: Select, statement: Statement, outer: Scope | undefined): Query;
}

export function compileIn(compilation: Compilation, expression: Expression): Evaluate {
  return compilation.statement.compilers.expression(expression, compilation);
}

/** An expression in the scope where it stands. */
export function compileUnit(expression: Expression, statement: Statement, scope: Scope | undefined): Unit {
  return buildUnit(statement, scope, (compilation) => compileIn(compilation, expression));
}

/** What `build` compiles, with its subqueries. */
export function buildUnit(statement: Statement, scope: Scope | undefined, build: (compilation: Compilation) => Evaluate): Unit {
  const unit = new UnitBuilder(statement);
  return unit.finish(build({ statement, scope, unit, inFrom: false, insideAggregate: false }));
}
