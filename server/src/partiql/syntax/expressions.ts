import type { BinaryOperator, Collection, Expression } from '../ast';
import type { Position } from '../error';
import { parseList } from './lists';
import { negatedNumber, numberValue } from './literals';
import { parsePathExpression } from './paths';
import type { Token } from './token';
import type { TokenStream } from './token-stream';
import { parseType } from './types';
import { notImplemented } from './unsupported';

/** How strongly an operator binds, as in the Kotlin implementation of PartiQL. */
const BINDING = {
  none: 0, or: 10, and: 20, not: 30, equality: 40, comparison: 50, sum: 60, product: 70,
} as const;

type Infix =
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly binding: number }
  | { readonly kind: 'between' | 'in' | 'like' | 'is'; readonly negated: boolean; readonly binding: number };

export function parseExpression(stream: TokenStream): Expression {
  return parseOperators(stream, BINDING.none);
}

/** Goes on with an expression whose beginning has been read. */
export function continueExpression(stream: TokenStream, begun: Expression): Expression {
  return parseInfix(stream, begun, BINDING.none);
}

/** Precedence climbing. */
function parseOperators(stream: TokenStream, binding: number): Expression {
  return stream.nested(() => parseInfix(stream, parsePrefix(stream), binding));
}

function parsePrefix(stream: TokenStream): Expression {
  const token = stream.peek();
  if (stream.skipKeyword('not')) {
    return { kind: 'unary', operator: 'not', operand: parseOperators(stream, BINDING.not), at: token.at };
  }
  if (token.kind !== 'operator' || (token.text !== '+' && token.text !== '-')) {
    return parsePathExpression(stream);
  }
  stream.take();
  const number = stream.peek();
  // The least integer is a literal only together with its sign.
  if (number.kind === 'number' && token.text === '-') {
    stream.take();
    return { kind: 'literal', value: negatedNumber(number), at: number.at };
  }
  if (number.kind === 'number') {
    stream.take();
    return { kind: 'literal', value: numberValue(number), at: number.at };
  }
  return { kind: 'unary', operator: token.text, operand: stream.nested(() => parsePrefix(stream)), at: token.at };
}

function parseInfix(stream: TokenStream, begun: Expression, binding: number): Expression {
  let left = begun;
  for (;;) {
    const infix = peekInfix(stream);
    if (infix === undefined || infix.binding <= binding) {
      return left;
    }
    left = infix.kind === 'binary' && (infix.operator === 'and' || infix.operator === 'or')
      ? parseLogicalChain(stream, left, infix.operator, infix.binding)
      : parseOperation(stream, left, infix);
  }
}

/**
 * `a OR b OR c …` becomes a balanced tree: conditions of thousands of alternatives are common, and a tree as tall as that could not be walked
 * by recursion. The order of the operands stays.
 */
function parseLogicalChain(stream: TokenStream, first: Expression, operator: 'and' | 'or', binding: number): Expression {
  const operands = [first];
  const positions: Position[] = [];
  while (stream.atKeywords(operator)) {
    positions.push(stream.take().at);
    operands.push(parseOperators(stream, binding));
  }
  const build = (from: number, to: number): Expression => {
    const middle = Math.ceil((from + to) / 2);
    const at = positions[middle - 1];
    const single = operands[from] ?? first;
    return to - from === 1 || at === undefined
      ? single
      : { kind: 'binary', operator, left: build(from, middle), right: build(middle, to), at };
  };
  return build(0, operands.length);
}

function parseOperation(stream: TokenStream, left: Expression, infix: Infix): Expression {
  const { at } = stream.take();
  if (infix.kind === 'binary') {
    return { kind: 'binary', operator: infix.operator, left, right: parseOperators(stream, infix.binding), at };
  }
  if (infix.negated) {
    stream.take();
  }
  const { negated } = infix;
  switch (infix.kind) {
    case 'is':
      return { kind: 'is', operand: left, type: parseType(stream), negated, at };
    case 'in':
      return { kind: 'in', operand: left, collection: parseInCollection(stream), negated, at };
    case 'between': {
      const low = parseOperators(stream, infix.binding);
      stream.expectKeyword('and');
      return { kind: 'between', operand: left, low, high: parseOperators(stream, infix.binding), negated, at };
    }
    case 'like': {
      const pattern = parseOperators(stream, infix.binding);
      const escape = stream.skipKeyword('escape') ? parseOperators(stream, infix.binding) : undefined;
      return { kind: 'like', operand: left, pattern, ...(escape === undefined ? {} : { escape }), negated, at };
    }
  }
}

/** `IN (a, b)` and `IN (a)` hold a list; `IN (SELECT …)` and `IN (VALUES …)` are a query in parentheses. */
function parseInCollection(stream: TokenStream): Expression {
  const next = stream.peek(1);
  const grouped = next.kind === 'keyword' && ['select', 'pivot', 'values'].includes(next.text);
  if (!stream.at('(') || grouped) {
    return parseOperators(stream, BINDING.equality);
  }
  const { at } = stream.take();
  const list: Collection = { kind: 'list', elements: parseList(stream, parseExpression), at };
  stream.expect(')');
  return list;
}

const COMPARISONS: ReadonlySet<string> = new Set(['<', '<=', '>', '>=']);
const SUMS: ReadonlySet<string> = new Set(['+', '-', '||']);

function peekInfix(stream: TokenStream): Infix | undefined {
  const token = stream.peek();
  if (token.kind === 'operator') {
    const binding = token.text === '=' || token.text === '<>'
      ? BINDING.equality
      : COMPARISONS.has(token.text) ? BINDING.comparison : SUMS.has(token.text) ? BINDING.sum : BINDING.product;
    return { kind: 'binary', operator: token.text, binding };
  }
  if (stream.at('*')) {
    return { kind: 'binary', operator: '*', binding: BINDING.product };
  }
  return token.kind === 'keyword' ? peekInfixWord(stream, token) : undefined;
}

function peekInfixWord(stream: TokenStream, token: Token): Infix | undefined {
  switch (token.text) {
    case 'and': return { kind: 'binary', operator: 'and', binding: BINDING.and };
    case 'or': return { kind: 'binary', operator: 'or', binding: BINDING.or };
    case 'is': return { kind: 'is', negated: stream.atKeywords('is', 'not'), binding: BINDING.equality };
    case 'in': return { kind: 'in', negated: false, binding: BINDING.equality };
    case 'between': return { kind: 'between', negated: false, binding: BINDING.comparison };
    case 'like': return { kind: 'like', negated: false, binding: BINDING.comparison };
    case 'not': {
      const next = stream.peek(1);
      if (next.kind === 'keyword' && (next.text === 'in' || next.text === 'between' || next.text === 'like')) {
        return { kind: next.text, negated: true, binding: next.text === 'in' ? BINDING.equality : BINDING.comparison };
      }
      return undefined;
    }
    case 'collate': return notImplemented(stream, 'COLLATE', 'strings compare by their characters');
    case 'overlaps': return notImplemented(stream, 'OVERLAPS', 'compare the two ends');
    default: return undefined;
  }
}
