import { Decimal, dom, dumpText, load, Timestamp } from 'ion-js';
import { DriverLedger } from './driver-ledger';
import { failure } from '../support/clients';

/** Each type, each null, annotations: those that AWS's suites of the drivers go through, and more. */
const TEXTS = [
  '{{"This is a CLOB of text."}}', '{{aGVsbG8=}}', 'true', '0.1', '0.2e0', '1', '[1,2]', 'null', '(cons 1 2)', '"string"', '{a:1}', 'abc', '2016-12-20T05:23:43.000000-00:00',
  'null.clob', 'null.blob', 'null.bool', 'null.decimal', 'null.float', 'null.int', 'null.list', 'null.sexp', 'null.string', 'null.struct', 'null.symbol', 'null.timestamp',
  'annotation::{{"This is a CLOB of text."}}', 'annotation::{{aGVsbG8=}}', 'annotation::true', 'annotation::0.1', 'annotation::0.2e0', 'annotation::1', 'annotation::[1,2]',
  'annotation::null', 'annotation::(cons 1 2)', 'annotation::"string"', 'annotation::{a:1}', 'annotation::abc', 'annotation::2016-12-20T05:23:43.000000-00:00',
  'a::b::null.int', '-123456789012345678901234567890', '0', '-1', '1.', '1.00', '-0.', '0.00', '12345678901234567890.123456789', '1d100', '-1d-100', '-0e0', '+inf', '-inf', '1.7976931348623157e308',
  '2007T', '2007-02T', '2007-02-23', '2007-02-23T12:14Z', '2007-02-23T12:14:33Z', '2007-02-23T12:14:33.079-08:00', '2007-02-23T12:14:33.079123456+00:00', '2007-02-23T12:14:33-00:00',
  '0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', '\'\'', '\'with space\'', '\'null\'', '""', '"\\0\\x07\\n\\"\'"', '"ä€😀\\u200b"', '{{}}', '{{""}}', '{{"\\xff\\0"}}', '[]', '()', '{}',
  '[a::1,[b::[],{}],null.list,(+ 1 2)]', '{\'a b\':{b:{c:{d:[{e:f::null.symbol}]}}},"":1}', '{a:1,b:note::2,c:[note::{d:3}]}',
];

describe('Ion values by the driver', () => {
  let ledger: DriverLedger;
  let table: string;
  beforeAll(async () => {
    ledger = await DriverLedger.open('pglite');
    table = await ledger.table();
  });
  afterEach(() => ledger.values(`DELETE FROM ${table}`));
  afterAll(() => ledger.close());

  const select = (value: dom.Value) => value.isNull()
    ? ledger.rows(`SELECT VALUE t.v FROM ${table} AS t WHERE t.v IS NULL`)
    : ledger.rows(`SELECT VALUE t.v FROM ${table} AS t WHERE t.v = ?`, value);

  test.each(TEXTS)('%s comes back from an INSERT, found by itself', async (text) => {
    const value = load(text) as dom.Value;
    await ledger.values(`INSERT INTO ${table} ?`, { v: value });
    expect(await select(value)).toEqual([dumpText(value)]);
  });

  test.each(TEXTS.filter((_, index) => index % 3 === 0))('%s comes back from an UPDATE and from history', async (text) => {
    const value = load(text) as dom.Value;
    const [inserted] = await ledger.values(`INSERT INTO ${table} ?`, { v: load('null') });
    expect(await ledger.values(`UPDATE ${table} SET v = ?`, value)).toHaveLength(1);
    expect(await select(value)).toEqual([dumpText(value)]);
    const id = inserted?.get('documentId')?.stringValue();
    expect(await ledger.rows(`SELECT VALUE h.data.v FROM history(${table}) AS h WHERE h.metadata.id = ? AND h.metadata.version = 1`, id)).toEqual([dumpText(value)]);
  });

  test('all of them come back through an expression, without a table', async () => {
    const found = await ledger.transaction(async (transaction) => {
      const values: string[] = [];
      for (const text of TEXTS) {
        values.push(...(await transaction.execute('SELECT VALUE ? FROM << 0 >>', load(text))).getResultList().map((value) => dumpText(value)));
      }
      return values;
    });
    expect(found).toEqual(TEXTS.map((text) => dumpText(load(text))));
  });

  test('a value that is not a number equals no number', async () => {
    await ledger.values(`INSERT INTO ${table} ?`, { v: load('nan') });
    expect(await ledger.rows(`SELECT VALUE v FROM ${table}`)).toEqual(['nan']);
  });

  test('an index and a scan find the same values', async () => {
    const values = TEXTS.map((text) => load(text) as dom.Value).filter((value) => !value.isNull());
    const documents = values.map((v, n) => ({ n, v }));
    const indexed = await ledger.table(documents, ['v']);
    const scanned = await ledger.table(documents);
    const find = (name: string) => ledger.transaction(async (transaction) => {
      const found: (readonly number[])[] = [];
      for (const value of values) {
        const rows = (await transaction.execute(`SELECT VALUE t.n FROM ${name} AS t WHERE t.v = ?`, value)).getResultList();
        found.push(rows.map(Number).sort((a, b) => a - b));
      }
      return found;
    });
    const found = await find(indexed);
    expect(found).toEqual(await find(scanned));
    found.forEach((numbers, n) => expect(numbers).toContain(n));
  });

  test('native values of JavaScript become Ion', async () => {
    const value = {
      text: 'x', int: 5, float: 5.5, yes: true, none: null, large: 12345678901234567890n, date: new Date('2020-01-01T10:20:30.400Z'), bytes: new Uint8Array([1, 2, 3]),
      list: [1, 'a', [null]], nested: { deep: { deeper: [{ a: 1 }] } }, decimal: new Decimal('1.50'), moment: Timestamp.parse('2020-02T'), ion: load('green'), empty: {},
    };
    await ledger.values(`INSERT INTO ${table} ?`, value);
    const [found] = await ledger.values(`SELECT * FROM ${table}`);
    expect(Object.fromEntries(found?.fields().map(([name, field]) => [name, dumpText(field)]) ?? [])).toEqual({
      text: '"x"', int: '5', float: '5.5e0', yes: 'true', none: 'null', large: '12345678901234567890', date: '2020-01-01T10:20:30.400Z', bytes: '{{AQID}}',
      list: '[1,"a",[null]]', nested: '{deep:{deeper:[{a:1}]}}', decimal: '1.50', moment: '2020-02T', ion: 'green', empty: '{}',
    });
    expect(found?.get('date')?.dateValue()).toEqual(value.date);
  });

  test.each<[string, unknown, string]>([
    ['a string', 'x', '"x"'], ['an integer', 7, '7'], ['a float', 0.1, '1e-1'], ['a boolean', false, 'false'], ['null', null, 'null'], ['a bigint', 2n ** 70n, '1180591620717411303424'],
    ['a Date', new Date(0), '1970-01-01T00:00:00.000Z'], ['an array', [1, [2]], '[1,[2]]'], ['an object', { a: { b: 1 } }, '{a:{b:1}}'], ['bytes', new Uint8Array([255]), '{{/w==}}'],
    ['a Decimal', new Decimal('-0.00'), '-0.00'],
  ])('%s is a parameter', async (_title, value, text) => {
    expect(await ledger.evaluate('?', value)).toBe(text);
  });

  test('what cannot become Ion does not leave the driver, and its session lives on', async () => {
    expect(await failure(ledger.values('SELECT VALUE ? FROM << 0 >>', Symbol('x')))).toMatchObject({ message: expect.stringContaining('to Ion Binary') });
    expect(await ledger.evaluate('?', 1)).toBe('1');
  });

  test('numbers equal across types, in conditions on stored values as well', async () => {
    await ledger.values(`INSERT INTO ${table} ?`, { v: load('1.0') });
    for (const parameter of [1, load('1'), load('1.'), load('1e0'), load('note::1')]) {
      expect(await ledger.rows(`SELECT VALUE t.v FROM ${table} AS t WHERE t.v = ?`, parameter)).toEqual(['1.0']);
    }
  });
});
