import type { Expression, Projection, ProjectionItem, Select } from '../ast';
import { parseExpression } from './expressions';
import { parseFrom } from './from';
import { parseList } from './lists';
import { describeToken } from './token';
import type { TokenStream } from './token-stream';
import { refuseUnsupportedClause } from './unsupported';

/** `SELECT [DISTINCT | ALL] [VALUE] … FROM … [WHERE …]` */
export function parseSelect(stream: TokenStream): Select {
  const { at } = stream.expectKeyword('select');
  const distinct = stream.skipKeyword('distinct');
  if (!distinct) {
    stream.skipKeyword('all');
  }
  const projection = stream.skipKeyword('value') ? parseValueProjection(stream) : parseItems(stream);
  return parseQueryBody(stream, { distinct, projection, at });
}

/** `PIVOT value AT name FROM …`: one struct of all rows. */
export function parsePivot(stream: TokenStream): Select {
  const { at } = stream.expectKeyword('pivot');
  const value = parseExpression(stream);
  stream.expectKeyword('at');
  const name = parseExpression(stream);
  return parseQueryBody(stream, { distinct: false, projection: { kind: 'pivot', value, name }, at });
}

function parseQueryBody(stream: TokenStream, head: Pick<Select, 'distinct' | 'projection' | 'at'>): Select {
  if (!stream.skipKeyword('from')) {
    refuseUnsupportedClause(stream);
    return stream.fail(`missing FROM after SELECT list, found, ${describeToken(stream.peek())}`);
  }
  const from = parseFrom(stream);
  const where = stream.skipKeyword('where') ? parseExpression(stream) : undefined;
  refuseUnsupportedClause(stream);
  return { kind: 'select', ...head, from, ...(where && { where }) };
}

const parseValueProjection = (stream: TokenStream): Projection => ({ kind: 'value', expression: parseExpression(stream) });

function parseItems(stream: TokenStream): Projection {
  if (stream.atKeywords('from')) {
    stream.fail('found empty SELECT list');
  }
  const first = stream.peek();
  const items = parseList(stream, parseItem);
  if (items.length === 1 && items[0] === undefined) {
    return { kind: 'star' };
  }
  const named = items.filter((item) => item !== undefined);
  if (named.length < items.length) {
    stream.fail("other expressions may not be present in the select list when '*' is used without dot notation", first);
  }
  return { kind: 'items', items: named };
}

/** @returns `undefined` for `*` */
function parseItem(stream: TokenStream): ProjectionItem | undefined {
  if (stream.skip('*')) {
    return undefined;
  }
  const expression = parseExpression(stream);
  const all = allOf(stream, expression);
  if (all !== undefined) {
    return all;
  }
  const alias = parseItemAlias(stream);
  return { kind: 'expression', expression, ...(alias !== undefined && { alias }) };
}

function parseItemAlias(stream: TokenStream): string | undefined {
  if (stream.skipKeyword('as')) {
    return stream.expectName('identifier for alias').text;
  }
  const token = stream.peek();
  if (token.kind !== 'name') {
    return undefined;
  }
  refuseUnsupportedClause(stream);
  stream.take();
  return token.text;
}

/** `v.*` takes all fields of `v`. A wildcard anywhere else in a path of the list has no meaning. */
function allOf(stream: TokenStream, expression: Expression): ProjectionItem | undefined {
  if (expression.kind !== 'path') {
    return undefined;
  }
  const steps = expression.steps.slice(0, -1);
  const last = expression.steps.at(-1);
  const misplaced = expression.steps.find((step, index) => step.kind === 'elements' || (step.kind === 'fields' && index < steps.length));
  if (misplaced !== undefined) {
    stream.fail('invalid use of * in select list', { ...stream.peek(), at: misplaced.at });
  }
  if (last?.kind !== 'fields') {
    return undefined;
  }
  const subscript = steps.find((step) => step.kind === 'index');
  if (subscript !== undefined) {
    stream.fail('cannot use [] and * together in SELECT list expression', { ...stream.peek(), at: subscript.at });
  }
  return { kind: 'all-of', expression: steps.length === 0 ? expression.root : { ...expression, steps } };
}
