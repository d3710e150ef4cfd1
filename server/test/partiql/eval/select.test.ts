import { NO_TABLES, rowsOf, tablesOf, valueOf } from './query';

const data = () => tablesOf({ name: 't', documents: ['{ a: 1, b: { c: "x" } }', '{ a: 2.5, a: 3 }', '{ b: null }'] });

describe('a SELECT list', () => {
  it('names columns after aliases, variables and last fields, else by place', async () => {
    expect(await rowsOf(data(), "SELECT v.a AS one, a, v.b.c, v['a'], a + 1, v.b['c'] FROM t AS v WHERE a = 1"))
      .toEqual(['{one:1,a:1,c:"x",a:1,_5:2,c:"x"}']);
  });

  it('leaves out what is missing, and keeps null', async () => {
    expect(await rowsOf(data(), 'SELECT v.a, v.b, v.c FROM t AS v')).toEqual(['{a:1,b:{c:"x"}}', '{a:2.5}', '{b:null}']);
  });

  it('has all of a row by *, and all of one source by v.*', async () => {
    expect(await rowsOf(data(), 'SELECT * FROM t')).toEqual(['{a:1,b:{c:"x"}}', '{a:2.5,a:3}', '{b:null}']);
    expect(await rowsOf(data(), 'SELECT v.*, x FROM t AS v, [7] AS x')).toEqual(['{a:1,b:{c:"x"},x:7}', '{a:2.5,a:3,x:7}', '{b:null,x:7}']);
    expect(await rowsOf(NO_TABLES(), "SELECT * FROM [{'a': 1}, 5, null, {}] AS x AT i"))
      .toEqual(['{a:1,i:0}', '{_1:5,i:1}', '{_1:null,i:2}', '{i:3}']);
  });

  it('is one value of any type with VALUE', async () => {
    expect(await rowsOf(data(), 'SELECT VALUE v.b FROM t AS v')).toEqual(['{c:"x"}', 'null', 'null']);
    expect(await rowsOf(NO_TABLES(), "SELECT VALUE {'n': x, 5: x, 'm': missing, ?: 1} FROM [1] AS x", 'symbol')).toEqual(['{n:1,symbol:1}']);
  });

  it('drops what is equal with DISTINCT', async () => {
    expect(await rowsOf(NO_TABLES(), "SELECT DISTINCT VALUE x FROM [1, 1.0, 'a', `a`, [1], [1e0], null, missing] AS x"))
      .toEqual(['1', '"a"', '[1]', 'null']);
  });

  it('is a struct of all rows with PIVOT', async () => {
    expect(await rowsOf(NO_TABLES(), "PIVOT x.v AT x.k FROM [{'k': 'a', 'v': 1}, {'k': 'b', 'v': 2}, {'k': 3, 'v': 3}] AS x")).toEqual(['{a:1,b:2}']);
  });
});

describe('aggregate functions', () => {
  it('make one row of all, even of none', async () => {
    expect(await rowsOf(data(), 'SELECT COUNT(*) AS n, COUNT(v.a) AS k, SUM(a) + 1 AS s, AVG(v.a) AS m, MIN(a), MAX(a) FROM t AS v'))
      .toEqual(['{n:3,k:2,s:4.5,m:1.75,_5:1,_6:2.5}']);
    expect(await rowsOf(data(), 'SELECT COUNT(*) AS n, SUM(a) AS s FROM t WHERE a = 99')).toEqual(['{n:0,s:null}']);
  });

  it('count different values with DISTINCT', async () => {
    expect(await rowsOf(NO_TABLES(), 'SELECT COUNT(DISTINCT x) AS n FROM [1, 1.0, 2, null] AS x')).toEqual(['{n:2}']);
  });

  it('work on the elements of a collection elsewhere', async () => {
    expect(await valueOf('SUM([1, 2, 3])')).toBe('6');
    expect(await rowsOf(NO_TABLES(), 'SELECT VALUE x FROM [[1], [2, 3]] AS x WHERE COUNT(x) > 1')).toEqual(['[2,3]']);
    await expect(valueOf('SUM(5)'))
      .rejects.toThrow('Evaluator Error: at line 1, column 15: SUM outside the list of a SELECT takes a collection, got INT');
  });

  it.each([
    ['SELECT COUNT(*), v.a FROM t AS v', 'Variable not in GROUP BY or aggregation function: v'],
    ['SELECT COUNT(*), a FROM t AS v', 'Variable not in GROUP BY or aggregation function: a'],
    ['SELECT SUM(MAX(v.a)) FROM t AS v', 'The arguments of an aggregate function cannot contain aggregate functions'],
    ['SELECT VALUE COUNT(*) FROM t AS v', 'COUNT(*) is not allowed in this context'],
    ['SELECT SUM(b.c) FROM t', 'Evaluator Error: at line 1, column 8'],
  ])('refuse %s', async (statement, message) => {
    await expect(rowsOf(data(), statement)).rejects.toThrow(message);
  });
});

describe('subqueries', () => {
  it('stand for one value as operands, if they list one column', async () => {
    expect(await rowsOf(data(), 'SELECT VALUE (SELECT COUNT(*) FROM t) * 2 FROM << 0 >>')).toEqual(['6']);
    expect(await rowsOf(data(), 'SELECT VALUE 1 + (SELECT a FROM t WHERE a = 99) FROM << 0 >>')).toEqual(['null']);
    await expect(rowsOf(data(), 'SELECT VALUE 1 = (SELECT a FROM t) FROM << 0 >>')).rejects.toThrow('gave more than one row');
  });

  it('stand for a column on the right of IN', async () => {
    expect(await rowsOf(data(), 'SELECT VALUE x FROM [1, 2, 3] AS x WHERE x IN (SELECT a FROM t)')).toEqual(['1']);
    expect(await rowsOf(data(), 'SELECT VALUE x FROM [1, 2, 3] AS x WHERE x IN (SELECT VALUE a FROM t)')).toEqual(['1']);
  });

  it('are bags elsewhere', async () => {
    expect(await rowsOf(data(), 'SELECT (SELECT v.a FROM t AS v WHERE v.a = 1) AS every FROM << 0 >>')).toEqual(['{every:[{a:1}]}']);
    expect(await rowsOf(data(), 'SELECT VALUE SIZE(SELECT VALUE v FROM t AS v) FROM << 0 >>')).toEqual(['3']);
  });

  it('that fail count only where they are used', async () => {
    expect(await valueOf('CASE WHEN false THEN (SELECT VALUE 1 / 0 FROM << 0 >>) ELSE 2 END')).toBe('2');
    await expect(valueOf('CASE WHEN true THEN (SELECT VALUE 1 / 0 FROM << 0 >>) ELSE 2 END')).rejects.toThrow('/ by zero');
  });
});
