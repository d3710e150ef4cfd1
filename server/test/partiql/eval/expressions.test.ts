import { NO_TABLES, rowsOf, valueOf } from './query';

describe('unknown values', () => {
  it.each([
    ['1 + null', 'null'], ['missing = missing', 'null'], ['null < 1', 'null'], ["'a' || missing", 'null'], ['- null', 'null'],
    ['null BETWEEN 1 AND 2', 'null'], ['1 BETWEEN 0 AND missing', 'null'], ["null LIKE '%'", 'null'], ['NOT null', 'null'],
    ['1 IN (1, null)', 'true'], ['2 IN (1, null)', 'null'], ['2 NOT IN (1, null)', 'null'], ['null IN (1)', 'null'], ['1 IN null', 'null'],
    ['1 IN 1', 'null'], ['true AND null', 'null'], ['false AND null', 'false'], ['missing AND false', 'false'], ['true OR null', 'true'],
    ['null OR false', 'null'], ['CASE null WHEN null THEN 1 ELSE 2 END', '2'], ['CASE WHEN null THEN 1 END', 'null'], ['missing IS NULL', 'true'],
    ['null IS MISSING', 'false'], ['missing IS NOT MISSING', 'false'], ['[null] = [missing]', 'true'], ['LOWER(missing)', 'null'],
    ['COALESCE(null, missing, 3)', '3'],
  ])('%s is %s', async (expression, expected) => {
    expect(await valueOf(expression)).toBe(expected);
  });

  it('do not pass WHERE', async () => {
    expect(await rowsOf(NO_TABLES(), 'SELECT VALUE x FROM [true, false, null, missing] AS x WHERE x')).toEqual(['true']);
  });
});

describe('paths', () => {
  it.each([
    ["{'a': {'b': 1}}.a.b", '1'], ["{'a': 1}['a']", '1'], ['[1, 2, 3][1 + 1]', '3'], ['[1][5]', 'null'], ['[1][-1]', 'null'], ["{'a': 1}[0]", 'null'],
    ["'text'.a", 'null'], ['<< 1 >>[0]', 'null'], ["[{'a': 1}, {'a': 2}, 3][*].a", '[1,2,null]'], ["{'x': {'a': 1}, 'y': {'a': 2}}.*.a", '[1,2]'],
    ["[{'l': [1, 2]}, {'l': [3]}][*].l[*]", '[1,2,3]'], ["[{'l': [1, 2]}, {'l': [3]}][*].l", '[[1,2],[3]]'], ['(5)[*]', '[5]'], ['(5).*', '[5]'],
    ["{'x': [1, 2]}.*", '[[1,2]]'], ["{'a': 1, 'a': 2}.a", '1'], ['[1, 2][null]', 'null'],
  ])('%s is %s', async (expression, expected) => {
    expect(await valueOf(expression)).toBe(expected);
  });
});

describe('errors', () => {
  it.each([
    ['1 + \'a\'', /^Evaluator Error: at line 1, column \d+: /],
    ['1 / 0', /^Evaluator Error: at line 1, column \d+: \/ by zero/],
    ["1 < 'a'", /^Evaluator Error: at line 1, column \d+: Cannot compare values: INT and STRING/],
    ['5 AND true', /^Evaluator Error: at line 1, column \d+: Expected boolean/],
    ['[1][true]', /^Evaluator Error: at line 1, column \d+: Cannot convert index to int\/string/],
    ['nothing(1)', /^Evaluator Error: at line 1, column 15: No such function: nothing/],
    ['LOWER()', /^Evaluator Error: at line 1, column 15: Incorrect number of arguments to function call: lower takes 1/],
    ["CAST('x' AS INT)", /^Evaluator Error: at line 1, column 15: /],
    ['9223372036854775807 + 1', /Int overflow or underflow/],
  ])('of %s tell the place', async (expression, message) => {
    await expect(valueOf(expression)).rejects.toThrow(message);
  });

  it('of a condition do not count for rows that another condition drops', async () => {
    expect(await rowsOf(NO_TABLES(), 'SELECT VALUE x FROM [0, 1] AS x, [] AS y WHERE 1 / x = 1')).toEqual([]);
    expect(await rowsOf(NO_TABLES(), 'SELECT VALUE x FROM [0, 1] AS x, [0, 1] AS y WHERE x = y AND x > 0 AND 1 / x = 1')).toEqual(['1']);
    await expect(rowsOf(NO_TABLES(), 'SELECT VALUE x FROM [0, 1] AS x, [0, 1] AS y WHERE 1 / x = 1 AND y = 0')).rejects.toThrow('/ by zero');
  });

  it('a bare expression is no statement', async () => {
    await expect(rowsOf(NO_TABLES(), '1 + 1')).rejects.toThrow('SELECT VALUE 1 + 1 FROM << 0 >>');
  });
});
