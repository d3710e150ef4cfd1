import type { TokenStream } from './token-stream';

/** One or more, with commas between them. */
export function parseList<T>(stream: TokenStream, rule: (stream: TokenStream) => T): readonly T[] {
  const items = [rule(stream)];
  while (stream.skip(',')) {
    items.push(rule(stream));
  }
  return items;
}
