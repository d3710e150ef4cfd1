import type { Expression, From, FromSource } from '../ast';
import { continueExpression, parseExpression } from './expressions';
import { parseList } from './lists';
import { continuePath } from './paths';
import { groupOf } from './terms';
import { describeToken } from './token';
import type { TokenStream } from './token-stream';
import { refuseUnsupportedClause } from './unsupported';

/** Words that open an expression in parentheses and no join. */
const QUERY_WORDS: ReadonlySet<string> = new Set(['select', 'pivot', 'values']);

/** What follows FROM: sources with commas and joins between them, grouped from the left. */
export function parseFrom(stream: TokenStream): From {
  let left = parseJoins(stream);
  while (stream.at(',')) {
    const { at } = stream.take();
    left = { kind: 'join', left, right: parseJoins(stream), at };
  }
  return left;
}

function parseJoins(stream: TokenStream): From {
  let left = stream.nested(() => parseItem(stream));
  for (;;) {
    refuseUnsupportedClause(stream);
    const { at } = stream.peek();
    const cross = skipJoin(stream);
    if (cross === undefined) {
      return left;
    }
    const right = stream.nested(() => parseItem(stream));
    if (!cross && !stream.atKeywords('on')) {
      stream.fail(`malformed use of FROM with JOIN: expected ON, found, ${describeToken(stream.peek())}`);
    }
    const on = cross ? undefined : stream.take() && parseExpression(stream);
    left = { kind: 'join', left, right, ...(on && { on }), at };
  }
}

/** @returns whether the join has no condition; `undefined` where there is no join */
function skipJoin(stream: TokenStream): boolean | undefined {
  const words = [['inner', 'cross', 'join'], ['cross', 'join'], ['inner', 'join'], ['join']].find((join) => stream.atKeywords(...join));
  words?.forEach(() => stream.take());
  return words?.includes('cross');
}

type Parenthesized = { readonly kind: 'from'; readonly from: From } | { readonly kind: 'expression'; readonly expression: Expression };

function parseItem(stream: TokenStream): From {
  const { at } = stream.peek();
  const unpivot = stream.skipKeyword('unpivot');
  if (unpivot || !stream.at('(')) {
    return parseAliases(stream, { kind: 'source', expression: parseExpression(stream), unpivot, at });
  }
  const inner = parseParenthesized(stream);
  if (inner.kind === 'from') {
    return inner.from;
  }
  const expression = continueExpression(stream, continuePath(stream, inner.expression));
  return parseAliases(stream, { kind: 'source', expression, unpivot: false, at });
}

/** `(a JOIN b ON …)` is a join, `(SELECT …)`, `(a)` and `(a, b)` are expressions; which one shows only at the end. */
function parseParenthesized(stream: TokenStream): Parenthesized {
  const { at } = stream.expect('(');
  if (stream.atAnyKeyword(QUERY_WORDS)) {
    const elements = parseList(stream, parseExpression);
    stream.expect(')');
    return { kind: 'expression', expression: groupOf(elements, at) };
  }
  const items = parseList(stream, parseJoins);
  stream.expect(')');
  const plain = items.map(plainExpression).filter((expression) => expression !== undefined);
  if (plain.length === items.length) {
    return { kind: 'expression', expression: groupOf(plain, at) };
  }
  return { kind: 'from', from: items.reduce((left, right) => ({ kind: 'join', left, right, at: right.at })) };
}

/** A source that is nothing but its expression. */
function plainExpression(from: From): Expression | undefined {
  if (from.kind !== 'source' || from.unpivot || from.index !== undefined || from.by !== undefined) {
    return undefined;
  }
  return from.as === impliedAlias(from.expression) ? from.expression : undefined;
}

/** `[[AS] name] [AT name] [BY name]` */
export function parseAliases(stream: TokenStream, source: Pick<FromSource, 'kind' | 'expression' | 'unpivot' | 'at'>): FromSource {
  const as = parseAlias(stream) ?? impliedAlias(source.expression);
  const index = stream.skipKeyword('at') ? stream.expectName('identifier for AT-alias').text : undefined;
  const by = stream.skipKeyword('by') ? stream.expectName('identifier for BY-alias').text : undefined;
  return { ...source, ...(as !== undefined && { as }), ...(index !== undefined && { index }), ...(by !== undefined && { by }) };
}

function parseAlias(stream: TokenStream): string | undefined {
  if (stream.skipKeyword('as')) {
    return stream.expectName('identifier for AS-alias').text;
  }
  if (stream.peek().kind !== 'name') {
    return undefined;
  }
  refuseUnsupportedClause(stream);
  return stream.expectName('identifier for AS-alias').text;
}

/** `FROM a` names its rows `a`, `FROM a.b` and `FROM a['b']` name them `b`. */
function impliedAlias(expression: Expression): string | undefined {
  if (expression.kind === 'identifier') {
    return expression.name;
  }
  const step = expression.kind === 'path' ? expression.steps.at(-1) : undefined;
  if (step?.kind === 'field') {
    return step.name;
  }
  const index = step?.kind === 'index' && step.index.kind === 'literal' ? step.index.value : undefined;
  return index?.kind === 'string' ? index.value : undefined;
}
