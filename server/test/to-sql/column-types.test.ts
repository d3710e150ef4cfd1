import * as fc from 'fast-check';
import { parseText, writeText } from '../../src/ion/text';
import { millisecondsOf } from '../../src/ion/timestamp-milliseconds';
import { timestampText } from '../../src/ion/timestamp-text';
import type { Value } from '../../src/ion/value';
import { columnType, shapeOf, type ColumnType, type Shape } from '../../src/to-sql/column-type';
import { columnValue } from '../../src/to-sql/column-value';
import { storableText } from '../../src/to-sql/literal';
import { anyValue, RUNS } from '../ion/arbitraries';
import { ENGINES } from '../support/engines';
import { openSqlDatabase, type SqlDatabase } from '../support/sql-databases';

const typeOf = (values: readonly Value[]): ColumnType =>
  columnType(new Set(values.map(shapeOf).filter((shape): shape is Shape => shape !== undefined)));
const typeOfTexts = (...texts: readonly string[]): ColumnType => typeOf(texts.map((text) => parseText(text)));

test.each<[ColumnType, readonly string[]]>([
  ['boolean', ['true', 'false', 'null']],
  ['bigint', ['1', '-9223372036854775808', '9223372036854775807', 'null.string']],
  ['numeric', ['1', '9223372036854775808']],
  ['numeric', ['1', '1.50', '0.000', '12345678901234567890123456789012345678901234567890']],
  ['numeric', ['1d131071', '1d-16383', '0d99999']],
  ['text', ['1d131072', '1']],
  ['text', ['1d-16384', '1.5e0']],
  ['double precision', ['1.5e0', '-0e0', 'nan', '+inf', '5e-324', '1.7976931348623157e308']],
  ['double precision', ['1', '1.5e0', '9007199254740991']],
  ['jsonb', ['9007199254740993', '1.5e0']],
  ['jsonb', ['0.1', '0.1e0']],
  ['timestamptz', ['2019-09-16T19:37:05.360Z', '2019-09-16T19:37:05+23:59', '0001-01-01T00:00:00.123456Z', '9999-12-31T23:59:59Z']],
  ['date', ['2017-08-21', '0001-01-01', '9999-12-31', 'null.timestamp']],
  ['text', ['2017-08-21', '2019-09-16T19:37:05.360Z']],
  ['text', ['2019-09-16T19:37:05.1234567Z']],
  ['text', ['2019-09-16T19:37:05-00:00']],
  ['text', ['2019-09-16T19:37Z']],
  ['text', ['2019T', '2019-09T']],
  ['text', ['"a"', 'symbol', '2019T']],
  ['text', ['null', 'null.struct']],
  ['text', []],
  ['bytea', ['{{aGVsbG8=}}', '{{"clob"}}']],
  ['jsonb', ['[1]', '(a b)', '{a:1}']],
  ['jsonb', ['1', '"1"']],
  ['jsonb', ['true', '0']],
  ['jsonb', ['{{aGVsbG8=}}', '"text"']],
])('a column is %s for %j', (type, texts) => {
  expect(typeOfTexts(...texts)).toBe(type);
});

describe.each(ENGINES)('columns on %s', (engine) => {
  let database: SqlDatabase;
  beforeAll(async () => {
    database = await openSqlDatabase(engine);
    await database.rows("set time zone 'Asia/Kathmandu'");
    await database.rows("set datestyle = 'SQL, DMY'");
  });
  afterAll(() => database.close());

  async function stored(values: readonly Value[], expression: string, type = typeOf(values)): Promise<readonly unknown[]> {
    await database.load(`begin; create table loaded (n integer, c ${type}); insert into loaded values ${
      values.map((value, n) => `(${n}, ${columnValue(type, value)})`).join(', ')};`);
    const rows = await database.rows<{ readonly x: unknown }>(`select ${expression} as x from loaded order by n`).finally(() => database.load('rollback'));
    return rows.map(({ x }) => x);
  }

  const kept = async (expression: string, ...texts: readonly string[]) => stored(texts.map((text) => parseText(text)), expression);

  test('keep the scale of decimals, and every digit', async () => {
    expect(await kept('c::text', '90.250', '1.00', '-0.000', '1d3', '123456789012345678901234567890.5', '1d-7', '0d5', '5'))
      .toEqual(['90.250', '1.00', '0.000', '1000', '123456789012345678901234567890.5', '0.0000001', '0', '5']);
  });

  test('keep moments and days, whatever the time zone and the date style', async () => {
    const inUtc = "to_char(c at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')";
    expect(await kept(inUtc, '2019-09-16T19:37:05.360-23:59', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59.499999Z'))
      .toEqual(['2019-09-17 19:36:05.360000', '0001-01-01 00:00:00.000000', '9999-12-31 23:59:59.499999']);
    expect(await kept("to_char(c, 'YYYY-MM-DD')", '2017-08-01', '0001-01-02')).toEqual(['2017-08-01', '0001-01-02']);
    expect(await kept('c', '2017-08-01', '2019-09-16T19:37Z', '2019-09-16T19:37:05-00:00')).toEqual(['2017-08-01', '2019-09-16T19:37Z', '2019-09-16T19:37:05-00:00']);
  });

  test('keep floats, those that are no numbers too', async () => {
    expect(await kept('c', '1.5e0', 'nan', '+inf', '-inf', '5e-324', '1.7976931348623157e308', '7')).toEqual([1.5, NaN, Infinity, -Infinity, 5e-324, 1.7976931348623157e308, 7]);
    expect(await kept('c::text', '-0e0')).toEqual(['-0']);
  });

  test('have parts of documents as JSON', async () => {
    const document = '{decimal:90.250, blob:{{aGVsbG8=}}, clob:{{"b\\xff"}}, day:2017-08-21, symbol:red, sexp:(1 2), float:nan, huge:1d200000, note:usd::5, nothing:null.int, '
      + "text:\"a\\0b\", 'a\\0b':1, twice:1, twice:2}";
    expect(await kept('c::text', document)).toEqual([
      '{"day": "2017-08-21", "blob": "aGVsbG8=", "clob": "b\u00ff", "huge": "1d200000", "note": 5, "sexp": [1, 2], "text": "a\ufffdb", "a\ufffdb": 1, '
      + '"float": "nan", "twice": 1, "symbol": "red", "decimal": 90.250, "nothing": null}',
    ]);
  });

  test('hold any values, each as it is or as the type says', async () => {
    await fc.assert(fc.asyncProperty(fc.array(anyValue, { minLength: 1, maxLength: 8 }), async (values) => {
      await expectKept(values);
    }), { numRuns: RUNS });
  });

  test('hold any values of one kind', async () => {
    const kinds = ['bool', 'int', 'decimal', 'float', 'timestamp', 'string', 'blob'] as const;
    const ofOneKind = fc.constantFrom(...kinds).chain((kind) =>
      fc.array(anyValue.filter((value) => value.kind === kind), { minLength: 1, maxLength: 5 }));
    await fc.assert(fc.asyncProperty(ofOneKind, expectKept), { numRuns: RUNS });
  }, 120_000);

  async function expectKept(values: readonly Value[]): Promise<void> {
    const type = typeOf(values);
    expect(await stored(values, READ[type] ?? 'c::text')).toEqual(values.map((value) => expected(type, value)));
  }
});

/** How the database is asked for the values of a column. */
const READ: Partial<Readonly<Record<ColumnType, string>>> = {
  'bytea': "encode(c, 'hex')", 'timestamptz': 'extract(epoch from c)::text', 'date': "to_char(c, 'YYYY-MM-DD')", 'double precision': 'c', 'jsonb': 'jsonb_typeof(c)',
};

/** What the database is to answer, told another way than by the code under test. */
function expected(type: ColumnType, value: Value): unknown {
  if (value.kind === 'null') return null;
  switch (type) {
    case 'boolean': return String((value as Value & { readonly kind: 'bool' }).value);
    case 'bigint': return writeText({ ...value, annotations: [] });
    case 'numeric': return value.kind === 'decimal' ? plainDecimal(value.value) : writeText({ ...value, annotations: [] });
    case 'double precision': return value.kind === 'int' ? Number(value.value) : value.kind === 'float' ? value.value : undefined;
    case 'timestamptz': return value.kind === 'timestamp' ? epoch(value) : undefined;
    case 'date': return value.kind === 'timestamp' ? timestampText(value.value) : undefined;
    case 'text': return value.kind === 'string' || value.kind === 'symbol' ? storableText(value.value) : writeText({ ...value, annotations: [] });
    case 'bytea': return value.kind === 'blob' || value.kind === 'clob' ? Buffer.from(value.value).toString('hex') : undefined;
    case 'jsonb': return jsonType(value);
  }
}

function plainDecimal({ coefficient, exponent }: { readonly coefficient: bigint; readonly exponent: number }): string {
  if (exponent >= 0) return String(coefficient * 10n ** BigInt(exponent));
  const digits = String(coefficient < 0n ? -coefficient : coefficient).padStart(1 - exponent, '0');
  return `${coefficient < 0n ? '-' : ''}${digits.slice(0, exponent)}.${digits.slice(exponent)}`;
}

function epoch(value: Value & { readonly kind: 'timestamp' }): string {
  const micros = BigInt(millisecondsOf({ ...value.value, fraction: '' })) * 1000n + BigInt(value.value.fraction.padEnd(6, '0'));
  const [sign, size] = micros < 0n ? ['-', -micros] : ['', micros];
  return `${sign}${size / 1_000_000n}.${String(size % 1_000_000n).padStart(6, '0')}`;
}

function jsonType(value: Value): string {
  switch (value.kind) {
    case 'bool': return 'boolean';
    case 'list':
    case 'sexp': return 'array';
    case 'struct': return 'object';
    case 'float': return Number.isFinite(value.value) ? 'number' : 'string';
    case 'int': return 'number';
    case 'decimal': return shapeOf(value) === 'huge number' ? 'string' : 'number';
    default: return 'string';
  }
}
