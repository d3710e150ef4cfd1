import type { Compilation } from './compilation';
import { compileIn } from './compilation';
import { located } from './unit';
import type { Evaluate } from './unit';
import { MISSING, NULL, bag } from '../../ion/value';
import type { Value } from '../../ion/value';
import type { Expression, Select } from '../ast';
import { EvaluationError } from '../error';

/** A SELECT in an expression: a bag of its rows, or a struct for PIVOT. */
export function compileSubquery(select: Select, compilation: Compilation, limit = Infinity): Evaluate {
  const { statement, scope } = compilation;
  const query = statement.compilers.select(select, statement, scope);
  return compilation.unit.hoist(select, (frame) => query.value(frame, limit), query.uses);
}

/**
 * An operand of an operator or an argument of a function. A SELECT there that lists one column stands for the value of its one row, as
 * in SQL: `5 < (SELECT COUNT(*) FROM t)`. SELECT VALUE stays a bag. (PartiQL specification §9.)
 */
export function compileOperand(expression: Expression, compilation: Compilation): Evaluate {
  if (!isColumn(expression)) {
    return compileIn(compilation, expression);
  }
  const rows = compileSubquery(expression, compilation, 2);
  return located(expression.at, (frame, hoisted) => {
    const [first, second] = elements(rows(frame, hoisted));
    if (second !== undefined) {
      throw new EvaluationError('a SELECT that is used as one value gave more than one row: narrow its WHERE clause or use IN');
    }
    return first === undefined ? NULL : columnOf(first);
  });
}

/** The right side of IN: a SELECT there that lists one column stands for the values of that column. (PartiQL specification §9.) */
export function compileCollectionOperand(expression: Expression, compilation: Compilation): Evaluate {
  const collection = compileIn(compilation, expression);
  return isColumn(expression) ? (frame, hoisted) => bag(elements(collection(frame, hoisted)).map(columnOf)) : collection;
}

/** `EXISTS(SELECT …)` reads no further than the first row. */
export function compileExistsOperand(expression: Expression, compilation: Compilation): Evaluate {
  return expression.kind === 'select' && expression.projection.kind !== 'pivot'
    ? compileSubquery(expression, compilation, 1)
    : compileIn(compilation, expression);
}

function isColumn(expression: Expression): expression is Select {
  if (expression.kind !== 'select' || expression.projection.kind !== 'items') {
    return false;
  }
  const [item, ...more] = expression.projection.items;
  return item?.kind === 'expression' && more.length === 0;
}

function elements(value: Value): readonly Value[] {
  return value.kind === 'bag' ? value.elements : [value];
}

function columnOf(row: Value): Value {
  return (row.kind === 'struct' ? row.fields[0]?.value : undefined) ?? MISSING;
}
