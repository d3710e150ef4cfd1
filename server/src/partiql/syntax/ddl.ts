import type { CreateIndex, CreateTable, DropIndex, DropTable, UndropTable } from '../ast';
import { ionValue } from './literals';
import { describeToken, type Token } from './token';
import type { TokenStream } from './token-stream';
import { notImplemented } from './unsupported';

/** `CREATE TABLE name [WITH (aws_tags = `{…}`)]` and `CREATE INDEX ON table (field)`. */
export function parseCreate(stream: TokenStream): CreateTable | CreateIndex {
  const { at } = stream.expectKeyword('create');
  if (stream.skipKeyword('table')) {
    const name = stream.expectName('name of a table after CREATE TABLE').text;
    if (stream.at('(')) {
      notImplemented(stream, 'CREATE TABLE with columns', 'tables have no schema; leave the list of columns out');
    }
    const tags = stream.atKeywords('with') ? parseTags(stream) : undefined;
    return { kind: 'create-table', name, ...(tags && { tags }), at };
  }
  if (stream.atKeywords('unique')) {
    notImplemented(stream, 'CREATE UNIQUE INDEX', 'read the document by its indexed field first, in the same transaction, then insert');
  }
  return stream.skipKeyword('index')
    ? parseCreateIndex(stream, at)
    : stream.fail(`unexpected token found after CREATE, ${describeToken(stream.peek())}: expected TABLE or INDEX`);
}

function parseCreateIndex(stream: TokenStream, at: CreateIndex['at']): CreateIndex {
  if (stream.peek().kind === 'name') {
    notImplemented(stream, 'CREATE INDEX with a name', 'write CREATE INDEX ON table (field); the index gets an id');
  }
  stream.expectKeyword('on');
  const table = stream.expectName('name of a table after ON').text;
  stream.expect('(');
  const field = stream.expectName('name of a field').text;
  if (stream.at('.') || stream.at('[')) {
    notImplemented(stream, 'index on a nested field', 'an index is on one top-level field of the documents');
  }
  if (stream.at(',')) {
    notImplemented(stream, 'composite index', 'an index is on one top-level field; create an index for each field');
  }
  stream.expect(')');
  return { kind: 'create-index', table, field, at };
}

/** `DROP TABLE name` and `DROP INDEX "id" ON table WITH (purge = true)`. */
export function parseDrop(stream: TokenStream): DropTable | DropIndex {
  const { at } = stream.expectKeyword('drop');
  if (stream.skipKeyword('table')) {
    return { kind: 'drop-table', name: stream.expectName('name of a table after DROP TABLE').text, at };
  }
  if (!stream.skipKeyword('index')) {
    return stream.fail(`unexpected token found after DROP, ${describeToken(stream.peek())}: expected TABLE or INDEX`);
  }
  const indexId = parseId(stream, 'id of an index in double quotes after DROP INDEX');
  stream.expectKeyword('on');
  const table = stream.expectName('name of a table after ON').text;
  parsePurge(stream);
  return { kind: 'drop-index', indexId, table, at };
}

/** `UNDROP TABLE "id"` */
export function parseUndrop(stream: TokenStream): UndropTable {
  const { at } = stream.expectKeyword('undrop');
  stream.expectKeyword('table');
  return { kind: 'undrop-table', tableId: parseId(stream, 'id of a table in double quotes after UNDROP TABLE'), at };
}

/** Ids may begin with a digit, so that they are names in double quotes only. */
function parseId(stream: TokenStream, what: string): string {
  const token = stream.peek();
  return token.kind === 'string' ? stream.take().text : stream.expectName(what).text;
}

/** https://docs.aws.amazon.com/qldb/latest/developerguide/ql-reference.drop-index.html: the clause is required, `true` its only value. */
function parsePurge(stream: TokenStream): void {
  const how = 'DROP INDEX needs WITH (purge = true) at its end';
  if (!stream.skipKeyword('with')) {
    stream.fail(`expected keyword WITH, found, ${describeToken(stream.peek())}: ${how}`);
  }
  stream.expect('(');
  const name = stream.expectName('purge');
  stream.expectOperator('=');
  const isTrue = stream.skipKeyword('true');
  if (name.text !== 'purge' || !isTrue) {
    stream.fail(how, name, 'Semantic');
  }
  stream.expect(')');
}

/** https://docs.aws.amazon.com/qldb/latest/developerguide/ql-reference.create-table.html */
function parseTags(stream: TokenStream): ReadonlyMap<string, string> {
  stream.expectKeyword('with');
  stream.expect('(');
  const name = stream.expectName('aws_tags');
  if (name.text !== 'aws_tags') {
    stream.fail(`unknown option '${name.text}' of CREATE TABLE: only aws_tags is known`, name, 'Semantic');
  }
  stream.expectOperator('=');
  const token = stream.take();
  const tags = readTags(stream, token);
  stream.expect(')');
  return tags;
}

function readTags(stream: TokenStream, token: Token): ReadonlyMap<string, string> {
  const form = "aws_tags takes an Ion struct of strings in backticks, such as `{'stage': 'test'}`";
  const value = token.kind === 'ion' ? ionValue(token) : undefined;
  if (value?.kind !== 'struct') {
    return stream.fail(form, token, 'Semantic');
  }
  const tags = new Map<string, string>();
  for (const field of value.fields) {
    const text = field.value;
    if (text.kind !== 'string' && text.kind !== 'symbol') {
      return stream.fail(`${form}; the value of '${field.name}' is of type ${text.kind}`, token, 'Semantic');
    }
    if (tags.has(field.name)) {
      return stream.fail(`tag '${field.name}' stands more than once in aws_tags`, token, 'Semantic');
    }
    tags.set(field.name, text.value);
  }
  return tags;
}
