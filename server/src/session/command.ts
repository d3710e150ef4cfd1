import { badRequest } from './session-errors';
import { sendCommandRequest, type SendCommandRequest } from './shapes';
import { readInput } from '../model/parameters';

type Member = Exclude<keyof SendCommandRequest, 'SessionToken'>;
type Given<K extends Member> = NonNullable<SendCommandRequest[K]>;

/** The one subcommand of a request, with what it was given. */
export type Command =
  | { readonly [K in Exclude<Member, 'StartSession'>]: { readonly name: K; readonly token: string; readonly input: Given<K> } }[Exclude<Member, 'StartSession'>]
  | { readonly name: 'StartSession'; readonly input: Given<'StartSession'> };

export const commandNames: readonly Member[] = [
  'StartSession', 'StartTransaction', 'EndSession', 'CommitTransaction', 'AbortTransaction', 'ExecuteStatement', 'FetchPage',
];

/** @throws ServiceError BadRequestException that tells everything that is wrong with the request */
export function readCommand(body: unknown): Command {
  const { input, problems } = readInput(sendCommandRequest, { path: {}, query: {}, body: body ?? {} });
  if (problems.length > 0) {
    throw badRequest(problems.slice(0, 10).map(({ message }) => message).join('; '));
  }
  const given = commandNames.filter((name) => input[name] !== undefined);
  const [name] = given;
  if (name === undefined || given.length > 1) {
    throw badRequest(`a request has exactly one of ${commandNames.join(', ')}; received ${given.length === 0 ? 'none' : given.join(' and ')}`);
  }
  if (name === 'StartSession') {
    return { name, input: input[name] as Given<'StartSession'> };
  }
  const { SessionToken: token } = input;
  if (token === undefined) {
    throw badRequest(`'SessionToken' is required with ${name}`);
  }
  return { name, token, input: input[name] } as Command;
}
