import { PartiqlError } from '../../../src/partiql/error';
import { parse } from '../../../src/partiql/syntax/parse';

/** `Parser 1:8 missing FROM …`: the category, the place and the text of the error. */
function errorOf(statement: string): string {
  try {
    parse(statement);
  } catch (error) {
    if (error instanceof PartiqlError) {
      return `${error.category} ${error.at.line}:${error.at.column} ${error.text}`;
    }
    throw error;
  }
  return 'none';
}

describe('a statement that is wrong', () => {
  test.each([
    ['', 'Parser 1:1 statement without text: expected SELECT, INSERT, UPDATE, DELETE, FROM, CREATE, DROP, UNDROP or EXEC'],
    ['-- only a comment', 'Parser 1:18 statement without text: expected SELECT, INSERT, UPDATE, DELETE, FROM, CREATE, DROP, UNDROP or EXEC'],
    ['SELECT FROM t', 'Parser 1:8 found empty SELECT list'],
    ['SELECT a', 'Parser 1:9 missing FROM after SELECT list, found, end of statement'],
    ['SELECT a, FROM t', 'Parser 1:11 unexpected keyword found, KEYWORD : from'],
    ['SELECT * FROM', 'Parser 1:14 expected expression, found, end of statement'],
    ['SELECT * FROM t WHERE', 'Parser 1:22 expected expression, found, end of statement'],
    ['SELECT *, a FROM t', "Parser 1:8 other expressions may not be present in the select list when '*' is used without dot notation"],
    ['SELECT a.*.b FROM t', 'Parser 1:10 invalid use of * in select list'],
    ['SELECT a[1].* FROM t', 'Parser 1:10 cannot use [] and * together in SELECT list expression'],
    ['SELECT SUM(*) FROM t', 'Parser 1:12 function call, other than COUNT, with (*) as parameter is not supported: sum'],
    ['SELECT COUNT() FROM t', 'Parser 1:14 aggregate function call takes 1 argument only: count'],
    ['SELECT COUNT(a, b) FROM t', 'Parser 1:18 aggregate function call takes 1 argument only: count'],
    ['SELECT * FROM a JOIN b', 'Parser 1:23 malformed use of FROM with JOIN: expected ON, found, end of statement'],
    ['SELECT * FROM a AS select', 'Parser 1:20 expected identifier for AS-alias, found, KEYWORD : select, which is a reserved word: put it in double quotes'],
    ['SELECT t.from FROM t', 'Parser 1:10 invalid path component, expecting either an identifier or STAR, found, KEYWORD : from, which is a reserved word: put it in double quotes'],
    ['SELECT @1 FROM t', 'Parser 1:9 identifier expected after `@` symbol, found, LITERAL : 1'],
    ['SELECT CASE a END FROM t', 'Parser 1:15 expected WHEN clause in CASE, found, KEYWORD : end'],
    ['SELECT CAST(a AS unheard) FROM t', 'Parser 1:18 type name expected, found, IDENTIFIER : unheard'],
    ['SELECT CAST(a AS DECIMAL(1, 2, 3)) FROM t', 'Parser 1:18 type decimal with 3 parameters: at most 2 are allowed'],
    ['SELECT EXTRACT(week FROM a) FROM t',
      'Parser 1:16 expected one of: [year, month, day, hour, minute, second, timezone_hour, timezone_minute], found, IDENTIFIER : week'],
    ['SELECT a FROM t; SELECT b FROM t', 'Parser 1:18 unexpected token found after the semicolon, KEYWORD : select: send one statement at a time'],
    ['SELECT a FROM t 5', 'Parser 1:17 unexpected token found, LITERAL : 5'],
    ['FROM t', 'Parser 1:7 expected DML or SELECT operation after FROM, found, end of statement: write SET, INSERT INTO or REMOVE'],
    ['FROM t SELECT a', 'Parser 1:8 expected DML or SELECT operation after FROM, found, KEYWORD : select: write SET, INSERT INTO or REMOVE'],
    ['UPDATE t SET a[*] = 1', 'Parser 1:16 invalid path component for simple path: [*] and .* stand for many values, and one is needed'],
    ['UPDATE t SET 1 = 1', 'Parser 1:14 expected path after SET, found, LITERAL : 1'],
    ['UPDATE t SET a 1', "Parser 1:16 expected '=', found, LITERAL : 1"],
    ['INSERT t VALUE 1', 'Parser 1:8 expected keyword INTO, found, IDENTIFIER : t'],
    ['SELECT (DELETE FROM t) FROM t', 'Parser 1:9 keyword delete only expected at the top level in the query'],
    ["INSERT INTO t.a VALUE {'b': 1}",
      'Semantic 1:13 INSERT INTO takes the name of a table; to insert into a document write FROM table … INSERT INTO path VALUE value'],
    ["INSERT INTO t VALUE {'b': 1} AT 0", 'Semantic 1:30 a table has no positions: AT is for INSERT INTO a list or a struct inside a document'],
    ['DROP INDEX "abc" ON t', 'Parser 1:22 expected keyword WITH, found, end of statement: DROP INDEX needs WITH (purge = true) at its end'],
    ['DROP INDEX "abc" ON t WITH (purge = false)', 'Semantic 1:29 DROP INDEX needs WITH (purge = true) at its end'],
    ['DROP INDEX "abc" ON t WITH (PURGE = true)', 'Semantic 1:29 DROP INDEX needs WITH (purge = true) at its end'],
    ['CREATE TABLE date', 'Parser 1:14 expected name of a table after CREATE TABLE, found, KEYWORD : date, which is a reserved word: put it in double quotes'],
    ['CREATE TABLE t WITH (tags = `{}`)', "Semantic 1:22 unknown option 'tags' of CREATE TABLE: only aws_tags is known"],
    ["CREATE TABLE t WITH (aws_tags = {'a': 'b'})",
      "Semantic 1:33 aws_tags takes an Ion struct of strings in backticks, such as `{'stage': 'test'}`"],
    ['CREATE TABLE t WITH (aws_tags = `{a: 1}`)',
      "Semantic 1:33 aws_tags takes an Ion struct of strings in backticks, such as `{'stage': 'test'}`; the value of 'a' is of type int"],
    ['EXEC', 'Parser 1:5 expected name of a stored procedure after EXEC, found, end of statement'],
  ])('%s', (statement, expected) => {
    expect(errorOf(statement)).toBe(expected);
  });

  test.each([
    ["SELECT 'a FROM t", "Lexer 1:8 string without end: the closing ' is missing"],
    ['SELECT "a FROM t', 'Lexer 1:8 quoted identifier without end: the closing " is missing'],
    ['SELECT `a FROM t', 'Lexer 1:8 ion literal without end: the closing ` is missing'],
    ['SELECT `"a` FROM t', 'Lexer 1:9 ion literal with a part that does not end: the closing " is missing'],
    ['SELECT a /* FROM t', 'Lexer 1:10 comment without end: the closing */ is missing'],
    ['SELECT a & b FROM t', "Lexer 1:10 invalid character at, '&'"],
    ['SELECT 12ab FROM t', "Lexer 1:10 invalid character at, 'a' in the number 12"],
    ['SELECT 1.2.3 FROM t', "Lexer 1:11 invalid character at, '.' in the number 1.2"],
    ['SELECT 😀 FROM t', "Lexer 1:8 invalid character at, '😀'"],
    ['SELECT 1e99999999999 FROM t', 'Lexer 1:8 invalid number: the exponent must be from -2147483647 to 2147483647'],
    ['SELECT 9223372036854775808 FROM t', 'Semantic 1:8 Int overflow or underflow at compile time: integers have 64 bits'],
  ])('%s', (statement, expected) => {
    expect(errorOf(statement)).toBe(expected);
  });

  test('with a path that is longer than documents are deep', () => {
    expect(errorOf(`SELECT ${'a.'.repeat(300)}b FROM t`)).toBe('Semantic 1:410 path of more than 200 steps: documents do not nest as deep');
  });

  test('shows where an Ion literal begins that is no Ion', () => {
    expect(errorOf('SELECT *\nFROM `[1, 2`')).toMatch(/^Lexer 2:6 invalid Ion literal: /);
    expect(errorOf('SELECT `1 2` FROM t')).toMatch(/^Lexer 1:8 invalid Ion literal: /);
  });

  test('is placed by lines and characters, whatever ends a line and however a character is encoded', () => {
    expect(errorOf('SELECT\n  a &')).toMatch(/^Lexer 2:5 /);
    expect(errorOf('SELECT\r\n  a &')).toMatch(/^Lexer 2:5 /);
    expect(errorOf('SELECT\r  a &')).toMatch(/^Lexer 2:5 /);
    expect(errorOf("SELECT '😀é' &")).toMatch(/^Lexer 1:13 /);
    expect(errorOf("SELECT '\n\n' &")).toMatch(/^Lexer 3:3 /);
    expect(errorOf('SELECT /* \n */ &')).toMatch(/^Lexer 2:5 /);
  });
});

describe('what PartiQL has and QLDB had not', () => {
  test.each([
    ['SELECT a FROM t GROUP BY a', 'Semantic 1:17', 'GROUP BY'],
    ['SELECT a FROM t GROUP PARTIAL BY a', 'Semantic 1:17', 'GROUP PARTIAL BY'],
    ['SELECT a FROM t WHERE b HAVING c', 'Semantic 1:25', 'HAVING'],
    ['SELECT a FROM t ORDER BY a', 'Semantic 1:17', 'ORDER BY'],
    ['SELECT a FROM t LIMIT 1', 'Semantic 1:17', 'LIMIT'],
    ['SELECT a FROM t WHERE a = 1 LIMIT ?', 'Semantic 1:29', 'LIMIT'],
    ['SELECT a FROM t OFFSET 1', 'Semantic 1:17', 'OFFSET'],
    ['SELECT a FROM t FETCH FIRST 1 ROWS ONLY', 'Semantic 1:17', 'FETCH'],
    ['SELECT a FROM (SELECT a FROM t ORDER BY a) AS b', 'Semantic 1:32', 'ORDER BY'],
    ['SELECT a FROM t UNION SELECT a FROM u', 'Semantic 1:17', 'UNION'],
    ['SELECT a FROM t EXCEPT SELECT a FROM u', 'Semantic 1:17', 'EXCEPT'],
    ['SELECT a FROM t INTERSECT SELECT a FROM u', 'Semantic 1:17', 'INTERSECT'],
    ['SELECT a FROM t LEFT JOIN u ON true', 'Semantic 1:17', 'LEFT JOIN'],
    ['SELECT a FROM t AS x RIGHT OUTER JOIN u ON true', 'Semantic 1:22', 'RIGHT JOIN'],
    ['SELECT a FROM t FULL JOIN u ON true', 'Semantic 1:17', 'FULL JOIN'],
    ['SELECT a FROM t NATURAL JOIN u', 'Semantic 1:17', 'NATURAL JOIN'],
    ['SELECT a FROM t LET a + 1 AS b', 'Semantic 1:17', 'LET'],
    ['WITH x AS (SELECT a FROM t) SELECT a FROM x', 'Semantic 1:1', 'WITH'],
    ['SELECT SUM(a) OVER (PARTITION BY b) FROM t', 'Semantic 1:15', 'OVER'],
    ['MERGE INTO t USING u ON a', 'Semantic 1:1', 'MERGE'],
    ["UPSERT INTO t VALUE {'a': 1}", 'Semantic 1:1', 'UPSERT'],
    ["INSERT INTO t VALUE {'a': 1} ON CONFLICT DO NOTHING", 'Semantic 1:30', 'ON CONFLICT'],
    ['DELETE FROM t WHERE a = 1 RETURNING ALL OLD *', 'Semantic 1:27', 'RETURNING'],
    ['INSERT INTO t (a, b) VALUES (1, 2)', 'Semantic 1:22', 'INSERT with a list of columns'],
    ['CREATE TABLE t (a INT)', 'Semantic 1:16', 'CREATE TABLE with columns'],
    ['CREATE UNIQUE INDEX ON t (a)', 'Semantic 1:8', 'CREATE UNIQUE INDEX'],
    ['CREATE INDEX i ON t (a)', 'Semantic 1:14', 'CREATE INDEX with a name'],
    ['CREATE INDEX ON t (a.b)', 'Semantic 1:21', 'index on a nested field'],
    ['CREATE INDEX ON t (a, b)', 'Semantic 1:21', 'composite index'],
    ['ALTER TABLE t', 'Semantic 1:1', 'ALTER'],
    ['TRUNCATE TABLE t', 'Semantic 1:1', 'TRUNCATE'],
    ['COMMIT', 'Semantic 1:1', 'COMMIT'],
    ["SELECT DATE '2017-01-01' FROM t", 'Semantic 1:8', 'DATE'],
    ["SELECT TIME '12:00:00' FROM t", 'Semantic 1:8', 'TIME'],
  ])('%s', (statement, place, feature) => {
    const error = errorOf(statement);
    expect(error).toMatch(new RegExp(`^${place} Feature '${feature}' not implemented yet: .`));
  });

  test('is not mistaken for a name', () => {
    expect(errorOf('SELECT let.a, offset FROM t AS let, let.b AS offset')).toBe('none');
    expect(errorOf('SELECT a window FROM t returning')).toBe('none');
    expect(errorOf('truncate.a')).toBe('none');
  });
});
