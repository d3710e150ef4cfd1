import { parseText, writeText } from '../../../src/ion/text';
import { MISSING, type Timestamp, type Value } from '../../../src/ion/value';
import { callFunction, functions, type FunctionContext } from '../../../src/partiql/functions';

const now: Timestamp = { precision: 'second', offset: 0, year: 2021, month: 2, day: 3, hour: 4, minute: 5, second: 6, fraction: '789' };

export const context: FunctionContext = { now, transactionId: 'HgXAkLjAtV0HQ4lNYdzX60' };

/** Calls a function with values in Ion text, `missing` being MISSING. */
export function call(name: string, ...args: readonly string[]): Value {
  const entry = functions.get(name);
  if (entry === undefined) {
    throw new Error(`there is no function ${name}`);
  }
  return callFunction(entry, args.map((text) => text === 'missing' ? MISSING : parseText(text)), context);
}

/** The result as Ion text. */
export function result(name: string, ...args: readonly string[]): string {
  const value = call(name, ...args);
  return value.kind === 'missing' ? 'missing' : writeText(value);
}
