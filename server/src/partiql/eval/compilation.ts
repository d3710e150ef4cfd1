import type { AggregateSink } from './aggregate';
import type { Query } from './query';
import type { Scope } from './scope';
import type { Statement } from './statement';
import type { Evaluate, UnitBuilder } from './unit';
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
  /** The compilers of the parts, which need each other. */
  readonly compilers: Compilers;
}

export interface Compilers {
  expression(expression: Expression, compilation: Compilation): Evaluate;
  /** `outer`: the scope that the SELECT stands in. */
  select(select: Select, statement: Statement, outer: Scope | undefined): Query;
}

export function compileIn(compilation: Compilation, expression: Expression): Evaluate {
  return compilation.compilers.expression(expression, compilation);
}
