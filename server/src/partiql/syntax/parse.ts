import type { Statement } from '../ast';
import { parseCreate, parseDrop, parseUndrop } from './ddl';
import { parseDelete, parseFromDml, parseInsert, parseUpdate } from './dml';
import { parseExec } from './exec';
import { parseExpression } from './expressions';
import { checkHeight } from './height';
import { describeToken } from './token';
import { TokenStream } from './token-stream';
import { refuseUnsupportedClause, refuseUnsupportedStatement } from './unsupported';

/**
 * Reads one statement in the dialect of QLDB.
 *
 * Takes time and memory in proportion to the length of the statement, whatever it holds.
 *
 * @throws PartiqlError with the place, for a text that is no statement or one that QLDB had not. Nothing else is thrown.
 */
export function parse(text: string): Statement {
  const stream = new TokenStream(text);
  const statement = parseStatement(stream);
  refuseUnsupportedClause(stream);
  expectEnd(stream);
  checkHeight(statement);
  return statement;
}

function parseStatement(stream: TokenStream): Statement {
  const first = stream.peek();
  if (first.kind === 'end') {
    return stream.fail('statement without text: expected SELECT, INSERT, UPDATE, DELETE, FROM, CREATE, DROP, UNDROP or EXEC');
  }
  refuseUnsupportedStatement(stream);
  if (first.kind === 'keyword') {
    switch (first.text) {
      case 'insert': return parseInsert(stream);
      case 'update': return parseUpdate(stream);
      case 'delete': return parseDelete(stream);
      case 'from': return parseFromDml(stream);
      case 'create': return parseCreate(stream);
      case 'drop': return parseDrop(stream);
      case 'undrop': return parseUndrop(stream);
      case 'exec': return parseExec(stream);
    }
  }
  return { kind: 'query', expression: parseExpression(stream), at: first.at };
}

function expectEnd(stream: TokenStream): void {
  const semicolon = stream.skip(';');
  const token = stream.peek();
  if (token.kind !== 'end') {
    stream.fail(semicolon
      ? `unexpected token found after the semicolon, ${describeToken(token)}: send one statement at a time`
      : `unexpected token found, ${describeToken(token)}`);
  }
}
