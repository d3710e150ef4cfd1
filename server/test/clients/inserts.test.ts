import { load } from 'ion-js';
import { DriverLedger, textAt } from './driver-ledger';
import { failure } from '../support/clients';

describe('INSERT by the driver', () => {
  let ledger: DriverLedger;
  let table: string;
  beforeAll(async () => {
    ledger = await DriverLedger.open('pglite');
    table = await ledger.table();
  });
  beforeEach(async () => {
    for (;;) {
      // A transaction deletes 40 documents.
      const [found] = await ledger.values(`SELECT COUNT(*) AS n FROM ${table}`);
      if (Number(found?.get('n')) === 0) break;
      await ledger.values(`DELETE FROM ${table}`);
    }
  });
  afterAll(() => ledger.close());

  const all = () => ledger.rows(`SELECT * FROM ${table}`);
  const problem = (statement: string, ...parameters: readonly unknown[]) => failure(ledger.values(statement, ...parameters));

  test('tells the id of each document, under which it is found', async () => {
    const inserted = await ledger.values(`INSERT INTO ${table} << {'n': 1}, {'n': 2}, {'n': 3} >>`);
    expect(inserted.map((value) => value.fieldNames())).toEqual(Array(3).fill(['documentId']));
    const ids = inserted.map((value) => textAt(value, 'documentId'));
    expect(new Set(ids).size).toBe(3);
    expect(await ledger.rows(`SELECT VALUE d.n FROM ${table} AS d BY id WHERE id = ?`, ids[1])).toEqual(['2']);
  });

  test.each([
    ['a literal', "{'a': 1, 'b': 'x'}", []],
    ['VALUE and a literal', "VALUE {'a': 1, 'b': 'x'}", []],
    ['a parameter', '?', [{ a: 1, b: 'x' }]],
    ['VALUE and a parameter', 'VALUE ?', [{ a: 1, b: 'x' }]],
    ['parameters inside a literal', "{'a': ?, 'b': ?}", [1, 'x']],
    ['a bag of one parameter', '<< ? >>', [{ a: 1, b: 'x' }]],
    ['a bag of one literal', "<< {'a': 1, 'b': 'x'} >>", []],
    ['Ion in backticks', '`{a: 1, b: "x"}`', []],
    ['a list as a parameter', '?', [[{ a: 1, b: 'x' }]]],
    ['an Ion value of the driver', '?', [load('{a: 1, b: "x"}')]],
  ])('takes %s', async (_title, source, parameters) => {
    await ledger.values(`INSERT INTO ${table} ${source}`, ...parameters);
    expect(await all()).toEqual(['{a:1,b:"x"}']);
  });

  test('takes a bag of several parameters, and keywords in any case', async () => {
    expect(await ledger.values(`insert into ${table} <<?,?>>`, { n: 1 }, { n: 2 })).toHaveLength(2);
    expect(await all()).toEqual(['{n:1}', '{n:2}']);
  });

  test('keeps nested values, literals of every kind and the order of lists', async () => {
    await ledger.values(`INSERT INTO ${table} VALUE {'int': -1, 'dec': 1.50, 'exp': 2e0, 'yes': true, 'none': null, 'text': 'it''s', 'list': [3, 1, 2],
      'struct': {'a': {'b': []}}, 'time': \`2007-02-23T12:14:33.079-08:00\`, 'blob': \`{{aGVsbG8=}}\`, 'symbol': \`green\`, 'note': \`usd::1.\`}`);
    const [found] = await ledger.values(`SELECT * FROM ${table}`);
    expect(['int', 'dec', 'yes', 'none', 'text', 'list', 'struct'].map((field) => [field, JSON.parse(JSON.stringify(found?.get(field)))])).toEqual([
      ['int', -1], ['dec', '1.50'], ['yes', true], ['none', null], ['text', "it's"], ['list', [3, 1, 2]], ['struct', { a: { b: [] } }],
    ].map(([field, value]) => [field, field === 'dec' ? JSON.parse(JSON.stringify(load('1.50'))) : value]));
    expect(await ledger.row(`SELECT VALUE t."time" FROM ${table} AS t`)).toBe('2007-02-23T12:14:33.079-08:00');
    expect(await ledger.row(`SELECT VALUE t."blob" FROM ${table} AS t`)).toBe('{{aGVsbG8=}}');
    expect(await ledger.row(`SELECT VALUE t.symbol FROM ${table} AS t`)).toBe('green');
    expect(await ledger.row(`SELECT VALUE t.note FROM ${table} AS t`)).toBe('usd::1.');
  });

  test('leaves out what is MISSING', async () => {
    await ledger.values(`INSERT INTO ${table} {'a': 1, 'b': MISSING}`);
    expect(await all()).toEqual(['{a:1}']);
  });

  test('takes what a SELECT gives', async () => {
    const source = await ledger.table([{ n: 1 }, { n: 2 }]);
    const copied = await ledger.values(`INSERT INTO ${table} (SELECT s.n + 10 AS n FROM ${source} AS s)`);
    expect(copied).toHaveLength(2);
    expect(await all()).toEqual(['{n:11}', '{n:12}']);
  });

  test('takes 40 documents, and none of 41', async () => {
    const documents = Array.from({ length: 41 }, (_, n) => ({ n }));
    expect(await problem(`INSERT INTO ${table} ?`, documents)).toMatchObject({ name: 'BadRequestException', message: expect.stringContaining('40 documents') });
    expect(await all()).toEqual([]);
    expect(await ledger.values(`INSERT INTO ${table} ?`, documents.slice(1))).toHaveLength(40);
    const oneByOne = ledger.transaction(async (transaction) => {
      for (const document of documents) await transaction.execute(`INSERT INTO ${table} ?`, document);
    });
    expect(await failure(oneByOne)).toMatchObject({ name: 'BadRequestException', message: expect.stringContaining('40 documents') });
    expect(await all()).toHaveLength(40);
  });

  test.each([['a number', 5], ['a text', 'x'], ['null', null], ['a list of numbers', [1]], ['nothing in a list', []], ['a null struct', load('null.struct')]])(
    'refuses %s as a document', async (_title, value) => {
      const outcome = await ledger.values(`INSERT INTO ${table} ?`, value).then((rows) => rows.length, (error: Error) => error.name);
      expect(outcome).toBe(Array.isArray(value) && value.length === 0 ? 0 : 'BadRequestException');
      expect(await all()).toEqual([]);
    });

  test.each([
    ['a table that is not there', 'INSERT INTO Nowhere ?', [{}], "No such variable named 'Nowhere'"],
    ['fewer parameters than places', 'INSERT INTO TABLE {\'a\': ?, \'b\': ?}', [1], /parameter/],
    ['the committed view', 'INSERT INTO _ql_committed_TABLE ?', [{}], /\w/],
    ['information_schema', 'INSERT INTO information_schema.user_tables ?', [{}], /\w/],
  ])('refuses %s', async (_title, statement, parameters, message) => {
    expect(await problem(statement.replace('TABLE', table), ...parameters)).toMatchObject({ name: 'BadRequestException', message: expect.stringMatching(message) });
  });
});
