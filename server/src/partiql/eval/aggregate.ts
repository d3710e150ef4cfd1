import type { Compilation } from './compilation';
import { compileIn } from './compilation';
import type { Scope } from './scope';
import { UnitBuilder, located } from './unit';
import type { Evaluate, Unit } from './unit';
import { descendants } from './walk';
import { MISSING, TRUE } from '../../ion/value';
import type { Value } from '../../ion/value';
import type { Aggregate, Expression } from '../ast';
import { EvaluationError, PartiqlError } from '../error';
import type { Position } from '../error';
import { createAggregate } from '../functions/aggregates';
import { isUnknown } from '../values/equality';
import { typeName } from '../values/type-name';

/** An aggregate function in the list of a SELECT: it takes a value of every row, and the list is then evaluated once. */
export interface RowAggregate {
  /** Absent in `COUNT(*)`. */
  readonly argument: Unit | undefined;
  readonly create: () => { add(value: Value): void; result(): Value };
  readonly at: Position;
}

export interface AggregateSink {
  /** Where the arguments see the rows. */
  readonly scope: Scope;
  readonly found: RowAggregate[];
}

/** Whether the list of a SELECT makes one row of all: QLDB had no GROUP BY. */
export function hasAggregates(expressions: readonly Expression[]): boolean {
  return expressions.some((expression) => [...descendants(expression)].some(({ kind }) => kind === 'aggregate'));
}

export function compileAggregate(aggregate: Aggregate, compilation: Compilation): Evaluate {
  const { name, distinct, at, argument } = aggregate;
  if (compilation.insideAggregate) {
    throw new PartiqlError('Semantic', 'The arguments of an aggregate function cannot contain aggregate functions', at);
  }
  const create = (): ReturnType<RowAggregate['create']> => createAggregate(name, distinct);
  const sink = compilation.aggregates;
  if (sink === undefined) {
    return compileOverCollection(aggregate, create, compilation);
  }
  const number = sink.found.length;
  sink.found.push({ argument: argument && compileArgument(argument, sink, compilation), create, at });
  return (frame) => frame.aggregates?.[number] ?? MISSING;
}

function compileArgument(argument: Expression, { scope }: AggregateSink, compilation: Compilation): Unit {
  const { aggregates: _, ...rest } = compilation;
  const unit = new UnitBuilder(compilation.statement);
  return unit.finish(compileIn({ ...rest, scope, unit, insideAggregate: true }, argument));
}

/** Elsewhere than in the list of a SELECT, aggregate functions work on the elements of one collection: `SUM(v.amounts)`. */
function compileOverCollection({ name, argument, at }: Aggregate, create: RowAggregate['create'], compilation: Compilation): Evaluate {
  if (argument === undefined) {
    throw new PartiqlError('Semantic', 'COUNT(*) is not allowed in this context: it counts the rows of a SELECT list', at);
  }
  const collection = compileIn({ ...compilation, insideAggregate: true }, argument);
  return located(at, (frame, hoisted) => {
    const aggregate = create();
    for (const element of elementsIn(collection(frame, hoisted), name)) {
      aggregate.add(element);
    }
    return aggregate.result();
  });
}

function elementsIn(value: Value, name: string): readonly Value[] {
  if (value.kind === 'list' || value.kind === 'bag' || value.kind === 'sexp') {
    return value.elements;
  }
  if (isUnknown(value)) {
    return [];
  }
  throw new EvaluationError(`${name.toUpperCase()} outside the list of a SELECT takes a collection, got ${typeName(value)}`);
}

export const COUNTED: Value = TRUE;
