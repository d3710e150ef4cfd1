import { DriverLedger, texts } from './driver-ledger';

describe('expressions by the driver', () => {
  let ledger: DriverLedger;
  beforeAll(async () => {
    ledger = await DriverLedger.open('pglite');
  });
  afterAll(() => ledger.close());

  /** Expressions with their values; no value is MISSING, which leaves a field out. */
  const check = async (cases: readonly (readonly [expression: string, value: string])[]) => {
    const found = await ledger.transaction(async (transaction) => {
      const rows: (readonly [string, string])[] = [];
      for (const [expression] of cases) {
        const [row = ''] = texts((await transaction.execute(`SELECT ${expression} AS x FROM << 0 >>`)).getResultList());
        rows.push([expression, row]);
      }
      return rows;
    });
    expect(found).toEqual(cases.map(([expression, value]) => [expression, value === '' ? '{}' : `{x:${value}}`]));
  };

  test('operators', () => check([
    ['1 + 2 * 3 - 4', '3'], ['(1 + 2) * 3', '9'], ['7 / 2', '3'], ['7 % 2', '1'], ['-7 / 2', '-3'], ['7 / 2.0', '3.5'], ['0.1 + 0.2', '0.3'], ['`1e0` + `1e0`', '2e0'],
    ['1.10 * 2', '2.20'], ['\'a\' || \'b\'', '"ab"'], ['1 = 1.0', 'true'], ['1 < 2 AND NOT 2 < 1', 'true'], ['TRUE OR 1 / 1 = 2', 'true'], ['NULL = NULL', 'null'],
    ['1 + NULL', 'null'], ['1 + MISSING', 'null'], ['NULL AND FALSE', 'false'], ['NULL OR TRUE', 'true'], ['2 BETWEEN 1 AND 3', 'true'], ['2 IN (1, 2)', 'true'],
    ['2 IN [1, 3]', 'false'], ['\'abc\' LIKE \'a%\'', 'true'], ['1 IS INT', 'true'], ['\'x\' IS STRING', 'true'], ['NULL IS NULL', 'true'], ['MISSING IS MISSING', 'true'],
    ['1 IS NOT NULL', 'true'], ['`a` = \'a\'', 'true'], ['`2020-01-01T00:00Z` = `2020-01-01T01:00+01:00`', 'true'], ['MISSING', ''],
    ['CASE WHEN 1 > 2 THEN \'a\' ELSE \'b\' END', '"b"'], ['CASE 2 WHEN 1 THEN \'one\' WHEN 2 THEN \'two\' END', '"two"'],
  ]));

  test('literals', () => check([
    ['\'it\'\'s\'', '"it\'s"'], ['-12', '-12'], ['1.0', '1.0'], ['TRUE', 'true'], ['null', 'null'], ['[1, \'a\', [2.50]]', '[1,"a",[2.50]]'],
    ['{\'a\': 1, \'b\': {\'c\': null}}', '{a:1,b:{c:null}}'], ['`2007-02T`', '2007-02T'], ['`{{aGVsbG8=}}`', '{{aGVsbG8=}}'], ['`usd::4.50`', 'usd::4.50'], ['`"x"`', '"x"'],
    ['`null.int`', 'null.int'], ['`[a, \'b c\', "d"]`', '[a,\'b c\',"d"]'], ['<< 1, 2 >>', '[1,2]'], ['9223372036854775807', '9223372036854775807'],
  ]));

  test('texts', () => check([
    ['CHAR_LENGTH(\'häuser\')', '6'], ['CHARACTER_LENGTH(\'\')', '0'], ['LOWER(\'AbC\')', '"abc"'], ['UPPER(\'AbC\')', '"ABC"'], ['SUBSTRING(\'123456789\', 0)', '"123456789"'],
    ['SUBSTRING(\'123456789\', 2, 3)', '"234"'], ['SUBSTRING(\'1\', 2)', '""'], ['SUBSTRING(\'123\' FROM 2)', '"23"'], ['TRIM(\'   x \')', '"x"'],
    ['TRIM(LEADING FROM \'  x \')', '"x "'], ['TRIM(BOTH \'12\' FROM \'1112211foobar22211122\')', '"foobar"'], ['UPPER(NULL)', 'null'], ['LOWER(MISSING)', 'null'],
  ]));

  test('values', () => check([
    ['COALESCE(NULL, MISSING, 3)', '3'], ['COALESCE(NULL, NULL)', 'null'], ['NULLIF(1, 1)', 'null'], ['NULLIF(1.0, 1)', 'null'], ['NULLIF(1, 2)', '1'], ['SIZE([1, 2])', '2'],
    ['SIZE({\'a\': 1})', '1'], ['SIZE(<< >>)', '0'], ['EXISTS([])', 'false'], ['EXISTS(<< 1 >>)', 'true'],
    ['CAST(\'12\' AS INT)', '12'], ['CAST(1.75 AS INTEGER)', '1'], ['CAST(\'a\' AS BOOLEAN)', 'false'], ['CAST(1 AS BOOLEAN)', 'true'], ['CAST(12 AS STRING)', '"12"'],
    ['CAST(\'1.50\' AS DECIMAL)', '1.50'], ['CAST(NULL AS INT)', 'null'], ['CAST(\'2017T\' AS TIMESTAMP)', '2017T'], ['CAST([1] AS BAG)', '[1]'],
  ]));

  test('dates', () => check([
    ['DATE_ADD(year, 5, `2010-01-01T`)', '2015-01-01T'], ['DATE_ADD(month, 1, `2010T`)', '2010-02T'], ['DATE_ADD(day, -1, `2017-01-10T`)', '2017-01-09T'],
    ['DATE_ADD(minute, 1, `2017-01-02T03:04:05.006Z`)', '2017-01-02T03:05:05.006Z'], ['DATE_DIFF(year, `2010-01-01T`, `2011-01-01T`)', '1'],
    ['DATE_DIFF(year, `2010-12T`, `2011-01T`)', '0'], ['DATE_DIFF(day, `2010-01-01T23:00Z`, `2010-01-02T01:00Z`)', '0'], ['EXTRACT(YEAR FROM `2010-01-01T`)', '2010'],
    ['EXTRACT(TIMEZONE_HOUR FROM `2017-01-02T03:04:05+07:08`)', '7'], ['EXTRACT(TIMEZONE_MINUTE FROM `2017-01-02T03:04:05+07:08`)', '8'],
    ['TO_STRING(`1969-07-20T20:18Z`, \'MMMM d, y\')', '"July 20, 1969"'], ['TO_STRING(`1969-07-20T20:18:13Z`, \'y-MM-dd\'\'T\'\'H:m:ssX\')', '"1969-07-20T20:18:13Z"'],
    ['TO_TIMESTAMP(\'2007T\')', '2007T'], ['TO_TIMESTAMP(\'2007-02-23T12:14:33.079-08:00\')', '2007-02-23T12:14:33.079-08:00'], ['TO_TIMESTAMP(\'2016\', \'y\')', '2016T'],
    ['DATE_ADD(day, 1, NULL)', 'null'],
  ]));

  test('the time of a statement is when it came, not when its transaction began', async () => {
    const [before, now] = await ledger.transaction(async (transaction) => {
      await transaction.execute('SELECT UTCNOW() FROM << 0 >>');
      await new Promise((resolve) => setTimeout(resolve, 20));
      const moment = Date.now();
      return [moment, (await transaction.execute('SELECT VALUE UTCNOW() FROM << 0 >>')).getResultList()[0]?.dateValue()?.getTime()];
    });
    expect(now).toBeGreaterThanOrEqual(before ?? NaN);
  });

  test('the time is one in a statement, and lies between its request and its answer', async () => {
    const before = Date.now();
    const [found] = await ledger.values('SELECT UTCNOW() AS a, UTCNOW() AS b FROM << 0 >>');
    const [a, b] = ['a', 'b'].map((name) => found?.get(name)?.dateValue()?.getTime() ?? NaN);
    expect(a).toBe(b);
    expect(a).toBeGreaterThanOrEqual(before - 1);
    expect(a).toBeLessThanOrEqual(Date.now());
  });

  test('TXID() is the id of the transaction, and becomes that of its revisions', async () => {
    const table = await ledger.table();
    const [id, found] = await ledger.transaction(async (transaction) => {
      await transaction.execute(`INSERT INTO ${table} {'n': 1}`);
      const result = await transaction.execute('SELECT VALUE TXID() FROM << 0 >>');
      return [transaction.getTransactionId(), result.getResultList()[0]?.stringValue()];
    });
    expect(found).toBe(id);
    expect(await ledger.rows(`SELECT VALUE metadata.txId FROM _ql_committed_${table}`)).toEqual([`"${id}"`]);
  });
});
