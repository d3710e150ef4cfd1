import { compileAggregate } from './aggregate';
import { compileCall } from './call';
import type { Compilation } from './compilation';
import { compileIn } from './compilation';
import { compileSelect } from './compile-select';
import { compileCase, compileCollection, compileStruct } from './constructors';
import { compileIdentifier } from './names';
import { compilePath } from './navigate';
import { compileBetween, compileBinary, compileLike, compileMembership, compileUnary } from './operators';
import { Statement } from './statement';
import { compileOperand, compileSubquery } from './subquery';
import { located } from './unit';
import type { Evaluate } from './unit';
import { bool } from '../../ion/value';
import type { Value } from '../../ion/value';
import type { Cast, Expression, Is, Parameter } from '../ast';
import { PartiqlError } from '../error';
import type { ExecutionContext } from '../execution';
import { cast } from '../values/cast';
import { isType } from '../values/is-type';

/** A statement that is about to run. */
export function startStatement(context: ExecutionContext, globals: ReadonlyMap<string, Value> = new Map()): Statement {
  return new Statement(context, globals, { expression: compileExpression, select: compileSelect });
}

/**
 * An expression becomes a closure, once per statement. Parameters and literals are constants in it, names are counted out, so that a row
 * costs calls and nothing else.
 */
function compileExpression(expression: Expression, compilation: Compilation): Evaluate {
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression;
      return () => value;
    }
    case 'parameter':
      return compileParameter(expression, compilation.statement);
    case 'identifier':
      return compileIdentifier(expression, compilation);
    case 'path':
      return compilePath(expression, compilation);
    case 'unary':
      return compileUnary(expression, compilation);
    case 'binary':
      return compileBinary(expression, compilation);
    case 'between':
      return compileBetween(expression, compilation);
    case 'in':
      return compileMembership(expression, compilation);
    case 'like':
      return compileLike(expression, compilation);
    case 'is':
      return compileIs(expression, compilation);
    case 'cast':
      return compileCast(expression, compilation);
    case 'case':
      return compileCase(expression, compilation);
    case 'call':
      return compileCall(expression, compilation);
    case 'aggregate':
      return compileAggregate(expression, compilation);
    case 'list': case 'bag': case 'sexp':
      return compileCollection(expression, compilation);
    case 'struct':
      return compileStruct(expression, compilation);
    case 'select':
      return compileSubquery(expression, compilation);
  }
}

function compileParameter({ index, at }: Parameter, { context }: Statement): Evaluate {
  const value = context.parameters[index];
  if (value === undefined) {
    throw new PartiqlError(
      'Semantic', `Unbound parameter for ordinal: ${index + 1}; the statement was given ${context.parameters.length} parameters`, at);
  }
  return () => value;
}

function compileIs({ operand, type, negated }: Is, compilation: Compilation): Evaluate {
  const value = compileIn(compilation, operand);
  return (frame, hoisted) => bool(isType(value(frame, hoisted), type) !== negated);
}

function compileCast({ operand, type, at }: Cast, compilation: Compilation): Evaluate {
  const value = compileOperand(operand, compilation);
  return located(at, (frame, hoisted) => cast(value(frame, hoisted), type));
}
