import * as fc from 'fast-check';
import { bytesLiteral, identifier, storableText, textLiteral } from '../../src/to-sql/literal';
import { MAX_NAME_BYTES, Names } from '../../src/to-sql/names';
import { anyText, RUNS } from '../ion/arbitraries';
import { ENGINES } from '../support/engines';
import { openSqlDatabase, type SqlDatabase } from '../support/sql-databases';

const HOSTILE = [
  '', "'", "''", '\\', "\\'", "'; DROP SCHEMA public CASCADE; --", '$$', '$1', ':name', '?', '"', '""', '/* ', '*/', '\n', '\r\n', '\t', '\u0000', 'a\u0000b', '\u001a',
  '\\x41', '\\u0041', 'E\'', '\ud800', '\udc00', '\udc00\ud800', '\ud83d\ude00', '\u2028', '\ufeff', 'x'.repeat(63), 'x'.repeat(64), 'ü'.repeat(32),
  '\ud83d\ude00'.repeat(16), `${'x'.repeat(62)}ü`, 'ctid', 'xmin', 'pg_catalog', 'select', 'null', '\\.', '\u007f', '\u0085',
];

const hex = (text: string): string => Buffer.from(text).toString('hex');

/** All of UTF-16, halves of surrogate pairs and NUL included. */
const anyUnit = fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0xd7ff, max: 0xe000 }));
const anyUnits = fc.array(anyUnit, { maxLength: 90 })
  .map((units) => String.fromCharCode(...units));
const anything = fc.oneof(anyText, anyUnits, fc.constantFrom(...HOSTILE), fc.array(fc.constantFrom(...HOSTILE), { maxLength: 5 }).map((parts) => parts.join('')));
const anyTexts = fc.array(anything, { minLength: 1, maxLength: 30 });

describe.each(ENGINES)('literals and names in SQL on %s', (engine) => {
  let database: SqlDatabase;
  beforeAll(async () => {
    database = await openSqlDatabase(engine);
  });
  afterAll(() => database.close());

  const values = async (expressions: readonly string[]) =>
    Object.values((await database.rows(`select ${expressions.map((expression, n) => `${expression} as c${n}`).join(', ')}`))[0] ?? {});

  test.each(['on', 'off'])('a text is the same when it is read, on one line, with standard_conforming_strings %s', async (setting) => {
    await database.rows(`set standard_conforming_strings = ${setting}`);
    await fc.assert(fc.asyncProperty(anyTexts, async (texts) => {
      const literals = texts.map(textLiteral);
      expect(literals.filter((literal) => /[\n\r]/.test(literal))).toEqual([]);
      // As bytes: PGlite's client drops a byte order mark.
      expect(await values(literals.map((literal) => `encode(convert_to(${literal}, 'UTF8'), 'hex')`))).toEqual(texts.map((text) => hex(storableText(text))));
    }), { numRuns: RUNS, examples: [[HOSTILE]] });
    await database.rows('reset standard_conforming_strings');
  });

  test('bytes are the same when they are read', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 20 }), async (all) => {
      const read = await values(all.map((bytes) => `${bytesLiteral(bytes)}::bytea`));
      expect(read.map((bytes) => Buffer.from(bytes as Uint8Array).toString('hex'))).toEqual(all.map((bytes) => Buffer.from(bytes).toString('hex')));
    }), { numRuns: RUNS });
  });

  test('any names become as many columns, of which each is found under its own', async () => {
    let table = 0;
    await fc.assert(fc.asyncProperty(anyTexts, async (texts) => {
      table += 1;
      const names = new Names(new Set(['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid'])).take(texts);
      await database.load(`begin; create table t${table} (${names.map((name) => `${identifier(name)} text`).join(', ')});`);
      const found = await database.rows<{ readonly attname: string }>(
        `select encode(convert_to(attname, 'UTF8'), 'hex') as attname from pg_attribute where attrelid = 't${table}'::regclass and attnum > 0 order by attnum`);
      await database.load('rollback');
      expect(found.map(({ attname }) => attname)).toEqual(names.map(hex));
    }), { numRuns: RUNS, examples: [[HOSTILE]] });
  });
});

describe('names', () => {
  test('that can be kept are kept, whatever comes before them', () => {
    const long = 'x'.repeat(70);
    const cut = 'x'.repeat(MAX_NAME_BYTES);
    expect(new Names().take(['a', long, cut, 'a', 'A', '', '_', 'a_2'])).toEqual(['a', `${'x'.repeat(61)}_2`, cut, 'a_3', 'A', '__2', '_', 'a_2']);
  });

  test('that are reserved get an underscore, and a number where that is taken too', () => {
    const names = new Names(new Set(['ctid']));
    expect([...names.take(['ctid', 'ctid_']), ...names.take(['ctid'])]).toEqual(['ctid__2', 'ctid_', 'ctid__3']);
    expect(new Names(new Set(['ctid'])).take(['ctid'])).toEqual(['ctid_']);
  });

  test('are cut between characters', () => {
    expect(new Names().take([`${'x'.repeat(62)}ü`, '\ud83d\ude00'.repeat(16)])).toEqual(['x'.repeat(62), '\ud83d\ude00'.repeat(15)]);
  });
});
