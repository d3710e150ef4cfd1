import type { Compilation } from './compilation';
import { compileIn } from './compilation';
import type { Frame } from './frame';
import type { Scope } from './scope';
import type { Evaluate, Outcome } from './unit';
import { struct } from '../../ion/value';
import type { Field, Value } from '../../ion/value';
import type { Expression, Identifier, ProjectionItem } from '../ast';
import { isText } from '../values/equality';

/** Adds its columns to a row. */
type Column = (fields: Field[], frame: Frame, hoisted: readonly Outcome[]) => void;

/** The list of a SELECT: a struct for each row. What is MISSING is left out; names may stand twice. */
export function compileItems(items: readonly ProjectionItem[], compilation: Compilation): Evaluate {
  return rowOf(items.map((item, index) => {
    const value = compileIn(compilation, item.expression);
    return item.kind === 'all-of' ? allOf(value) : named(item.alias ?? columnName(item.expression, index), value);
  }));
}

/** `SELECT *`: all of each source, and what AT and BY are bound to. */
export function compileStar(scope: Scope, compilation: Compilation): Evaluate {
  return rowOf(scope.sources.flatMap(({ as, index, by }) => [
    allOf(compileIn(compilation, variable(as))),
    ...[index, by].flatMap((name) => name === undefined ? [] : [named(name, compileIn(compilation, variable(name)))]),
  ]));
}

function variable(name: string): Identifier {
  return { kind: 'identifier', name, quoted: true, lexical: true, at: { line: 1, column: 1 } };
}

function rowOf(columns: readonly Column[]): Evaluate {
  return (frame, hoisted) => {
    const fields: Field[] = [];
    for (const column of columns) {
      column(fields, frame, hoisted);
    }
    return struct(fields);
  };
}

function named(name: string, value: Evaluate): Column {
  return (fields, frame, hoisted) => add(fields, name, value(frame, hoisted));
}

/** The fields of a struct. A value that is none becomes one column, named after its place. */
function allOf(value: Evaluate): Column {
  return (fields, frame, hoisted) => {
    const all = value(frame, hoisted);
    if (all.kind === 'struct') {
      for (const field of all.fields) {
        add(fields, field.name, field.value);
      }
    } else {
      add(fields, `_${fields.length + 1}`, all);
    }
  };
}

function add(fields: Field[], name: string, value: Value): void {
  if (value.kind !== 'missing') {
    fields.push({ name, value });
  }
}

/** A column without alias is named after the variable or the last field of the path, else after its place. */
function columnName(expression: Expression, index: number): string {
  const last = expression.kind === 'path' ? expression.steps.at(-1) : undefined;
  if (expression.kind === 'identifier') {
    return expression.name;
  }
  if (last?.kind === 'field') {
    return last.name;
  }
  return last?.kind === 'index' && last.index.kind === 'literal' && isText(last.index.value) ? last.index.value.value : `_${index + 1}`;
}
