import { QldbError, toQldbError } from './qldb-error';

/** Makes one call to QLDB. All that goes wrong is thrown as a `QldbError`. */
export type Call = <T>(operation: string, send: (options: { abortSignal: AbortSignal }) => Promise<T>) => Promise<T>;

/** @param signal what ends a call that takes too long */
export function caller(signal: () => AbortSignal): Call {
  return async (operation, send) => {
    try {
      return await send({ abortSignal: signal() });
    } catch (error) {
      throw error instanceof QldbError ? error : toQldbError(operation, error);
    }
  };
}

/** What a call finds, or `undefined` where QLDB has nothing of that name. */
export async function ifFound<T>(found: Promise<T>): Promise<T | undefined> {
  return found.catch((error: unknown) => {
    if (error instanceof QldbError && error.kind === 'not-found') {
      return undefined;
    }
    throw error;
  });
}

interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string | undefined;
}

/** All pages of a list. */
export async function allPages<T>(page: (token: string | undefined) => Promise<Page<T>>): Promise<readonly T[]> {
  const all: T[] = [];
  let token: string | undefined;
  do {
    const { items, next } = await page(token);
    all.push(...items);
    token = next === '' || next === token ? undefined : next;
  } while (token !== undefined);
  return all;
}
