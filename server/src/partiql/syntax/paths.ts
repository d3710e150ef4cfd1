import type { Expression, Identifier, Path, PathStep } from '../ast';
import { parseExpression } from './expressions';
import { isFieldWord } from './reserved-words';
import { parseTerm } from './terms';
import { describeToken } from './token';
import type { TokenStream } from './token-stream';

/** Documents nest as deep. */
const MAX_STEPS = 200;

/** A term with the steps behind it: `a.b`, `a."b"`, `a['b']`, `a[0]`, `a[*]`, `a.*`. */
export function parsePathExpression(stream: TokenStream): Expression {
  return continuePath(stream, parseTerm(stream));
}

export function continuePath(stream: TokenStream, root: Expression): Expression {
  const steps: PathStep[] = [];
  for (let step = parseStep(stream); step !== undefined; step = parseStep(stream)) {
    if (steps.length === MAX_STEPS) {
      stream.fail(`path of more than ${MAX_STEPS} steps: documents do not nest as deep`, { ...stream.peek(), at: step.at }, 'Semantic');
    }
    steps.push(step);
  }
  return steps.length === 0 ? root : { kind: 'path', root, steps, at: root.at };
}

function parseStep(stream: TokenStream): PathStep | undefined {
  if (stream.skip('.')) {
    return parseDotStep(stream);
  }
  if (!stream.skip('[')) {
    return undefined;
  }
  const { at } = stream.peek();
  if (stream.skip('*')) {
    stream.expect(']');
    return { kind: 'elements', at };
  }
  const index = parseExpression(stream);
  stream.expect(']');
  return { kind: 'index', index, at };
}

function parseDotStep(stream: TokenStream): PathStep {
  const token = stream.peek();
  if (stream.skip('*')) {
    return { kind: 'fields', at: token.at };
  }
  if (token.kind === 'name' || token.kind === 'string') {
    stream.take();
    return { kind: 'field', name: token.text, quoted: token.kind === 'string' || token.quoted, at: token.at };
  }
  if (token.kind === 'keyword' && isFieldWord(token.text)) {
    stream.take();
    return { kind: 'field', name: token.spelling, quoted: false, at: token.at };
  }
  const hint = token.kind === 'keyword' ? ', which is a reserved word: put it in double quotes' : '';
  return stream.fail(`invalid path component, expecting either an identifier or STAR, found, ${describeToken(token)}${hint}`);
}

/** What can be assigned to or removed: a name, with fields by name and elements by literals behind it. */
export function parseTarget(stream: TokenStream, what: string): Identifier | Path {
  const name = stream.expectName(what);
  const root: Identifier = { kind: 'identifier', name: name.text, quoted: name.quoted, lexical: false, at: name.at };
  const path = continuePath(stream, root);
  if (path.kind === 'identifier') {
    return path;
  }
  if (path.kind !== 'path') {
    return stream.fail(`expected ${what}`, name);
  }
  for (const step of path.steps) {
    if (step.kind === 'elements' || step.kind === 'fields') {
      stream.fail('invalid path component for simple path: [*] and .* stand for many values, and one is needed', { ...name, at: step.at });
    }
  }
  return path;
}
