import fc from 'fast-check';
import { show, shown } from './show';
import { withoutPlaces } from './without-places';
import type { Expression } from '../../../src/partiql/ast';
import { PartiqlError } from '../../../src/partiql/error';
import { MAX_STATEMENT_LENGTH } from '../../../src/partiql/syntax/lexer';
import { parse } from '../../../src/partiql/syntax/parse';
import { RESERVED_WORDS } from '../../../src/partiql/syntax/reserved-words';

/** The parser either reads a text or says what is wrong with it. */
function isReadOrRefused(text: string): void {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof PartiqlError)) {
      throw error;
    }
    expect(error.at.line).toBeGreaterThanOrEqual(1);
    expect(error.at.column).toBeGreaterThanOrEqual(1);
  }
}

const symbols = ['(', ')', '[', ']', '{', '}', '<<', '>>', ',', ':', ';', '.', '?', '*', '@', '+', '-', '/', '%', '||', '=', '<>', '<', '>=', '!='];
const scraps = ["'text'", '"name"', '`1`', '`{a: [1, "`"]}`', '1', '2.5', '1e3', 'name', 'x', '--\n', '/* */', "'", '"', '`', '{{', '\\', '😀', '\u0000'];
const words = [...RESERVED_WORDS, 'history', 'let', 'offset', 'purge', 'aws_tags', 'year', 'over', 'conflict'];
const token = fc.oneof(fc.constantFrom(...words), fc.constantFrom(...symbols), fc.constantFrom(...scraps));

const valid = [
  "SELECT a, b.c AS d, COUNT(*) FROM t AS x AT i BY id, x.list AS y INNER JOIN (u JOIN v ON a = b) ON c WHERE a IN (1, 2) AND b LIKE 'x%' ESCAPE '!'",
  "INSERT INTO t << {'a': [1, 2.5, `2017T`]}, ? >>",
  "FROM t AS v, v.list AS x WHERE x.a BETWEEN 1 AND 2 SET x.b = CASE WHEN a THEN 1 ELSE 2 END, v['c'][0] = CAST(? AS DECIMAL(5, 2))",
  "UPDATE t INSERT INTO a.b VALUE {'c': TRIM(LEADING ' ' FROM d)} AT 0 WHERE e IS NOT MISSING",
  "CREATE TABLE t WITH (aws_tags = `{a: 'b'}`)",
  'DROP INDEX "id" ON t WITH (purge = true)',
  "EXEC redact_revision `{strandId: \"x\", sequenceNo: 1}`, 'y', 'z'",
  "SELECT VALUE {'a': EXTRACT(year FROM b), 'c': EXISTS(SELECT * FROM d), 'e': DATE_ADD(day, 1, f)} FROM UNPIVOT g AS h AT i",
];

describe('the parser', () => {
  test('reads any text or refuses it with a place', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string()), isReadOrRefused), { numRuns: 500 });
  });

  test('reads any sequence of tokens or refuses it with a place', () => {
    fc.assert(fc.property(fc.array(token, { maxLength: 40 }), (tokens) => isReadOrRefused(tokens.join(' '))), { numRuns: 1_000 });
    fc.assert(fc.property(fc.array(token, { maxLength: 40 }), (tokens) => isReadOrRefused(`SELECT ${tokens.join('')} FROM t`)), { numRuns: 300 });
  });

  test('reads a valid statement that was damaged or refuses it with a place', () => {
    const damage = fc.tuple(fc.constantFrom(...valid), fc.nat(), fc.nat({ max: 10 }), fc.oneof(token, fc.string({ unit: 'grapheme', maxLength: 3 })));
    fc.assert(fc.property(damage, ([statement, place, length, inserted]) => {
      const start = place % statement.length;
      isReadOrRefused(statement.slice(0, start) + inserted + statement.slice(start + length));
    }), { numRuns: 1_000 });
    valid.forEach((statement) => parse(statement));
  });

  test('reads every beginning of a valid statement or refuses it with a place', () => {
    for (const statement of valid) {
      for (let length = 0; length < statement.length; length += 1) {
        isReadOrRefused(statement.slice(0, length));
      }
    }
  });
});

describe('a statement as long as the API lets it be', () => {
  const fill = (part: string): string => part.repeat(Math.floor(MAX_STATEMENT_LENGTH / part.length));

  test.each([
    '(', '[', '{', '<<', '-', '- ', 'NOT ', '@', '?', 'a.', 'a[', "'", '"', '`', '{{', '/*', '--', '((a)', 'CASE ', 'CASE WHEN ', 'SELECT ', 'SELECT * FROM ',
    'SELECT * FROM (', 'SELECT (', 'f(', 'COUNT(', 'CAST(', 'TRIM(', 'a = ', 'a IN (', 'a IN (SELECT VALUE ', 'a AND ', 'a AND (', 'a OR NOT ', 'a BETWEEN ',
    "'x' || ", '1 + ', 'a LIKE ', 'PIVOT ', 'PIVOT a AT b FROM ', 'VALUES (', '{a:', '[1,', '<<1,', '`[', "`'''", '`"\\', '1', '1e', '.1', ';',
    'x JOIN ', 'EXISTS(',
  ])('of nothing but %s is refused or read, and soon', (part) => {
    isReadOrRefused(fill(part));
    const shorter = part.repeat(1_000);
    isReadOrRefused(`SELECT * FROM t, ${shorter}`);
    isReadOrRefused(`FROM ${shorter} SET a = 1`);
    isReadOrRefused(`INSERT INTO t ${shorter}`);
  });

  test('may hold thousands of elements, conditions and sources', () => {
    expect(() => parse(`SELECT * FROM t WHERE a IN (${Array.from({ length: 20_000 }, (_, index) => index % 9).join(', ')})`)).not.toThrow();
    expect(() => parse(`SELECT * FROM t WHERE ${Array.from({ length: 7_000 }, () => "a = 'b'").join(' OR ')}`)).not.toThrow();
    expect(() => parse(`SELECT * FROM ${Array.from({ length: 900 }, (_, index) => `t AS x${index}`).join(', ')}`)).not.toThrow();
  });

  test('is refused where it nests too deep, with the place', () => {
    expect(() => parse(`${'('.repeat(300)}1${')'.repeat(300)}`)).not.toThrow();
    expect(() => parse(`${'('.repeat(500)}1${')'.repeat(500)}`)).toThrow('Semantic Error: at line 1, column 401: statement nested deeper than 400 levels');
    expect(() => parse(`1${' + 1'.repeat(5_000)}`)).toThrow('expression with more than 1000 levels');
  });

  test('is refused when it is longer', () => {
    expect(() => parse(`${' '.repeat(MAX_STATEMENT_LENGTH)}1`)).toThrow('statement of 100001 characters: at most 100000 are allowed');
  });
});

const name = fc.record({ name: fc.string({ minLength: 1, unit: 'grapheme', maxLength: 4 }), quoted: fc.constant(true) });
const literal = fc.oneof(
  fc.string().map((value) => ({ kind: 'string', value })),
  fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }).map((value) => ({ kind: 'int', value })),
  fc.constant({ kind: 'missing' }),
  fc.boolean().map((value) => ({ kind: 'bool', value })),
).map((value) => ({ kind: 'literal', value }));

/** Trees of the kinds whose text `show` writes with all parentheses. */
const { expression } = fc.letrec<{ expression: unknown; operation: unknown }>((tie) => ({
  expression: fc.oneof({ maxDepth: 5, withCrossShrink: true }, literal, name.map((named) => ({ kind: 'identifier', ...named, lexical: false })), tie('operation')),
  operation: fc.oneof(
    fc.record({ kind: fc.constant('binary'), operator: fc.constantFrom('+', '-', '*', '||', '=', '<', 'and', 'or'), left: tie('expression'), right: tie('expression') }),
    fc.record({ kind: fc.constant('unary'), operator: fc.constantFrom('not', '+', '-'), operand: tie('expression') }),
    fc.record({ kind: fc.constantFrom('list', 'bag', 'sexp'), elements: fc.array(tie('expression'), { maxLength: 3 }) }),
    fc.record({ kind: fc.constant('struct'), fields: fc.array(fc.record({ name: tie('expression'), value: tie('expression') }), { maxLength: 3 }) }),
    fc.record({
      kind: fc.constant('path'), root: name.map((named) => ({ kind: 'identifier', ...named, lexical: true })),
      steps: fc.array(fc.oneof(
        name.map((named) => ({ kind: 'field', ...named })), fc.record({ kind: fc.constant('index'), index: tie('expression') }), fc.constant({ kind: 'elements' }),
      ), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('between'), operand: tie('expression'), low: tie('expression'), high: tie('expression'), negated: fc.boolean() }),
    fc.record({ kind: fc.constant('like'), operand: tie('expression'), pattern: tie('expression'), escape: tie('expression'), negated: fc.boolean() }),
    fc.record({ kind: fc.constant('call'), name: fc.constant('some_function'), arguments: fc.array(tie('expression'), { maxLength: 3 }) }),
    fc.record({ kind: fc.constant('case'), branches: fc.array(fc.record({ when: tie('expression'), then: tie('expression') }), { minLength: 1, maxLength: 2 }) }),
  ),
}));

test('any expression that is written down is read back as it was', () => {
  fc.assert(fc.property(expression, (generated) => {
    const tree = generated as Expression;
    const read = parse(show(tree));
    expect(withoutPlaces(read)).toEqual({ kind: 'query', expression: tree });
    expect(shown(read)).toBe(show(tree));
  }), { numRuns: 200 });
});
