import { fieldOf, struct, type ListValue, type SexpValue, type StructValue, type Value } from '../../ion/value';
import { EvaluationError } from '../error';
import type { DocumentPath } from '../eval/target-rows';

/**
 * Assigning, inserting and removing inside a document. Nothing is changed in place: every function gives a new value that shares what has
 * stayed the same. Of several fields with one name the first is meant, as in queries.
 */
type Key = DocumentPath[number];

/** What the path leads to; `undefined` where it leads nowhere. */
export function valueAt(value: Value, path: DocumentPath): Value | undefined {
  let at: Value | undefined = value;
  for (const key of path) {
    at = at && childOf(at, key);
  }
  return at;
}

/**
 * Puts a value at the path. Fields that are not there are made, structs on the way to them too; elements of lists must be there.
 *
 * @throws EvaluationError where the path leads through something that has no such part
 */
export function setAt(value: Value, path: DocumentPath, replacement: Value): Value {
  return change(value, path, 0, () => replacement);
}

/**
 * Puts a value into the list or the struct that the path leads to.
 *
 * @param position place in a list (default: at its end) or name of a field that the struct does not have yet
 * @throws EvaluationError where that is not possible
 */
export function insertAt(value: Value, path: DocumentPath, inserted: Value, position: Value | undefined): Value {
  const target = valueAt(value, path);
  switch (target?.kind) {
    case 'list':
    case 'sexp': return setAt(value, path, insertElement(target, inserted, listPosition(target, position)));
    case 'struct': return setAt(value, path, insertField(target, inserted, position));
    default:
      throw new EvaluationError(
        `INSERT INTO needs a list or a struct, and ${pathText(path)} is ${target === undefined ? 'not there' : `of type ${target.kind}`}; write SET to assign a value`,
      );
  }
}

/** Where `position` is in a list: at its end where there is none. */
export function listPosition(list: ListValue | SexpValue, position: Value | undefined): number {
  if (position === undefined) {
    return list.elements.length;
  }
  if (position.kind !== 'int') {
    throw new EvaluationError(`AT needs an integer for a place in a list; received a value of type ${position.kind}`);
  }
  if (position.value < 0n || position.value > BigInt(list.elements.length)) {
    throw new EvaluationError(`AT ${position.value} is outside of the list, which has ${list.elements.length} elements: write 0 to ${list.elements.length}`);
  }
  return Number(position.value);
}

/** Takes away what the path leads to; nothing happens where it leads nowhere. The path has one step at least. */
export function removeAt(value: Value, path: DocumentPath): Value {
  const key = path.at(-1);
  const parentPath = path.slice(0, -1);
  const parent = valueAt(value, parentPath);
  if (key === undefined || parent === undefined || childOf(parent, key) === undefined) {
    return value;
  }
  switch (parent.kind) {
    case 'struct': return setAt(value, parentPath, { ...parent, fields: parent.fields.filter(({ name }) => name !== key) });
    case 'list':
    case 'sexp': return setAt(value, parentPath, { ...parent, elements: parent.elements.filter((_, index) => index !== key) });
    default: return value;
  }
}

function childOf(value: Value, key: Key): Value | undefined {
  if (typeof key === 'string') {
    return value.kind === 'struct' ? fieldOf(value, key) : undefined;
  }
  return value.kind === 'list' || value.kind === 'sexp' ? value.elements[key] : undefined;
}

function change(value: Value | undefined, path: DocumentPath, depth: number, replace: () => Value): Value {
  const key = path[depth];
  if (key === undefined) {
    return replace();
  }
  const deeper = (child: Value | undefined): Value => change(child, path, depth + 1, replace);
  if (typeof key === 'number') {
    return changeElement(value, key, deeper, path.slice(0, depth));
  }
  if (value !== undefined && value.kind !== 'struct') {
    throw new EvaluationError(`${pathText(path.slice(0, depth))} is of type ${value.kind} and has no field '${key}'`);
  }
  return changeField(value ?? struct([]), key, deeper);
}

function changeField(value: StructValue, name: string, deeper: (child: Value | undefined) => Value): Value {
  const index = value.fields.findIndex((field) => field.name === name);
  const replacement = { name, value: deeper(value.fields[index]?.value) };
  return { ...value, fields: index < 0 ? [...value.fields, replacement] : value.fields.with(index, replacement) };
}

function changeElement(value: Value | undefined, index: number, deeper: (child: Value) => Value, path: DocumentPath): Value {
  if (value?.kind !== 'list' && value?.kind !== 'sexp') {
    throw new EvaluationError(`${pathText(path)} is ${value === undefined ? 'not there' : `of type ${value.kind}`} and has no element ${index}`);
  }
  const element = value.elements[index];
  if (element === undefined) {
    throw new EvaluationError(
      `${pathText(path)} has ${value.elements.length} elements and none at ${index}: write INSERT INTO to add one, or an index from 0 to ${value.elements.length - 1}`,
    );
  }
  return { ...value, elements: value.elements.with(index, deeper(element)) };
}

function insertElement(list: ListValue | SexpValue, inserted: Value, index: number): Value {
  return { ...list, elements: list.elements.toSpliced(index, 0, inserted) };
}

function insertField(target: StructValue, inserted: Value, position: Value | undefined): Value {
  if (position?.kind !== 'string' && position?.kind !== 'symbol') {
    const received = position === undefined ? 'there is none' : `received a value of type ${position.kind}`;
    throw new EvaluationError(`INSERT INTO a struct needs the name of the new field behind AT, such as AT 'name'; ${received}`);
  }
  if (fieldOf(target, position.value) !== undefined) {
    throw new EvaluationError(`the field '${position.value}' is there already: write SET to change it`);
  }
  return { ...target, fields: [...target.fields, { name: position.value, value: inserted }] };
}

/** `'a.b[0]'`, as error texts name a place. */
function pathText(path: DocumentPath): string {
  const text = path.map((key, index) => typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${key}`).join('');
  return path.length === 0 ? 'the document' : `'${text}'`;
}
