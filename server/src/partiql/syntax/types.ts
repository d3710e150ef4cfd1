import type { TypeReference } from '../ast';
import { describeToken } from './token';
import type { TokenStream } from './token-stream';

interface TypeRule {
  readonly name: TypeReference['name'];
  /** Of `DECIMAL(5, 2)`. */
  readonly maxParameters: number;
}

const rule = (name: TypeReference['name'], maxParameters = 0): TypeRule => ({ name, maxParameters });

/** Spellings in lower case, several words with one blank between them. */
const TYPES: ReadonlyMap<string, TypeRule> = new Map([
  ['missing', rule('missing')],
  ['null', rule('null')],
  ['bool', rule('boolean')],
  ['boolean', rule('boolean')],
  ['smallint', rule('smallint')],
  ['int', rule('integer')],
  ['integer', rule('integer')],
  ['float', rule('float', 1)],
  ['real', rule('float', 1)],
  ['double precision', rule('float')],
  ['dec', rule('decimal', 2)],
  ['decimal', rule('decimal', 2)],
  ['numeric', rule('decimal', 2)],
  ['number', rule('decimal', 2)],
  ['timestamp', rule('timestamp')],
  ['date', rule('date')],
  ['time', rule('time', 1)],
  ['char', rule('character', 1)],
  ['character', rule('character', 1)],
  ['varchar', rule('string', 1)],
  ['char varying', rule('string', 1)],
  ['character varying', rule('string', 1)],
  ['string', rule('string')],
  ['symbol', rule('symbol')],
  ['clob', rule('clob')],
  ['blob', rule('blob')],
  ['list', rule('list')],
  ['sexp', rule('sexp')],
  ['struct', rule('struct')],
  ['tuple', rule('struct')],
  ['bag', rule('bag')],
  ['any', rule('any')],
]);

export function parseType(stream: TokenStream): TypeReference {
  const first = stream.peek();
  const second = stream.peek(1);
  const isWord = first.kind === 'keyword' || (first.kind === 'name' && !first.quoted);
  const twoWords = TYPES.get(`${first.text.toLowerCase()} ${second.text.toLowerCase()}`);
  const type = isWord ? twoWords ?? TYPES.get(first.text.toLowerCase()) : undefined;
  if (type === undefined) {
    return stream.fail(`type name expected, found, ${describeToken(first)}`);
  }
  stream.take();
  if (type === twoWords) {
    stream.take();
  }
  const parameters = parseParameters(stream);
  if (parameters.length > type.maxParameters) {
    stream.fail(`type ${first.text} with ${parameters.length} parameters: at most ${type.maxParameters} are allowed`, first);
  }
  return { name: type.name, parameters, at: first.at };
}

function parseParameters(stream: TokenStream): readonly number[] {
  const parameters: number[] = [];
  if (!stream.skip('(')) {
    return parameters;
  }
  do {
    const token = stream.peek();
    if (token.kind !== 'number' || !/^[0-9]{1,9}$/.test(token.text)) {
      return stream.fail(`type parameter must be an unsigned integer, found, ${describeToken(token)}`);
    }
    stream.take();
    parameters.push(Number(token.text));
  } while (stream.skip(','));
  stream.expect(')');
  return parameters;
}
