import { errors } from '../errors';
import type { ControlPlaneContext } from './context';
import { readInput, type Input, type Parameters, type RequestParts } from '../model/parameters';

/** The answer of an operation: a JSON object, or `undefined` for an empty body. */
export type Output = Readonly<Record<string, unknown>> | undefined;

/** An operation that can be called with the parts of a request. */
export type Handler = (context: ControlPlaneContext, parts: RequestParts) => Promise<Output>;

/** An operation from its parameters and what it does with them once they are valid. */
export function operation<P extends Parameters>(
  parameters: P,
  perform: (context: ControlPlaneContext, input: Input<P>) => Promise<Output>,
): Handler {
  return async (context, parts) => {
    const { input, problems } = readInput(parameters, parts);
    const [first] = problems;
    if (first) {
      throw errors.invalidParameter(problems.map(({ message }) => message).join('; '), first.parameter);
    }
    return perform(context, input);
  };
}
