import type { Statement } from '../ast';
import { PartiqlError, type Position } from '../error';

/**
 * How tall a syntax tree may be. Nesting is bounded while parsing; this bounds long chains such as `a || b || c …` too, so that whoever walks
 * the tree may do so by recursion.
 */
export const MAX_HEIGHT = 1_000;

interface Visit {
  readonly node: object;
  readonly height: number;
  readonly at: Position;
}

/** @throws PartiqlError for a tree that is too tall, with the place where it is */
export function checkHeight(statement: Statement): void {
  const open: Visit[] = [{ node: statement, height: 1, at: statement.at }];
  for (let visit = open.pop(); visit !== undefined; visit = open.pop()) {
    const { node, height } = visit;
    const at = 'at' in node ? node.at as Position : visit.at;
    if (height > MAX_HEIGHT) {
      throw new PartiqlError('Semantic', `expression with more than ${MAX_HEIGHT} levels: split it up, or pass a list as a parameter`, at);
    }
    // A literal's value bounds its own depth.
    if ('kind' in node && node.kind === 'literal') {
      continue;
    }
    for (const child of Object.values(node)) {
      if (typeof child === 'object' && child !== null) {
        open.push({ node: child, height: Array.isArray(child) ? height : height + 1, at });
      }
    }
  }
}
