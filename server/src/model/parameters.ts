import { isObject, type Problem, type Shape } from './shape';

/** A member of an operation's input: where it stands in the request, and what it may be. */
export interface Parameter<T> {
  readonly source: 'path' | 'query' | 'body';
  /** Its name there; the API's own name for it is the key in the table. */
  readonly wireName?: string;
  readonly shape: Shape<T>;
  readonly required: boolean;
}

export type Parameters = Readonly<Record<string, Parameter<unknown>>>;

/** The values of a table of parameters: those that are not required may be absent. */
export type Input<P extends Parameters> = {
  readonly [K in keyof P]: P[K] extends { readonly shape: Shape<infer T>; readonly required: infer R } ? (R extends true ? T : T | undefined) : never;
};

export interface RequestParts {
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** The parsed JSON, `undefined` when there was no body. */
  readonly body: unknown;
}

export const required = <T>(source: Parameter<T>['source'], shape: Shape<T>, wireName?: string) =>
  ({ source, shape, required: true, ...(wireName === undefined ? {} : { wireName }) }) as const;

export const optional = <T>(source: Parameter<T>['source'], shape: Shape<T>, wireName?: string) =>
  ({ source, shape, required: false, ...(wireName === undefined ? {} : { wireName }) }) as const;

/**
 * Reads an operation's input from a request. Members that the table does not name are ignored, as AWS services do; a member that is null
 * is absent.
 */
export function readInput<P extends Parameters>(table: P, parts: RequestParts): { readonly input: Input<P>; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const report = (problem: Problem) => void problems.push(problem);
  const usesBody = Object.values(table).some(({ source }) => source === 'body');
  if (usesBody && parts.body !== undefined && !isObject(parts.body)) {
    report({ parameter: 'body', message: 'the body must be a JSON object' });
    return { input: {} as Input<P>, problems };
  }
  const sources = { path: parts.path, query: parts.query, body: isObject(parts.body) ? parts.body : {} };
  const entries = Object.entries(table).map(([name, parameter]) => {
    const source: Readonly<Record<string, unknown>> = sources[parameter.source];
    const wireName = parameter.wireName ?? name;
    const value = Object.hasOwn(source, wireName) ? source[wireName] ?? undefined : undefined;
    if (value === undefined && !parameter.shape.readsAbsent) {
      if (parameter.required) {
        report({ parameter: name, message: `'${name}' is required` });
      }
      return [name, undefined] as const;
    }
    return [name, parameter.shape.read(value, name, report)] as const;
  });
  return { input: Object.fromEntries(entries) as Input<P>, problems };
}
