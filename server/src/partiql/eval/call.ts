import type { Compilation } from './compilation';
import { compileIn } from './compilation';
import { compileExistsOperand, compileOperand } from './subquery';
import { locate, located } from './unit';
import type { Evaluate } from './unit';
import type { Call, Expression } from '../ast';
import { PartiqlError } from '../error';
import { callFunction, checkArguments, functions } from '../functions/index';

/** Functions of collections: a SELECT as their argument is the bag of its rows. */
const OF_COLLECTIONS: ReadonlySet<string> = new Set(['size']);

/** A function of one value; the functions are in `functions/`. Names and numbers of arguments are checked before anything is read. */
export function compileCall(call: Call, compilation: Compilation): Evaluate {
  const { name, at } = call;
  const called = functions.get(name);
  if (called === undefined) {
    throw new PartiqlError('Evaluator', `No such function: ${name}`, at);
  }
  try {
    checkArguments(called, call.arguments.length);
  } catch (error) {
    throw locate(error, at);
  }
  const { now, transactionId } = compilation.statement.context;
  const compiled = call.arguments.map((argument) => compileArgument(name, argument, compilation));
  return located(at, (frame, hoisted) => callFunction(called, compiled.map((argument) => argument(frame, hoisted)), { now, transactionId }));
}

function compileArgument(name: string, argument: Expression, compilation: Compilation): Evaluate {
  if (name === 'exists') {
    return compileExistsOperand(argument, compilation);
  }
  return OF_COLLECTIONS.has(name) ? compileIn(compilation, argument) : compileOperand(argument, compilation);
}
