import { shown } from './show';
import { MISSING, NULL, int, string } from '../../../src/ion/value';
import { parse } from '../../../src/partiql/syntax/parse';

const read = (statement: string): string => shown(parse(statement));

function literal(statement: string): unknown {
  const parsed = parse(statement);
  return parsed.kind === 'query' && parsed.expression.kind === 'literal' ? parsed.expression.value : parsed;
}

describe('operators', () => {
  test.each([
    ['a OR b AND c', '(a or (b and c))'],
    ['NOT a = b AND c', '((not (a = b)) and c)'],
    ['NOT NOT a', '(not (not a))'],
    ['a = b < c', '(a = (b < c))'],
    ['a + b * c - d', '((a + (b * c)) - d)'],
    ['a - b - c', '((a - b) - c)'],
    ['a || b + c', '((a || b) + c)'],
    ['a / b % c', '((a / b) % c)'],
    ['(a + b) * c', '((a + b) * c)'],
    ['-a.b + c', '((- a.b) + c)'],
    ['+-a', '(+ (- a))'],
    ['a != b', '(a <> b)'],
    ['a BETWEEN b AND c AND d', '((a between b and c) and d)'],
    ['a NOT BETWEEN b + 1 AND c OR d', '((a not between (b + `1`) and c) or d)'],
    ['a IN (b)', '(a in [b])'],
    ['a NOT IN (b, c)', '(a not in [b, c])'],
    ['a IN b AND c', '((a in b) and c)'],
    ['a IN (SELECT VALUE b FROM c)', '(a in (select value b from c as "c"))'],
    ['a IN (VALUES (1), (2))', '(a in <<[`1`], [`2`]>>)'],
    ['a IN <<b>>', '(a in <<b>>)'],
    ["a LIKE 'x%' OR b", "((a like 'x%') or b)"],
    ["a NOT LIKE b ESCAPE '\\' AND c", "((a not like b escape '\\') and c)"],
    ['a IS NULL AND b IS NOT MISSING', '((a is null) and (b is not missing))'],
    ['a IS VARCHAR(10)', '(a is string(10))'],
    ['a IS double PRECISION', '(a is float)'],
    ['a IS CHARACTER VARYING(3) = b', '((a is string(3)) = b)'],
    ['a IS TUPLE OR a IS NUMERIC(3, 1) OR a IS BOOL', '(((a is struct) or (a is decimal(3, 1))) or (a is boolean))'],
  ])('%s', (statement, tree) => {
    expect(read(statement)).toBe(tree);
  });

  test('of a long chain of conditions make a tree that is not as tall as the chain is long, in the same order', () => {
    const names = Array.from({ length: 5_000 }, (_, index) => `a${index}`);
    const tree = read(names.join(' OR '));
    expect(tree.match(/a\d+/g)).toEqual(names);
    expect(tree).toMatch(/^\({13}[^(]/);
  });
});

describe('terms', () => {
  test.each([
    ["x.y.\"z\"['w'][0][b + 1]", "x.y.\"z\"['w'][`0`][(b + `1`)]"],
    ["{'a': 1}.'a'", "{'a': `1`}.\"a\""],
    ['a[*].b.*', 'a[*].b.*'],
    ['@a.b', '@a.b'],
    ['x.year', 'x.year'],
    ['x.List.Date.value', 'x.List.Date.value'],
    ['"select"."from"', '"select"."from"'],
    ['"a""b"', '"a""b"'],
    ['$a_1', '$a_1'],
    ['(a, b)', '[a, b]'],
    ['[] = << >>', '([] = <<>>)'],
    ['VALUES (1, a), (2, b)', '<<[`1`, a], [`2`, b]>>'],
    ['LIST(1, 2)', '[`1`, `2`]'],
    ['SEXP()', 'sexp()'],
    ['? + ?', '(? + ?)'],
    ['UTCNOW()', 'utcnow()'],
    ['history(t, `2017T`)', 'history(t, `2017T`)'],
    ['Size(a)', 'size(a)'],
    ['COUNT(*) + Count(DISTINCT a) + SUM(ALL a)', '((count(*) + count(distinct a)) + sum(a))'],
    ['EXTRACT(YEAR FROM a)', "extract('year', a)"],
    ['DATE_ADD(Month, 1, a)', "date_add('month', `1`, a)"],
    ['DATE_DIFF(second, a, b)', "date_diff('second', a, b)"],
    ['SUBSTRING(a FROM 1 FOR 2)', 'substring(a, `1`, `2`)'],
    ['SUBSTRING(a, 1)', 'substring(a, `1`)'],
    ['TRIM(a)', "trim('both', ' ', a)"],
    ['TRIM(FROM a)', "trim('both', ' ', a)"],
    ['TRIM(b FROM a)', "trim('both', b, a)"],
    ['TRIM(LEADING FROM a)', "trim('leading', ' ', a)"],
    ["TRIM(Trailing 'x' FROM a)", "trim('trailing', 'x', a)"],
    ['CAST(a AS int)', 'cast(a as integer)'],
    ['CASE a WHEN 1 THEN b ELSE c END', 'case a when `1` then b else c end'],
    ['CASE WHEN a THEN b WHEN c THEN d END', 'case when a then b when c then d end'],
    ['EXISTS(SELECT * FROM t)', 'exists((select * from t as "t"))'],
  ])('%s', (statement, tree) => {
    expect(read(statement)).toBe(tree);
  });

  test('number the parameters from left to right', () => {
    expect(JSON.stringify(parse('[?, {?: ?}]')).match(/"index":\d/g)).toEqual(['"index":0', '"index":1', '"index":2']);
  });
});

describe('literals', () => {
  test.each([
    ['5', int(5)],
    ['-5', int(-5)],
    ['-9223372036854775808', int(-(2n ** 63n))],
    ['9223372036854775807', int(2n ** 63n - 1n)],
    ['1.50', { kind: 'decimal', value: { coefficient: 150n, exponent: -2 } }],
    ['.5', { kind: 'decimal', value: { coefficient: 5n, exponent: -1 } }],
    ['5.', { kind: 'decimal', value: { coefficient: 5n, exponent: 0 } }],
    ['1e3', { kind: 'decimal', value: { coefficient: 1n, exponent: 3 } }],
    ['-1.5E-3', { kind: 'decimal', value: { coefficient: -15n, exponent: -4 } }],
    ['-0.0', { kind: 'decimal', value: { coefficient: 0n, exponent: -1, negativeZero: true } }],
    ['12345678901234567890.5', { kind: 'decimal', value: { coefficient: 123456789012345678905n, exponent: -1 } }],
    ["'it''s'", string("it's")],
    ["''", string('')],
    ['nULL', NULL],
    ['missing', MISSING],
    ['TRUE', { kind: 'bool', value: true }],
    ['`12345678901234567890`', int(12345678901234567890n)],
    ['`sym`', { kind: 'symbol', value: 'sym' }],
    ['`1e0`', { kind: 'float', value: 1 }],
    ['`"a`b"`', string('a`b')],
    ["`'a`b'`", { kind: 'symbol', value: 'a`b' }],
    ["`'''a`b'''`", string('a`b')],
    ['`/* ` */ 1 // ignored\n`', int(1)],
    ['`{{ aGk/ }}`', { kind: 'blob', value: new Uint8Array([104, 105, 63]) }],
    ['`{{ //8= }}`', { kind: 'blob', value: new Uint8Array([255, 255]) }],
  ])('%s', (statement, value) => {
    expect(literal(statement)).toEqual(value);
  });
});
