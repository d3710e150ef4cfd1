import { show, showFrom, shown } from './show';
import { withoutPlaces } from './without-places';
import type { Modify } from '../../../src/partiql/ast';
import { parse } from '../../../src/partiql/syntax/parse';

describe('queries', () => {
  test.each([
    ['select * from t', '(select * from t as "t")'],
    ['SELECT a, b.c AS d, e f FROM t x', '(select a, b.c as "d", e as "f" from t as "x")'],
    ['SELECT t.*, a.b.* FROM t', '(select t.*, a.b.* from t as "t")'],
    ['SELECT DISTINCT VALUE a FROM t;', '(select distinct value a from t as "t")'],
    ['SELECT ALL a FROM t AS x AT i BY id WHERE id = ?', '(select a from t as "x" at "i" by "id" where (id = ?))'],
    ['SELECT * FROM t BY id', '(select * from t as "t" by "id")'],
    ['SELECT * FROM a.b, c[\'d\'], e[*]', '(select * from a.b as "b" cross join c[\'d\'] as "d" cross join e[*])'],
    ['SELECT * FROM a CROSS JOIN b INNER JOIN c ON a.x = c.x', '(select * from (a as "a" cross join b as "b" join c as "c" on (a.x = c.x)))'],
    ['SELECT * FROM a JOIN (b JOIN c ON d) ON e', '(select * from (a as "a" join (b as "b" join c as "c" on d) on e))'],
    ['SELECT * FROM (a), (b).c, (1, 2) AS l, ((d))', '(select * from a as "a" cross join b.c as "c" cross join [`1`, `2`] as "l" cross join d as "d")'],
    ['SELECT * FROM (SELECT a FROM t) AS x', '(select * from (select a from t as "t") as "x")'],
    ['SELECT * FROM (SELECT a FROM t).b', '(select * from (select a from t as "t").b as "b")'],
    ['SELECT v FROM UNPIVOT {\'a\': 1} AS v AT k', '(select v from unpivot {\'a\': `1`} as "v" at "k")'],
    ['PIVOT v AT k FROM t AS v AT k', '(pivot v at k from t as "v" at "k")'],
    ['SELECT * FROM information_schema.user_tables WHERE status = \'ACTIVE\'',
      '(select * from information_schema.user_tables as "user_tables" where (status = \'ACTIVE\'))'],
    ['SELECT * FROM _ql_committed_Person AS p', '(select * from _ql_committed_Person as "p")'],
    ['SELECT * FROM history(Person, `2019-01-01T`, ?) AS h', '(select * from history(Person, `2019-01-01`, ?) as "h")'],
    ['SELECT * FROM << 0 >> WHERE a -- and so on', '(select * from <<`0`>> where a)'],
  ])('%s', (statement, tree) => {
    expect(shown(parse(statement))).toBe(tree);
  });
});

describe('INSERT', () => {
  test('takes one document with VALUE, and documents without', () => {
    const table = { kind: 'identifier', name: 'Person', quoted: false, lexical: false };
    const parameter = { kind: 'parameter', index: 0 };
    expect(withoutPlaces(parse('INSERT INTO Person VALUE ?'))).toEqual({ kind: 'insert', table, source: parameter, single: true });
    expect(withoutPlaces(parse('insert into Person ?'))).toEqual({ kind: 'insert', table, source: parameter, single: false });
    expect(parse("INSERT INTO Person << {'a': 1}, {'a': 2} >>")).toMatchObject({ kind: 'insert', source: { kind: 'bag' }, single: false });
    expect(parse('INSERT INTO Person SELECT * FROM Other')).toMatchObject({ kind: 'insert', source: { kind: 'select' }, single: false });
  });
});

function modify(statement: string): string {
  const { from, where, modifications } = parse(statement) as Modify;
  const changes = modifications.map((change) => {
    switch (change.kind) {
      case 'set': return `set ${show(change.target)} to ${show(change.value)}`;
      case 'insert-into': return `insert ${show(change.value)} into ${show(change.target)}${change.index ? ` at ${show(change.index)}` : ''}`;
      case 'remove': return `remove ${show(change.target)}`;
      case 'delete': return 'delete';
    }
  });
  return `${showFrom(from)}${where ? ` where ${show(where)}` : ''}: ${changes.join('; ')}`;
}

describe('changes of documents', () => {
  test.each([
    ['UPDATE Person SET a = 1, b.c[0].d = ? WHERE e', 'Person as "Person" where e: set a to `1`; set b.c[`0`].d to ?'],
    ['UPDATE Person AS p BY id SET p = ? WHERE id = ?', 'Person as "p" by "id" where (id = ?): set p to ?'],
    ['UPDATE Person p SET p.a = UTCNOW()', 'Person as "p": set p.a to utcnow()'],
    ['UPDATE Person AS p REMOVE p.a WHERE b', 'Person as "p" where b: remove p.a'],
    ['UPDATE Person AS p INSERT INTO p.l VALUE 1 AT 0 WHERE b', 'Person as "p" where b: insert `1` into p.l at `0`'],
    ['UPDATE Person SET a = 1 REMOVE b', 'Person as "Person": set a to `1`; remove b'],
    ['DELETE FROM Person', 'Person as "Person": delete'],
    ['DELETE FROM Person AS p BY id WHERE id = ?', 'Person as "p" by "id" where (id = ?): delete'],
    ['FROM Person AS p WHERE p.a = 1 SET p.b = 2, p.c = 3', 'Person as "p" where (p.a = `1`): set p.b to `2`; set p.c to `3`'],
    ["FROM Person AS p INSERT INTO p VALUE 1 AT 'k'", 'Person as "p": insert `1` into p at \'k\''],
    ['FROM Person AS p BY id WHERE id = ? REMOVE p', 'Person as "p" by "id" where (id = ?): remove p'],
    ["FROM v AS v, v.list AS x WHERE x.a REMOVE x.b['c']", 'v as "v" cross join v.list as "x" where x.a: remove x.b[\'c\']'],
  ])('%s', (statement, changes) => {
    expect(modify(statement)).toBe(changes);
  });
});

describe('statements about tables and indexes', () => {
  test.each([
    ['CREATE TABLE Person', { kind: 'create-table', name: 'Person' }],
    ['create table "select";', { kind: 'create-table', name: 'select' }],
    ["CREATE TABLE Person WITH (aws_tags = `{stage: 'test', 'a b': \"\"}`)", {
      kind: 'create-table', name: 'Person', tags: new Map([['stage', 'test'], ['a b', '']]),
    }],
    ['DROP TABLE Person', { kind: 'drop-table', name: 'Person' }],
    ['UNDROP TABLE "5PLf9SXwndd63lPaSIa0O6"', { kind: 'undrop-table', tableId: '5PLf9SXwndd63lPaSIa0O6' }],
    ['CREATE INDEX ON Person (GovId)', { kind: 'create-index', table: 'Person', field: 'GovId' }],
    ['CREATE INDEX ON Person ("a b")', { kind: 'create-index', table: 'Person', field: 'a b' }],
    ['DROP INDEX "4tPW3fUhaVhDinRgKRLhGU" ON Person WITH (purge = TRUE)', { kind: 'drop-index', table: 'Person', indexId: '4tPW3fUhaVhDinRgKRLhGU' }],
  ])('%s', (statement, tree) => {
    expect(withoutPlaces(parse(statement))).toEqual(tree);
  });

  test.each(['EXEC', 'exec'])('%s names a procedure in any case', (exec) => {
    const statement = parse(`${exec} Redact_Revision \`{strandId:"JdxjkR9bSYB5jMHWcI464T", sequenceNo:17}\`, '5PLf9SXwndd63lPaSIa0O6', ?`);
    expect(statement).toMatchObject({ kind: 'exec', procedure: 'redact_revision' });
    expect(statement.kind === 'exec' && statement.arguments.map((argument) => argument.kind)).toEqual(['literal', 'literal', 'parameter']);
  });
});
