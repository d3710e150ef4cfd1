import fc from 'fast-check';
import { parseText, writeText } from '../../../src/ion/text';
import { int, string, type Value } from '../../../src/ion/value';
import { insertAt, removeAt, setAt, valueAt } from '../../../src/partiql/change/document-path';
import { EvaluationError } from '../../../src/partiql/error';

type Path = ReadonlyArray<string | number>;

const set = (document: string, path: Path, value: string): string => writeText(setAt(parseText(document), path, parseText(value)));

const insert = (document: string, path: Path, value: string, position?: string): string =>
  writeText(insertAt(parseText(document), path, parseText(value), position === undefined ? undefined : parseText(position)));

const remove = (document: string, path: Path): string => writeText(removeAt(parseText(document), path));

describe('setting a value', () => {
  test.each<[string, Path, string, string]>([
    ['{a:1,b:2}', ['a'], '3', '{a:3,b:2}'],
    ['{a:1}', ['b'], '2', '{a:1,b:2}'],
    ['{}', ['a', 'b', 'c'], '1', '{a:{b:{c:1}}}'],
    ['{a:{b:1}}', ['a', 'c'], '[2]', '{a:{b:1,c:[2]}}'],
    ['{a:[1,2,3]}', ['a', 1], 'x', '{a:[1,x,3]}'],
    ['{a:[{b:1}]}', ['a', 0, 'c'], '2', '{a:[{b:1,c:2}]}'],
    ['{a:1}', [], '{b:2}', '{b:2}'],
    ['{a:1,a:2}', ['a'], '3', '{a:3,a:2}'],
    ['{a:x::{b:1}}', ['a', 'b'], '2', '{a:x::{b:2}}'],
    ['{a:null}', ['a'], '1', '{a:1}'],
  ])('in %s at %j', (document, path, value, expected) => {
    expect(set(document, path, value)).toBe(expected);
  });

  test.each<[string, Path, string]>([
    ['{a:1}', ['a', 'b'], "'a' is of type int and has no field 'b'"],
    ['{a:null}', ['a', 'b'], "'a' is of type null and has no field 'b'"],
    ['{a:[1]}', ['a', 'b'], "'a' is of type list and has no field 'b'"],
    ['{a:{}}', ['a', 0], "'a' is of type struct and has no element 0"],
    ['{}', ['a', 0], "'a' is not there and has no element 0"],
    ['{a:[{b:[1,2]}]}', ['a', 0, 'b', 2], "'a[0].b' has 2 elements and none at 2: write INSERT INTO to add one, or an index from 0 to 1"],
    ['{a:[1]}', ['a', -1], "'a' has 1 elements and none at -1: write INSERT INTO to add one, or an index from 0 to 0"],
    ['{}', [0], 'the document is of type struct and has no element 0'],
  ])('in %s at %j is refused', (document, path, message) => {
    expect(() => set(document, path, '1')).toThrow(new EvaluationError(message));
  });
});

describe('inserting a value', () => {
  test.each<[string, Path, string, string | undefined, string]>([
    ['{a:[1,2]}', ['a'], '3', undefined, '{a:[1,2,3]}'],
    ['{a:[1,2]}', ['a'], '0', '0', '{a:[0,1,2]}'],
    ['{a:[1,2]}', ['a'], '3', '2', '{a:[1,2,3]}'],
    ['{a:[]}', ['a'], '[1]', '0', '{a:[[1]]}'],
    ['{a:(1)}', ['a'], '2', undefined, '{a:(1 2)}'],
    ['{a:1}', [], '2', '"b"', '{a:1,b:2}'],
    ['{a:{b:1}}', ['a'], '2', 'c', '{a:{b:1,c:2}}'],
  ])('into %s at %j', (document, path, value, position, expected) => {
    expect(insert(document, path, value, position)).toBe(expected);
  });

  test.each<[string, Path, string | undefined, string]>([
    ['{a:[1]}', ['a'], '2', 'AT 2 is outside of the list, which has 1 elements: write 0 to 1'],
    ['{a:[1]}', ['a'], '-1', 'AT -1 is outside of the list, which has 1 elements: write 0 to 1'],
    ['{a:[1]}', ['a'], '"b"', 'AT needs an integer for a place in a list; received a value of type string'],
    ['{a:{b:1}}', ['a'], '"b"', "the field 'b' is there already: write SET to change it"],
    ['{a:{b:1}}', ['a'], undefined, "INSERT INTO a struct needs the name of the new field behind AT, such as AT 'name'; there is none"],
    ['{a:{b:1}}', ['a'], '1', "INSERT INTO a struct needs the name of the new field behind AT, such as AT 'name'; received a value of type int"],
    ['{a:1}', ['a'], undefined, "INSERT INTO needs a list or a struct, and 'a' is of type int; write SET to assign a value"],
    ['{a:1}', ['b'], undefined, "INSERT INTO needs a list or a struct, and 'b' is not there; write SET to assign a value"],
  ])('into %s at %j %s is refused', (document, path, position, message) => {
    expect(() => insert(document, path, '9', position)).toThrow(new EvaluationError(message));
  });
});

describe('removing a value', () => {
  test.each<[string, Path, string]>([
    ['{a:1,b:2}', ['a'], '{b:2}'],
    ['{a:[1,2,3]}', ['a', 1], '{a:[1,3]}'],
    ['{a:[{b:1,c:2}]}', ['a', 0, 'b'], '{a:[{c:2}]}'],
    ['{a:1,a:2}', ['a'], '{}'],
    ['{a:1}', ['b'], '{a:1}'],
    ['{a:1}', ['a', 'b', 0], '{a:1}'],
    ['{a:[1]}', ['a', 1], '{a:[1]}'],
  ])('from %s at %j', (document, path, expected) => {
    expect(remove(document, path)).toBe(expected);
  });
});

/** Documents as plain JavaScript values, which the naive reference changes in place. */
type Plain = number | Plain[] | { [name: string]: Plain };

function toValue(plain: Plain): Value {
  if (typeof plain === 'number') {
    return int(plain);
  }
  return Array.isArray(plain)
    ? { kind: 'list', elements: plain.map(toValue) }
    : { kind: 'struct', fields: Object.entries(plain).map(([name, value]) => ({ name, value: toValue(value) })) };
}

const names = ['a', 'b', 'c'];
const { plain } = fc.letrec<{ plain: Plain; struct: Plain }>((tie) => ({
  plain: fc.oneof({ maxDepth: 4 }, fc.integer({ min: 0, max: 9 }), fc.array(tie('plain'), { maxLength: 3 }), tie('struct')),
  struct: fc.dictionary(fc.constantFrom(...names), tie('plain'), { noNullPrototype: true }),
}));
const document = fc.dictionary(fc.constantFrom(...names), plain, { noNullPrototype: true });
const path = fc.array(fc.oneof(fc.constantFrom(...names), fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 4 });

function naiveChild(value: Plain | undefined, key: string | number): Plain | undefined {
  if (value === undefined || typeof value === 'number') {
    return undefined;
  }
  return Array.isArray(value) ? (typeof key === 'number' ? value[key] : undefined) : typeof key === 'string' ? value[key] : undefined;
}

/** @returns whether it could be done */
function naiveSet(root: Plain, keys: Path, value: Plain): boolean {
  let at: Plain = root;
  for (const [index, key] of keys.entries()) {
    const isLast = index === keys.length - 1;
    if (Array.isArray(at) && typeof key === 'number' && key < at.length) {
      at[key] = isLast ? value : at[key] ?? {};
    } else if (typeof at === 'object' && !Array.isArray(at) && typeof key === 'string') {
      at[key] = isLast ? value : at[key] ?? {};
    } else {
      return false;
    }
    at = naiveChild(at, key) ?? 0;
  }
  return true;
}

describe('with any document and any path', () => {
  test('setting does what assignment in place does, leaves the original as it was, and what was set is found there', () => {
    fc.assert(fc.property(document, path, plain, (before, keys, value) => {
      const original = toValue(before);
      const text = writeText(original);
      const expected = structuredClone(before);
      if (naiveSet(expected, keys, value)) {
        const result = setAt(original, keys, toValue(value));
        expect(result).toEqual(toValue(expected));
        expect(valueAt(result, keys)).toEqual(toValue(value));
      } else {
        expect(() => setAt(original, keys, toValue(value))).toThrow(EvaluationError);
      }
      expect(writeText(original)).toBe(text);
    }));
  });

  test('removing does what deletion in place does', () => {
    fc.assert(fc.property(document, path, (before, keys) => {
      const expected = structuredClone(before);
      const parent = keys.slice(0, -1).reduce<Plain | undefined>(naiveChild, expected);
      const key = keys.at(-1) ?? '';
      if (naiveChild(parent, key) !== undefined) {
        if (Array.isArray(parent)) {
          parent.splice(Number(key), 1);
        } else if (typeof parent === 'object') {
          delete parent[key];
        }
      }
      expect(removeAt(toValue(before), keys)).toEqual(toValue(expected));
    }));
  });

  test('inserting adds one element or field and changes no other', () => {
    fc.assert(fc.property(document, path, plain, fc.nat({ max: 4 }), (before, keys, value, position) => {
      const expected = structuredClone(before);
      const target = keys.reduce<Plain | undefined>(naiveChild, expected);
      const isPossible = Array.isArray(target) ? position <= target.length : typeof target === 'object' && target.new === undefined;
      if (Array.isArray(target)) {
        target.splice(position, 0, value);
      } else if (typeof target === 'object') {
        target.new = value;
      }
      const run = (): Value => insertAt(toValue(before), keys, toValue(value), Array.isArray(target) ? int(position) : string('new'));
      if (isPossible) {
        expect(run()).toEqual(toValue(expected));
      } else {
        expect(run).toThrow(EvaluationError);
      }
    }));
  });
});
