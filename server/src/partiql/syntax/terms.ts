import { MISSING, NULL, bool, string } from '../../ion/value';
import type { Collection, Expression, Identifier, Struct } from '../ast';
import { parseCall } from './calls';
import { parseExpression } from './expressions';
import { parseList } from './lists';
import { ionValue, numberValue } from './literals';
import { FUNCTION_WORDS } from './reserved-words';
import { parsePivot, parseSelect } from './select';
import { SPECIAL_FORMS } from './special-forms';
import { describeToken, type KeywordToken, type Punctuation, type PunctuationToken } from './token';
import type { TokenStream } from './token-stream';
import { notImplemented } from './unsupported';

/** What stands between operators and before path steps. */
export function parseTerm(stream: TokenStream): Expression {
  const token = stream.peek();
  switch (token.kind) {
    case 'string':
      stream.take();
      return { kind: 'literal', value: string(token.text), at: token.at };
    case 'number':
      stream.take();
      return { kind: 'literal', value: numberValue(token), at: token.at };
    case 'ion':
      stream.take();
      return { kind: 'literal', value: ionValue(token), at: token.at };
    case 'name':
      return stream.at('(', 1) ? parseCall(stream) : parseIdentifier(stream);
    case 'keyword':
      return parseKeywordTerm(stream, token);
    case 'punctuation':
      return parsePunctuationTerm(stream, token);
    case 'operator':
    case 'end':
      return stream.unexpected();
  }
}

function parseIdentifier(stream: TokenStream, lexical = false): Identifier {
  const name = stream.expectName('identifier');
  return { kind: 'identifier', name: name.text, quoted: name.quoted, lexical, at: name.at };
}

function parseKeywordTerm(stream: TokenStream, token: KeywordToken): Expression {
  const { at } = token;
  switch (token.text) {
    case 'null': return stream.take() && { kind: 'literal', value: NULL, at };
    case 'missing': return stream.take() && { kind: 'literal', value: MISSING, at };
    case 'true':
    case 'false': return stream.take() && { kind: 'literal', value: bool(token.text === 'true'), at };
    case 'select': return parseSelect(stream);
    case 'pivot': return parsePivot(stream);
    case 'values': return parseValues(stream);
    case 'count':
    case 'sum':
    case 'avg':
    case 'min':
    case 'max':
    case 'list':
    case 'bag':
    case 'sexp': return parseCall(stream);
    case 'date':
    case 'time': return refuseDateLiteral(stream, token);
    case 'with': return notImplemented(stream, 'WITH', 'write the query in the FROM clause');
    case 'insert':
    case 'update':
    case 'delete':
    case 'remove':
    case 'create':
    case 'drop':
    case 'undrop':
    case 'exec': return stream.fail(`keyword ${token.text} only expected at the top level in the query`);
  }
  const form = SPECIAL_FORMS.get(token.text);
  if (form !== undefined) {
    return form(stream);
  }
  return FUNCTION_WORDS.has(token.text) && stream.at('(', 1) ? parseCall(stream) : stream.unexpected();
}

function refuseDateLiteral(stream: TokenStream, token: KeywordToken): never {
  return stream.peek(1).kind === 'string'
    ? notImplemented(stream, token.text.toUpperCase(), 'write an Ion timestamp in backticks, such as `2017-06-05T`')
    : stream.unexpected();
}

function parsePunctuationTerm(stream: TokenStream, token: PunctuationToken): Expression {
  switch (token.text) {
    case '(': return parseGroup(stream);
    case '[': return parseCollection(stream, 'list', '[', ']');
    case '<<': return parseCollection(stream, 'bag', '<<', '>>');
    case '{': return parseStruct(stream);
    case '?':
      stream.take();
      return { kind: 'parameter', index: stream.nextParameter(), at: token.at };
    case '@':
      stream.take();
      return stream.peek().kind === 'name'
        ? parseIdentifier(stream, true)
        : stream.fail(`identifier expected after \`@\` symbol, found, ${describeToken(stream.peek())}`);
    default:
      return stream.unexpected();
  }
}

/** `(a)` is a; `(a, b)`, a row, is a list. */
function parseGroup(stream: TokenStream): Expression {
  const { at } = stream.expect('(');
  const elements = parseList(stream, parseExpression);
  stream.expect(')');
  return groupOf(elements, at);
}

export function groupOf(elements: readonly Expression[], at: Expression['at']): Expression {
  const [first] = elements;
  return first !== undefined && elements.length === 1 ? first : { kind: 'list', elements, at };
}

function parseCollection(stream: TokenStream, kind: 'list' | 'bag', open: Punctuation, close: Punctuation): Collection {
  const { at } = stream.expect(open);
  const elements = stream.at(close) ? [] : parseList(stream, parseExpression);
  stream.expect(close);
  return { kind, elements, at };
}

function parseStruct(stream: TokenStream): Struct {
  const { at } = stream.expect('{');
  const fields = stream.at('}') ? [] : parseList(stream, (inner) => {
    const name = parseExpression(inner);
    inner.expect(':');
    return { name, value: parseExpression(inner) };
  });
  stream.expect('}');
  return { kind: 'struct', fields, at };
}

/** `VALUES (1, 2), (3, 4)`: a bag of lists. */
function parseValues(stream: TokenStream): Collection {
  const { at } = stream.expectKeyword('values');
  const elements = parseList(stream, (inner): Collection => {
    const row = inner.expect('(');
    const values = parseList(inner, parseExpression);
    inner.expect(')');
    return { kind: 'list', elements: values, at: row.at };
  });
  return { kind: 'bag', elements, at };
}
