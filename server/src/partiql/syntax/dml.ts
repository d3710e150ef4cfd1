import type { Expression, FromSource, Identifier, Insert, Modification, Modify } from '../ast';
import { parseExpression } from './expressions';
import { parseAliases, parseFrom } from './from';
import { parseList } from './lists';
import { parseTarget } from './paths';
import { describeToken } from './token';
import type { TokenStream } from './token-stream';
import { notImplemented, refuseUnsupportedClause } from './unsupported';

/** `INSERT INTO table VALUE document` and `INSERT INTO table documents`. */
export function parseInsert(stream: TokenStream): Insert {
  const { at } = stream.expectKeyword('insert');
  stream.expectKeyword('into');
  const name = stream.expectName('table after INSERT INTO');
  const table: Identifier = { kind: 'identifier', name: name.text, quoted: name.quoted, lexical: false, at: name.at };
  if (stream.at('.')) {
    stream.fail('INSERT INTO takes the name of a table; to insert into a document write FROM table … INSERT INTO path VALUE value', name, 'Semantic');
  }
  const single = stream.skipKeyword('value');
  const source = parseExpression(stream);
  if (stream.atKeywords('at')) {
    stream.fail('a table has no positions: AT is for INSERT INTO a list or a struct inside a document', stream.peek(), 'Semantic');
  }
  if (!single && source.kind === 'list' && stream.atKeywords('values')) {
    notImplemented(stream, 'INSERT with a list of columns', "write INSERT INTO table VALUE {'column': value, …}");
  }
  refuseUnsupportedClause(stream);
  return { kind: 'insert', table, source, single, at };
}

/** `UPDATE table [AS name] [BY name] modification … [WHERE condition]` */
export function parseUpdate(stream: TokenStream): Modify {
  const { at } = stream.expectKeyword('update');
  const from = parseTable(stream, 'table after UPDATE');
  const modifications = parseModifications(stream);
  return { kind: 'modify', from, ...parseWhere(stream), modifications, at };
}

/** `DELETE FROM table [AS name] [BY name] [WHERE condition]` */
export function parseDelete(stream: TokenStream): Modify {
  const { at } = stream.expectKeyword('delete');
  stream.expectKeyword('from');
  const from = parseTable(stream, 'table after DELETE FROM');
  return { kind: 'modify', from, ...parseWhere(stream), modifications: [{ kind: 'delete', at }], at };
}

/** `FROM sources [WHERE condition] modification …` */
export function parseFromDml(stream: TokenStream): Modify {
  const { at } = stream.expectKeyword('from');
  const from = parseFrom(stream);
  const where = parseWhere(stream);
  return { kind: 'modify', from, ...where, modifications: parseModifications(stream), at };
}

function parseTable(stream: TokenStream, what: string): FromSource {
  const { at } = stream.peek();
  return parseAliases(stream, { kind: 'source', expression: parseTarget(stream, what), unpivot: false, at });
}

function parseWhere(stream: TokenStream): { readonly where?: Expression } {
  return stream.skipKeyword('where') ? { where: parseExpression(stream) } : {};
}

function parseModifications(stream: TokenStream): readonly Modification[] {
  const modifications: Modification[] = [];
  for (;;) {
    const { at } = stream.peek();
    if (stream.skipKeyword('set')) {
      modifications.push(...parseList(stream, parseAssignment));
    } else if (stream.atKeywords('insert')) {
      modifications.push(parseInsertInto(stream));
    } else if (stream.skipKeyword('remove')) {
      modifications.push({ kind: 'remove', target: parseTarget(stream, 'path after REMOVE'), at });
    } else if (stream.atKeywords('delete') && modifications.length === 0) {
      return stream.fail('unexpected keyword found, KEYWORD : delete: write DELETE FROM table WHERE condition, or REMOVE with the alias of the table');
    } else if (modifications.length > 0) {
      refuseUnsupportedClause(stream);
      return modifications;
    } else {
      refuseUnsupportedClause(stream);
      return stream.fail(`expected DML or SELECT operation after FROM, found, ${describeToken(stream.peek())}: write SET, INSERT INTO or REMOVE`);
    }
  }
}

function parseAssignment(stream: TokenStream): Modification {
  const target = parseTarget(stream, 'path after SET');
  stream.expectOperator('=');
  return { kind: 'set', target, value: parseExpression(stream), at: target.at };
}

/** `INSERT INTO path VALUE value [AT index]` */
function parseInsertInto(stream: TokenStream): Modification {
  const { at } = stream.expectKeyword('insert');
  stream.expectKeyword('into');
  const target = parseTarget(stream, 'path after INSERT INTO');
  stream.expectKeyword('value');
  const value = parseExpression(stream);
  const index = stream.skipKeyword('at') ? parseExpression(stream) : undefined;
  return { kind: 'insert-into', target, value, ...(index && { index }), at };
}
