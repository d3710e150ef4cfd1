import type { Timestamp, Value } from '../../ion/value';
import { EvaluationError } from '../error';
import { isText } from '../values/equality';
import { typeName } from '../values/type-name';

/** What functions know besides their arguments. */
export interface FunctionContext {
  /** UTCNOW(). */
  readonly now: Timestamp;
  /** TXID(). */
  readonly transactionId: string;
}

export interface ScalarFunction {
  /** In lower case. */
  readonly name: string;
  readonly minArguments: number;
  /** Infinite where any number will do. */
  readonly maxArguments: number;
  /**
   * `propagate`: an argument that is NULL or MISSING makes the result NULL, and `call` never sees it. `receive`: `call` is given all
   * arguments as they are.
   *
   * The caller propagates and counts arguments, see `callFunction`.
   */
  readonly unknowns: 'propagate' | 'receive';
  /** @throws {EvaluationError} arguments of a type or value it cannot work on */
  call(args: readonly Value[], context: FunctionContext): Value;
}

/** The argument as text. `index` counts from 0. */
export function textArgument(name: string, args: readonly Value[], index: number): string {
  const value = argument(args, index);
  return isText(value) ? value.value : wrongType(name, index, 'a string or a symbol', value);
}

export function intArgument(name: string, args: readonly Value[], index: number): bigint {
  const value = argument(args, index);
  return value.kind === 'int' ? value.value : wrongType(name, index, 'an int', value);
}

export function timestampArgument(name: string, args: readonly Value[], index: number): Timestamp {
  const value = argument(args, index);
  return value.kind === 'timestamp' ? value.value : wrongType(name, index, 'a timestamp', value);
}

/** The argument, which the check of their number has found to be there. */
export function argument(args: readonly Value[], index: number): Value {
  const value = args[index];
  if (value === undefined) {
    throw new EvaluationError('Incorrect number of arguments to function call');
  }
  return value;
}

export function wrongType(name: string, index: number, wanted: string, value: Value): never {
  throw new EvaluationError(`argument ${index + 1} of ${name} must be ${wanted}, got ${typeName(value)}`);
}
