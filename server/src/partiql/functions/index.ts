import { EvaluationError } from '../error';
import { datetimeFunctions } from './datetime';
import { generalFunctions } from './general';
import type { FunctionContext, ScalarFunction } from './scalar-function';
import { stringFunctions } from './strings';
import { NULL, type Value } from '../../ion/value';
import { isUnknown } from '../values/equality';

export type { FunctionContext, ScalarFunction } from './scalar-function';

/**
 * Every function that QLDB had, by name in lower case. CAST is an operator of its own, aggregates are in `aggregates.ts`.
 *
 * https://docs.aws.amazon.com/qldb/latest/developerguide/ql-functions.html
 */
export const functions: ReadonlyMap<string, ScalarFunction> = new Map(
  [...generalFunctions, ...datetimeFunctions, ...stringFunctions].map((entry) => [entry.name, entry]));

/**
 * Calls a function: checks the number of arguments, and answers NULL where one of them is unknown and the function does not want to see it.
 *
 * @throws {EvaluationError}
 */
export function callFunction(entry: ScalarFunction, args: readonly Value[], context: FunctionContext): Value {
  checkArguments(entry, args.length);
  return entry.unknowns === 'propagate' && args.some(isUnknown) ? NULL : entry.call(args, context);
}

/** @throws {EvaluationError} when the function does not take so many arguments */
export function checkArguments(entry: ScalarFunction, count: number): void {
  if (count < entry.minArguments || count > entry.maxArguments) {
    const { minArguments: least, maxArguments: most } = entry;
    const wanted = least === most ? `${least}` : Number.isFinite(most) ? `${least} to ${most}` : `at least ${least}`;
    throw new EvaluationError(`Incorrect number of arguments to function call: ${entry.name} takes ${wanted}, got ${count}`);
  }
}
