import type { Aggregate, AggregateName, Expression } from '../ast';
import { parseExpression } from './expressions';
import { parseList } from './lists';
import type { TokenStream } from './token-stream';
import { notImplemented } from './unsupported';

const AGGREGATES: ReadonlySet<string> = new Set<AggregateName>(['count', 'sum', 'avg', 'min', 'max']);

const isAggregate = (name: string): name is AggregateName => AGGREGATES.has(name);

const isConstructor = (name: string): name is 'list' | 'bag' | 'sexp' => name === 'list' || name === 'bag' || name === 'sexp';

/** `name(…)`: a function, an aggregate, or one of the constructors that look like functions. */
export function parseCall(stream: TokenStream): Expression {
  const token = stream.take();
  const name = token.text.toLowerCase();
  const { at } = token;
  if (!stream.at('(')) {
    return stream.fail(`expected ( after ${token.text}, which is a reserved word: a name must stand in double quotes`);
  }
  stream.take();
  const call = parseArguments(stream, name, at);
  if (stream.atWord('over') && stream.at('(', 1)) {
    notImplemented(stream, 'OVER', 'compute it in the application');
  }
  return call;
}

function parseArguments(stream: TokenStream, name: string, at: Expression['at']): Expression {
  if (isAggregate(name)) {
    return parseAggregate(stream, name, at);
  }
  if (stream.at('*')) {
    return stream.fail(`function call, other than COUNT, with (*) as parameter is not supported: ${name}`);
  }
  const values = stream.at(')') ? [] : parseList(stream, parseExpression);
  stream.expect(')');
  return isConstructor(name) ? { kind: name, elements: values, at } : { kind: 'call', name, arguments: values, at };
}

function parseAggregate(stream: TokenStream, name: AggregateName, at: Expression['at']): Aggregate {
  const distinct = stream.skipKeyword('distinct');
  const quantified = distinct || stream.skipKeyword('all');
  if (stream.at('*')) {
    if (name !== 'count' || quantified) {
      stream.fail(`function call, other than COUNT, with (*) as parameter is not supported: ${name}${distinct ? ' distinct' : ''}`);
    }
    stream.take();
    stream.expect(')');
    return { kind: 'aggregate', name, distinct: false, at };
  }
  if (stream.at(')')) {
    return stream.fail(`aggregate function call takes 1 argument only: ${name}`);
  }
  const [argument, ...further] = parseList(stream, parseExpression);
  if (argument === undefined || further.length > 0) {
    return stream.fail(`aggregate function call takes 1 argument only: ${name}`);
  }
  stream.expect(')');
  return { kind: 'aggregate', name, distinct, argument, at };
}
