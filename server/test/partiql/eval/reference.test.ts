import * as fc from 'fast-check';
import { collect, start } from './query';
import { MISSING, int, list, string, structOf } from '../../../src/ion/value';
import type { StructValue, Value } from '../../../src/ion/value';
import { MemoryDataSource } from '../../support/memory-data-source';
import { fingerprint } from '../conformance-compare';

/**
 * A tiny interpreter of its own: all combinations of rows, then the condition. Its values are JavaScript's, so that it shares neither
 * equality nor three-valued logic with what it checks. `undefined` is MISSING.
 */
type Plain = number | string | null | undefined;
type Document = Readonly<Record<string, Plain>>;

/** A value as it may stand in a document: the same number has several types. */
interface Stored {
  readonly plain: Plain;
  readonly value: Value;
}

const STORED: readonly Stored[] = [
  { plain: 1, value: int(1) },
  { plain: 1, value: { kind: 'decimal', value: { coefficient: 100n, exponent: -2 } } },
  { plain: 1, value: { kind: 'float', value: 1 } },
  { plain: 2, value: int(2) },
  { plain: 2.5, value: { kind: 'decimal', value: { coefficient: 25n, exponent: -1 } } },
  { plain: 2.5, value: { kind: 'float', value: 2.5 } },
  { plain: '1', value: string('1') },
  { plain: 'x', value: { kind: 'symbol', value: 'x' } },
  { plain: 'x', value: string('x') },
  { plain: null, value: { kind: 'null', type: 'int' } },
  { plain: undefined, value: MISSING },
];

type Operand =
  | { readonly kind: 'field'; readonly source: number; readonly name: string }
  | { readonly kind: 'constant'; readonly index: number };

type Condition =
  | { readonly kind: '=' | '<>'; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'in' | 'not in'; readonly left: Operand; readonly constants: readonly number[] }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly operand: Condition };

type Truth = boolean | null;
const plainOf = (index: number): Plain => STORED[index]?.plain;

function read(operand: Operand, rows: readonly Document[]): Plain {
  return operand.kind === 'constant' ? plainOf(operand.index) : rows[operand.source]?.[operand.name];
}

function same(left: Plain, right: Plain): Truth {
  return left === null || left === undefined || right === null || right === undefined ? null : left === right;
}

function decide(condition: Condition, rows: readonly Document[]): Truth {
  switch (condition.kind) {
    case '=': case '<>': {
      const equal = same(read(condition.left, rows), read(condition.right, rows));
      return equal === null ? null : equal === (condition.kind === '=');
    }
    case 'in': case 'not in': {
      const found = condition.constants.map((index) => same(read(condition.left, rows), plainOf(index))).reduce<Truth>(either, false);
      return condition.kind === 'in' ? found : negate(found);
    }
    case 'and': case 'or': {
      const [left, right] = [decide(condition.left, rows), decide(condition.right, rows)];
      return condition.kind === 'or' ? either(left, right) : negate(either(negate(left), negate(right)));
    }
    case 'not':
      return negate(decide(condition.operand, rows));
  }
}

const either = (left: Truth, right: Truth): Truth => left === true || right === true ? true : left === null || right === null ? null : false;
const negate = (truth: Truth): Truth => truth === null ? null : !truth;

function combinations(tables: readonly (readonly Document[])[]): readonly (readonly Document[])[] {
  return tables.reduce<readonly (readonly Document[])[]>((rows, table) => rows.flatMap((row) => table.map((next) => [...row, next])), [[]]);
}

/** The condition as PartiQL; constants are parameters. `implicit`: without alias. */
function write(condition: Condition, implicit: boolean, parameters: Value[]): string {
  const operand = (each: Operand): string => {
    if (each.kind === 'field') {
      return implicit ? each.name : `s${each.source}.${each.name}`;
    }
    return constant(each.index);
  };
  const constant = (index: number): string => {
    const value = STORED[index]?.value ?? MISSING;
    return value.kind === 'missing' ? 'MISSING' : (parameters.push(value), '?');
  };
  switch (condition.kind) {
    case '=': case '<>':
      return `${operand(condition.left)} ${condition.kind} ${operand(condition.right)}`;
    case 'in': case 'not in': {
      const left = operand(condition.left);
      return `${left} ${condition.kind} [${condition.constants.map(constant).join(', ')}]`;
    }
    case 'and': case 'or': {
      const left = write(condition.left, implicit, parameters);
      return `(${left}) ${condition.kind} (${write(condition.right, implicit, parameters)})`;
    }
    case 'not':
      return `NOT (${write(condition.operand, implicit, parameters)})`;
  }
}

const FIELDS = ['a', 'b'];
const constantIndex = fc.nat({ max: STORED.length - 1 });

const constants = fc.array(constantIndex, { minLength: 1, maxLength: 3 });

function conditionOn(sources: number): fc.Arbitrary<Condition> {
  const operand: fc.Arbitrary<Operand> = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('field' as const), source: fc.nat({ max: sources - 1 }), name: fc.constantFrom(...FIELDS) }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('constant' as const), index: constantIndex }) });
  return fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'condition' },
      { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('=' as const, '=' as const, '<>' as const), left: operand, right: operand }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('in' as const, 'not in' as const), left: operand, constants }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), left: tie('condition'), right: tie('condition') }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('not' as const), operand: tie('condition') }) }),
  })).condition;
}

interface TableContent {
  readonly plain: Document;
  readonly document: StructValue;
}

const documentContent: fc.Arbitrary<TableContent> = fc.tuple(constantIndex, constantIndex).map(([a, b]) => ({
  plain: { a: plainOf(a), b: plainOf(b) },
  document: structOf(Object.fromEntries(FIELDS.flatMap((name, place) => {
    const stored = STORED[[a, b][place] ?? 0];
    return stored === undefined || stored.plain === undefined ? [] : [[name, stored.value] as const];
  }))),
}));

interface Question {
  readonly tables: readonly (readonly TableContent[])[];
  readonly where: Condition;
  readonly on: Condition | undefined;
  readonly indexed: readonly string[];
  readonly implicit: boolean;
}

const question: fc.Arbitrary<Question> = fc.integer({ min: 1, max: 3 }).chain((sources) => fc.record({
  tables: fc.array(fc.array(documentContent, { minLength: 1, maxLength: 5 }), { minLength: sources, maxLength: sources }),
  where: conditionOn(sources),
  on: sources > 1 ? fc.option(conditionOn(2), { nil: undefined }) : fc.constant(undefined),
  indexed: fc.subarray(FIELDS),
  implicit: sources === 1 ? fc.boolean() : fc.constant(false),
}));

/** The rows of each source that come out, by number in their table, as text; in any order. */
async function answer({ tables, where, on, implicit }: Question, indexed: readonly string[]): Promise<readonly string[]> {
  const data = new MemoryDataSource(tables.map((rows, index) => ({
    name: `t${index}`,
    indexes: indexed,
    documents: rows.map(({ document }, place) => ({ ...document, fields: [...document.fields, { name: 'place', value: int(place) }] })),
  })));
  const parameters: Value[] = [];
  const sources = tables.map((_, index) => `t${index} AS s${index}`);
  const condition = on === undefined ? undefined : write(on, false, parameters);
  const from = sources.reduce((left, right, index) =>
    index === 1 && condition !== undefined ? `${left} JOIN ${right} ON ${condition}` : `${left}, ${right}`);
  const places = tables.map((_, index) => `s${index}.place`).join(', ');
  const statement = `SELECT VALUE [${places}] FROM ${from} WHERE ${write(where, implicit, parameters)}`;
  return (await collect(start(data, statement, [], { parameters }))).map(fingerprint).sort();
}

describe('a SELECT over random tables', () => {
  it('has the rows that a naive reading of it has, with and without indexes', async () => {
    await fc.assert(fc.asyncProperty(question, async (asked) => {
      const numbered = asked.tables.map((rows) => rows.map(({ plain }, place) => ({ ...plain, place })));
      const expected = combinations(numbered)
        .filter((rows) => (asked.on === undefined || decide(asked.on, rows) === true) && decide(asked.where, rows) === true)
        .map((rows) => fingerprint(list(rows.map(({ place }) => int(Number(place))))))
        .sort();
      expect(await answer(asked, [])).toEqual(expected);
      expect(await answer(asked, asked.indexed)).toEqual(expected);
    }), { numRuns: 600 });
  });
});
