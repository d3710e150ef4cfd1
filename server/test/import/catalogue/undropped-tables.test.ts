import { catalogueOf, inBrief, insert, told, toldBlocks } from './told-blocks';

describe('UNDROP TABLE', () => {
  test('brings back the table whose id is known', () => {
    const catalogue = told('CREATE TABLE T', insert('T', 't1'), 'CREATE INDEX ON T (a)', 'DROP TABLE T', 'CREATE TABLE U', 'DROP TABLE U', 'UNDROP TABLE "t1"');
    expect(catalogue).toMatchObject({ tables: [{ id: 't1', active: true, changedAt: 7, indexes: [{ field: 'a' }] }, { name: 'U', active: false }], notes: [] });
  });

  test('gives its id to the only table that it can be', () => {
    expect(inBrief(told('CREATE TABLE T', 'CREATE INDEX ON T (a)', 'DROP TABLE T', 'UNDROP TABLE "t1"'))).toEqual(['+T=t1(a)']);
  });

  test('is about the table whose documents have the id, later in the journal', () => {
    const catalogue = told('CREATE TABLE A', 'CREATE TABLE B', 'DROP TABLE A', 'DROP TABLE B', 'UNDROP TABLE "a1"', insert('A', 'a1'));
    expect(inBrief(catalogue)).toEqual(['+A=a1()', '-B=?()']);
    expect(catalogue.notes).toEqual([]);
  });

  test('is not about a table of another name than that of the documents', () => {
    const catalogue = told('CREATE TABLE A', 'DROP TABLE A', 'UNDROP TABLE "b1"', 'CREATE TABLE B', insert('B', 'b1'));
    expect(inBrief(catalogue)).toEqual(['-A=?()', '+B=b1()']);
    expect(catalogue.notes).toEqual(['block 3: UNDROP TABLE "b1" has no effect: no table with that id is known']);
  });

  test('is about the table that later statements need', () => {
    const catalogue = told('CREATE TABLE A', 'CREATE TABLE B', 'DROP TABLE A', 'DROP TABLE B', 'UNDROP TABLE "x"', 'CREATE INDEX ON A (f)');
    expect(inBrief(catalogue)).toEqual(['+A=x(f)', '-B=?()']);
    expect(catalogue.notes).toEqual([]);
  });

  test('is not about the table that was created anew later', () => {
    const catalogue = told('CREATE TABLE A', 'CREATE TABLE B', 'DROP TABLE A', 'DROP TABLE B', 'UNDROP TABLE "x"', 'CREATE TABLE B', 'DROP TABLE B');
    expect(inBrief(catalogue)).toEqual(['+A=x()', '-B=?()', '-B=?()']);
    expect(catalogue.notes).toEqual([]);
  });

  test('of one of several tables takes that which was dropped last, and says so', () => {
    const catalogue = told('CREATE TABLE A', 'CREATE TABLE B', 'DROP TABLE B', 'DROP TABLE A', 'UNDROP TABLE "x"');
    expect(inBrief(catalogue)).toEqual(['+A=x()', '-B=?()']);
    expect(catalogue.notes).toEqual([
      'block 5: UNDROP TABLE "x": no block says which table has that id; taken for A, dropped in block 4, as well possible: B, dropped in block 3',
    ]);
  });

  test('says so of two tables that were alike: of one name, dropped in one block', () => {
    const catalogue = catalogueOf(toldBlocks([
      ["CREATE TABLE T WITH (aws_tags = `{'stage': 'test'}`)", 'DROP TABLE T', 'CREATE TABLE T', 'DROP TABLE T'], ['UNDROP TABLE "x"'],
    ]));
    expect(inBrief(catalogue)).toEqual(['-T=?()', '+T=x()']);
    expect(catalogue.notes).toEqual([
      'block 2: UNDROP TABLE "x": no block says which table has that id; taken for T, dropped in block 1, as well possible: T, dropped in block 1',
    ]);
  });

  test('of all of several tables leaves open only which one is which', () => {
    const catalogue = told('CREATE TABLE A', 'CREATE TABLE B', 'DROP TABLE B', 'DROP TABLE A', 'UNDROP TABLE "x"', 'UNDROP TABLE "y"');
    expect(inBrief(catalogue)).toEqual(['+A=x()', '+B=y()']);
    expect(catalogue.notes).toHaveLength(2);
  });

  test('of one of several tables of a name is about one whose indexes fit', () => {
    const catalogue = told(
      'CREATE TABLE T', 'CREATE INDEX ON T (a)', 'DROP TABLE T', 'CREATE TABLE T', 'CREATE INDEX ON T (b)', 'DROP TABLE T', 'UNDROP TABLE "x"', insert('T', 'x'),
      'CREATE INDEX ON T (b)');
    expect(inBrief(catalogue)).toEqual(['+T=x(a,b)', '-T=?(b)']);
    expect(catalogue.notes).toEqual([]);
  });

  test('fails where a table of the name is active', () => {
    const catalogue = told('CREATE TABLE T', insert('T', 't1'), 'DROP TABLE T', 'CREATE TABLE T', 'UNDROP TABLE "t1"');
    expect(inBrief(catalogue)).toEqual(['-T=t1()', '+T=?()']);
    expect(catalogue.notes).toEqual(['block 5: UNDROP TABLE "t1" has no effect: another table T is active']);
  });

  test('is about the table that later statements need, where four of them have dozens of meanings together', () => {
    const catalogue = catalogueOf(toldBlocks([
      ['CREATE TABLE A', 'CREATE TABLE B', 'CREATE TABLE a', 'CREATE TABLE C', 'DROP TABLE B', 'CREATE TABLE B', 'DROP TABLE a', 'DROP TABLE B', 'UNDROP TABLE "b2"', 'DROP TABLE C'],
      ['DROP TABLE A', 'DROP TABLE B', 'UNDROP TABLE "a1"', 'DROP TABLE a'],
      ['CREATE TABLE a', 'UNDROP TABLE "b1"'],
      ['UNDROP TABLE "c1"', 'DROP TABLE B', 'CREATE TABLE A'],
    ]));
    // Which of the ids are B's and C's is open.
    expect(catalogue.tables.filter(({ active }) => active).map(({ name }) => name)).toEqual(['C', 'a', 'A']);
    expect(catalogue.notes.join('\n')).not.toContain('has no effect');
  });

  test('of very many tables is decided in time, and what was not looked at is said', () => {
    const names = Array.from({ length: 200 }, (_, n) => `T${n}`);
    const statements = [...names.map((name) => `CREATE TABLE ${name}`), ...names.map((name) => `DROP TABLE ${name}`), ...names.map((name) => `UNDROP TABLE "${name}"`)];
    const { tables, notes } = told(...statements);
    expect(tables).toHaveLength(200);
    expect(tables.every(({ active, idIsDerived }) => active && !idIsDerived)).toBe(true);
    expect(notes[0]).toMatch(/^block 401: from here on there are more ways to understand the journal than were looked at/);
  });
});
