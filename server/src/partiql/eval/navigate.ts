import type { Compilation } from './compilation';
import { compileIn } from './compilation';
import type { Frame } from './frame';
import { located } from './unit';
import type { Evaluate, Outcome } from './unit';
import { MISSING, bag, fieldOf } from '../../ion/value';
import type { Value } from '../../ion/value';
import type { Path, PathStep } from '../ast';
import { EvaluationError } from '../error';
import { isText, isUnknown } from '../values/equality';
import { typeName } from '../values/type-name';

/** The field of that name; of several the first. */
export function fieldNamed(value: Value, name: string): Value | undefined {
  return value.kind === 'struct' ? fieldOf(value, name) : undefined;
}

type Step = (value: Value, frame: Frame, hoisted: readonly Outcome[]) => Value;

/**
 * `a.b[0]['c']`, `a[*].b`, `a.*.b`. What is not there, and what is no struct or list where one is needed, is MISSING.
 *
 * With a wildcard the result is a bag, of all values that the rest of the path leads to; a second wildcard makes no bag of bags.
 */
export function compilePath(path: Path, compilation: Compilation): Evaluate {
  const root = compileIn(compilation, path.root);
  const walk = compileSteps(path.steps, compilation);
  return located(path.at, (frame, hoisted) => walk(root(frame, hoisted), frame, hoisted));
}

function compileSteps(steps: readonly PathStep[], compilation: Compilation): Step {
  const compiled: Step[] = [];
  for (const [index, step] of steps.entries()) {
    if (step.kind === 'elements' || step.kind === 'fields') {
      const rest = steps.slice(index + 1);
      compiled.push(wildcard(step.kind, compileSteps(rest, compilation), rest.some(({ kind }) => kind === 'elements' || kind === 'fields')));
      break;
    }
    compiled.push(step.kind === 'field' ? (value) => fieldNamed(value, step.name) ?? MISSING : compileIndex(step, compilation));
  }
  const [only] = compiled;
  return compiled.length === 1 && only !== undefined
    ? only
    : (value, frame, hoisted) => compiled.reduce((at, step) => step(at, frame, hoisted), value);
}

function compileIndex(step: Extract<PathStep, { kind: 'index' }>, compilation: Compilation): Step {
  const index = compileIn(compilation, step.index);
  return (value, frame, hoisted) => elementAt(value, index(frame, hoisted));
}

function elementAt(value: Value, index: Value): Value {
  if (index.kind === 'int') {
    return (value.kind === 'list' || value.kind === 'sexp' ? value.elements[Number(index.value)] : undefined) ?? MISSING;
  }
  if (isText(index)) {
    return fieldNamed(value, index.value) ?? MISSING;
  }
  if (isUnknown(index)) {
    return MISSING;
  }
  throw new EvaluationError(`Cannot convert index to int/string: an index is an integer or a string, got ${typeName(index)}`);
}

function wildcard(kind: 'elements' | 'fields', rest: Step, flatten: boolean): Step {
  return (value, frame, hoisted) => {
    const results = (kind === 'elements' ? elementsOf(value) : fieldValues(value)).map((element) => rest(element, frame, hoisted));
    return bag(flatten ? results.flatMap((result) => elementsOf(result)) : results);
  };
}

/** What FROM runs over: the elements of a collection; any other value is one row. */
export function elementsOf(value: Value): readonly Value[] {
  return value.kind === 'list' || value.kind === 'bag' || value.kind === 'sexp' ? value.elements : [value];
}

function fieldValues(value: Value): readonly Value[] {
  return value.kind === 'struct' ? value.fields.map((field) => field.value) : [value];
}
