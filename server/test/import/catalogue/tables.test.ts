import { catalogueOf, inBrief, insert, told, toldBlocks } from './told-blocks';

const DERIVED = /^[0-9A-Za-z]{22}$/;

describe('tables of a journal that is there from its beginning', () => {
  test('have the id that the blocks of their documents have, wherever in the journal', () => {
    const catalogue = told('CREATE TABLE Person', 'CREATE TABLE Car', 'SELECT * FROM Person', insert('Car', 'car1'), insert('Person', 'person1'));
    expect(catalogue).toEqual({
      tables: [
        { id: 'person1', idIsDerived: false, name: 'Person', active: true, tags: new Map(), changedAt: 1, indexes: [] },
        { id: 'car1', idIsDerived: false, name: 'Car', active: true, tags: new Map(), changedAt: 2, indexes: [] },
      ],
      notes: [],
    });
  });

  test('have a derived id when nothing was ever written to them, the same each time and another one elsewhere', () => {
    const first = told('CREATE TABLE Person');
    expect(first).toMatchObject({ tables: [{ id: expect.stringMatching(DERIVED), idIsDerived: true, name: 'Person' }], notes: [] });
    expect(told('CREATE TABLE Person')).toEqual(first);
    const others = told('CREATE TABLE Car', 'CREATE TABLE Person', 'DROP TABLE Person', 'CREATE TABLE Person').tables.map(({ id }) => id);
    expect(new Set([...others, first.tables[0]!.id]).size).toBe(4);
  });

  test('are two tables when one was dropped and another one created under its name', () => {
    const catalogue = told('CREATE TABLE T', insert('T', 'one'), 'DROP TABLE T', 'CREATE TABLE T', insert('T', 'two'));
    expect(inBrief(catalogue)).toEqual(['-T=one()', '+T=two()']);
    expect(catalogue.tables.map(({ changedAt }) => changedAt)).toEqual([3, 4]);
  });

  test('of which the first one was never written to do not get the id of the second', () => {
    expect(inBrief(told('CREATE TABLE T', 'DROP TABLE T', 'CREATE TABLE T', insert('T', 'two')))).toEqual(['-T=?()', '+T=two()']);
  });

  test('keep the tags of their creation', () => {
    const { tables } = told("CREATE TABLE T WITH (aws_tags = `{'stage': 'test', 'owner': 'me'}`)", 'DROP TABLE T', 'UNDROP TABLE "t1"');
    expect(tables).toMatchObject([{ id: 't1', active: true, tags: new Map([['stage', 'test'], ['owner', 'me']]), changedAt: 3 }]);
  });

  test('have names in which case matters', () => {
    expect(inBrief(told('create table person', 'Create Table Person', 'drop table Person', insert('person', 'small')))).toEqual(['+person=small()', '-Person=?()']);
  });

  test('are found behind comments and blanks, and in double quotes', () => {
    expect(inBrief(told('\n /* a * b */-- c\n CREATE TABLE "Person"; ', '--x\r\nDROP/**/TABLE Person'))).toEqual(['-Person=?()']);
  });

  test('are not made by what only looks like a statement about tables', () => {
    const statements = ['-- CREATE TABLE a', '/* CREATE TABLE b', 'SELECT "CREATE TABLE c" FROM d', 'createTable(e)', 'drop_table', 'undrop$ "f"', ''];
    expect(told(...statements)).toEqual({ tables: [], notes: [] });
  });

  test('change within one block in the order of its statements', () => {
    const [block] = toldBlocks([[
      'CREATE TABLE T', insert('T', 'one'), 'CREATE INDEX ON T (a)', 'DROP TABLE T', 'CREATE TABLE T', insert('T', 'two'), 'CREATE INDEX ON T (b)', 'DROP TABLE T',
      'UNDROP TABLE "one"', insert('T', 'one'),
    ]]);
    const catalogue = catalogueOf([block!]);
    expect(inBrief(catalogue)).toEqual(['+T=one(a)', '-T=two(b)']);
    expect(catalogue.notes).toEqual([]);
  });

  test.each([
    ['CREATE TABLE T', 'CREATE TABLE T has no effect: the table is there since block 1'],
    ['DROP TABLE U', 'DROP TABLE U has no effect: there is no active table of that name'],
    ['DROP TABLE t', 'DROP TABLE t has no effect: there is no active table of that name'],
    ['CREATE INDEX ON U (a)', 'CREATE INDEX ON U (a) has no effect: there is no active table of that name'],
    ['DROP INDEX "i" ON U WITH (purge = true)', 'DROP INDEX "i" ON U has no effect: there is no active table of that name'],
    ['UNDROP TABLE "t1"', 'UNDROP TABLE "t1" has no effect: the table is active'],
    ['UNDROP TABLE "x"', 'UNDROP TABLE "x" has no effect: no table with that id is known'],
    ['CREATE TABLE "a b"', 'CREATE TABLE a b has no effect: no table can have that name'],
    ['CREATE TABLE _ql_committed_T', 'CREATE TABLE _ql_committed_T has no effect: no table can have that name'],
  ])('are not changed by a statement that failed: %s', (statement, note) => {
    const catalogue = told('CREATE TABLE T', insert('T', 't1'), statement);
    expect(inBrief(catalogue)).toEqual(['+T=t1()']);
    expect(catalogue.notes).toEqual([`block 3: ${note}`]);
  });

  test('are not changed by a statement that nobody understands, which is noted', () => {
    const catalogue = told('CREATE TABLE T', 'DROP   TABLE\nT CASCADE', 'CREATE UNIQUE INDEX ON T (a)', `CREATE TABLE ${'x'.repeat(200_000)}`);
    expect(inBrief(catalogue)).toEqual(['+T=?()']);
    expect(catalogue.notes).toEqual([
      expect.stringMatching(/^block 2: a statement about tables or indexes is not understood and not followed: DROP TABLE T CASCADE \(Parser Error: at line 2, column 3: /),
      expect.stringMatching(/^block 3: .*CREATE UNIQUE INDEX/),
      expect.stringMatching(/^block 4: .{0,300}$/),
    ]);
  });

  test('are there when a statement about them is not understood, but others need them', () => {
    const { tables, notes } = told('CREATE TABLE T (a int)', 'CREATE INDEX ON T (a)', 'CREATE INDEX ON U (a)', insert('T', 't1'));
    expect(tables).toMatchObject([{ id: 't1', name: 'T', active: true, changedAt: 2, indexes: [{ field: 'a' }] }]);
    expect(notes).toEqual([
      expect.stringContaining('block 1: a statement about tables'),
      'block 2: the table T is there although no statement that is understood creates it: its tags and its earlier indexes are not known',
      'block 3: CREATE INDEX ON U (a) has no effect: there is no active table of that name',
    ]);
  });
});

describe('documents say more than statements', () => {
  test('of a table that nothing created', () => {
    const { tables, notes } = told('SELECT 1', insert('T', 't1'));
    expect(tables).toMatchObject([{ id: 't1', idIsDerived: false, name: 'T', active: true, changedAt: 2 }]);
    expect(notes).toEqual([expect.stringContaining('block 2: the table T is there although')]);
  });

  test('of a table that had been dropped', () => {
    const catalogue = told('CREATE TABLE T', insert('T', 't1'), 'DROP TABLE T', insert('T', 't1'));
    expect(inBrief(catalogue)).toEqual(['+T=t1()']);
    expect(catalogue.notes).toEqual(['block 4: the table T with the id t1, dropped in block 3, counts as active: a document is written to it']);
  });

  test('of another table of the name, so that never two are active', () => {
    const catalogue = told('CREATE TABLE T', insert('T', 't1'), insert('T', 't2'), 'CREATE TABLE T');
    expect(inBrief(catalogue)).toEqual(['-T=t1()', '+T=t2()']);
    expect(catalogue.notes).toEqual([
      'block 3: the table T with the id t1 counts as dropped: a document is written to another one of its name, with the id t2',
      expect.stringContaining('block 3: the table T is there although'),
      'block 4: CREATE TABLE T has no effect: the table is there since block 3',
    ]);
  });

  test('of a dropped table while one of its name is there that has no id yet', () => {
    const catalogue = told('CREATE TABLE T', insert('T', 't1'), 'DROP TABLE T', 'CREATE TABLE T', insert('T', 't1'));
    expect(inBrief(catalogue)).toEqual(['+T=t1()', '-T=?()']);
    expect(catalogue.notes).toHaveLength(2);
  });

  test('but not that a table has two names', () => {
    const catalogue = told('CREATE TABLE T', insert('T', 't1'), insert('U', 't1'));
    expect(inBrief(catalogue)).toEqual(['+T=t1()']);
    expect(catalogue.notes).toEqual(['block 3: a document is said to be of the table U with the id t1, but T has that id; taken to be of T']);
  });
});
