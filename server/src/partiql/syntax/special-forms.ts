import { string } from '../../ion/value';
import type { Call, Case, Cast, Expression, Literal } from '../ast';
import { parseExpression } from './expressions';
import { describeToken } from './token';
import type { TokenStream } from './token-stream';
import { parseType } from './types';

const DATE_PARTS = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;
const EXTRACTABLE = [...DATE_PARTS, 'timezone_hour', 'timezone_minute'] as const;

const TRIM_SIDES: ReadonlySet<string> = new Set(['both', 'leading', 'trailing']);

/** Functions with words between their arguments, and what is no function but begins with a word. */
export const SPECIAL_FORMS: ReadonlyMap<string, (stream: TokenStream) => Expression> = new Map<string, (stream: TokenStream) => Expression>([
  ['case', parseCase],
  ['cast', parseCast],
  ['extract', parseExtract],
  ['date_add', parseDateFunction],
  ['date_diff', parseDateFunction],
  ['substring', parseSubstring],
  ['trim', parseTrim],
]);

function parseCase(stream: TokenStream): Case {
  const { at } = stream.expectKeyword('case');
  const operand = stream.atKeywords('when') ? undefined : parseExpression(stream);
  const branches: Case['branches'][number][] = [];
  while (stream.skipKeyword('when')) {
    const when = parseExpression(stream);
    stream.expectKeyword('then');
    branches.push({ when, then: parseExpression(stream) });
  }
  if (branches.length === 0) {
    stream.fail(`expected WHEN clause in CASE, found, ${describeToken(stream.peek())}`);
  }
  const otherwise = stream.skipKeyword('else') ? parseExpression(stream) : undefined;
  stream.expectKeyword('end');
  return { kind: 'case', ...(operand && { operand }), branches, ...(otherwise && { otherwise }), at };
}

function parseCast(stream: TokenStream): Cast {
  const { at } = stream.expectKeyword('cast');
  stream.expect('(');
  const operand = parseExpression(stream);
  stream.expectKeyword('as');
  const type = parseType(stream);
  stream.expect(')');
  return { kind: 'cast', operand, type, at };
}

/** A word such as `year` becomes a string. */
function parseDatePart(stream: TokenStream, parts: readonly string[]): Literal {
  const token = stream.peek();
  const part = token.text.toLowerCase();
  if ((token.kind !== 'name' && token.kind !== 'keyword') || !parts.includes(part)) {
    return stream.fail(`expected one of: [${parts.join(', ')}], found, ${describeToken(token)}`);
  }
  stream.take();
  return { kind: 'literal', value: string(part), at: token.at };
}

/** `EXTRACT(part FROM timestamp)` */
function parseExtract(stream: TokenStream): Call {
  const { at } = stream.expectKeyword('extract');
  stream.expect('(');
  const part = parseDatePart(stream, EXTRACTABLE);
  stream.expectKeyword('from');
  const timestamp = parseExpression(stream);
  stream.expect(')');
  return { kind: 'call', name: 'extract', arguments: [part, timestamp], at };
}

/** `DATE_ADD(part, quantity, timestamp)`, `DATE_DIFF(part, timestamp, timestamp)` */
function parseDateFunction(stream: TokenStream): Call {
  const { at, text } = stream.take();
  stream.expect('(');
  const part = parseDatePart(stream, DATE_PARTS);
  stream.expect(',');
  const first = parseExpression(stream);
  stream.expect(',');
  const second = parseExpression(stream);
  stream.expect(')');
  return { kind: 'call', name: text, arguments: [part, first, second], at };
}

/** `SUBSTRING(text FROM start FOR length)`, or with commas; the length may be absent. */
function parseSubstring(stream: TokenStream): Call {
  const { at } = stream.expectKeyword('substring');
  stream.expect('(');
  const values = [parseExpression(stream)];
  const words = stream.skipKeyword('from');
  if (!words) {
    stream.expect(',');
  }
  values.push(parseExpression(stream));
  if (words ? stream.skipKeyword('for') : stream.skip(',')) {
    values.push(parseExpression(stream));
  }
  stream.expect(')');
  return { kind: 'call', name: 'substring', arguments: values, at };
}

/** `TRIM([[side] [characters] FROM] text)`: blanks on both sides where nothing else is said. */
function parseTrim(stream: TokenStream): Call {
  const { at } = stream.expectKeyword('trim');
  stream.expect('(');
  const side = stream.peek();
  const hasSide = stream.atAnyKeyword(TRIM_SIDES) && stream.take() !== undefined;
  const blank: Literal = { kind: 'literal', value: string(' '), at };
  let characters: Expression = blank;
  let text: Expression;
  if (stream.skipKeyword('from')) {
    text = parseExpression(stream);
  } else {
    const first = parseExpression(stream);
    if (hasSide && !stream.atKeywords('from')) {
      stream.expectKeyword('from');
    }
    const more = stream.skipKeyword('from');
    characters = more ? first : blank;
    text = more ? parseExpression(stream) : first;
  }
  stream.expect(')');
  const sideName: Literal = { kind: 'literal', value: string(hasSide ? side.text : 'both'), at: hasSide ? side.at : at };
  return { kind: 'call', name: 'trim', arguments: [sideName, characters, text], at };
}
