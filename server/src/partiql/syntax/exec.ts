import type { Exec } from '../ast';
import { parseExpression } from './expressions';
import { parseList } from './lists';
import type { TokenStream } from './token-stream';

/** `EXEC procedure argument, …` https://docs.aws.amazon.com/qldb/latest/developerguide/ql-stored-procedures.redact_revision.html */
export function parseExec(stream: TokenStream): Exec {
  const { at } = stream.expectKeyword('exec');
  const procedure = stream.expectName('name of a stored procedure after EXEC').text.toLowerCase();
  const next = stream.peek();
  const none = next.kind === 'end' || stream.at(';');
  return { kind: 'exec', procedure, arguments: none ? [] : parseList(stream, parseExpression), at };
}
