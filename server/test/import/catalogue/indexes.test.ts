import { inBrief, insert, told } from './told-blocks';

const drop = (id: string) => `DROP INDEX "${id}" ON T WITH (purge = true)`;
const withIndexes = (...fields: readonly string[]) => ['CREATE TABLE T', insert('T', 't1'), ...fields.map((field) => `CREATE INDEX ON T (${field})`)];

describe('indexes', () => {
  test('have derived ids, their fields and the block of their creation', () => {
    const { tables, notes } = told(...withIndexes('a', 'b'));
    const [a, b] = tables[0]!.indexes;
    expect([a, b]).toEqual([
      { id: expect.stringMatching(/^[0-9A-Za-z]{22}$/), idIsDerived: true, field: 'a', createdAt: 3 }, { id: expect.any(String), idIsDerived: true, field: 'b', createdAt: 4 },
    ]);
    expect(a!.id).not.toBe(b!.id);
    expect(notes).toEqual([]);
  });

  test('are of the table that was active under the name', () => {
    expect(inBrief(told('CREATE TABLE T', 'CREATE INDEX ON T (a)', 'DROP TABLE T', 'CREATE TABLE T', 'CREATE INDEX ON T (b)'))).toEqual(['-T=?(a)', '+T=?(b)']);
  });

  test('have fields in which case matters', () => {
    expect(inBrief(told(...withIndexes('a', 'A')))).toEqual(['+T=t1(a,A)']);
  });

  test('on a field that has one already change nothing', () => {
    const catalogue = told(...withIndexes('a', 'a'));
    expect(inBrief(catalogue)).toEqual(['+T=t1(a)']);
    expect(catalogue.notes).toEqual(["block 4: CREATE INDEX ON T (a) has no effect: an index on the field 'a' is there already"]);
  });

  test('are dropped where there is only one', () => {
    const catalogue = told(...withIndexes('a'), drop('i'), 'CREATE INDEX ON T (b)');
    expect(inBrief(catalogue)).toEqual(['+T=t1(b)']);
    expect(catalogue.notes).toEqual([]);
  });

  test('are all kept where one of several was dropped and no block says which', () => {
    const catalogue = told(...withIndexes('a', 'b'), drop('i'), 'CREATE INDEX ON T (c)');
    expect(inBrief(catalogue)).toEqual(['+T=t1(a,b,c)']);
    expect(catalogue.notes).toEqual(['block 5: DROP INDEX "i" ON T: no block says on which field that index is; all that it may be are kept: those on a, b']);
  });

  test('are known to be dropped by a later index on their field', () => {
    const catalogue = told(...withIndexes('a', 'b'), drop('i'), 'CREATE INDEX ON T (c)', 'CREATE INDEX ON T (a)');
    expect(catalogue.tables[0]!.indexes).toMatchObject([{ field: 'b', createdAt: 4 }, { field: 'c', createdAt: 6 }, { field: 'a', createdAt: 7 }]);
    expect(catalogue.notes).toEqual([]);
  });

  test('are known to be dropped when all of them were', () => {
    const catalogue = told(...withIndexes('a', 'b', 'c'), drop('i'), drop('j'), drop('k'), 'CREATE INDEX ON T (d)');
    expect(inBrief(catalogue)).toEqual(['+T=t1(d)']);
    expect(catalogue.notes).toEqual([]);
  });

  test('that were made after a drop are not what it dropped', () => {
    const catalogue = told(...withIndexes('a', 'b'), drop('i'), 'CREATE INDEX ON T (c)', 'CREATE INDEX ON T (a)', drop('j'), 'CREATE INDEX ON T (b)');
    expect(inBrief(catalogue)).toEqual(['+T=t1(c,a,b)']);
    expect(catalogue.notes).toEqual([]);
  });

  test.each([
    ['twice', [...withIndexes('a', 'b'), drop('i'), 'CREATE INDEX ON T (a)', drop('i')], '+T=t1(b,a)', 'block 7: DROP INDEX "i" ON T has no effect: the index has been dropped before'],
    ['without an index', [...withIndexes(), drop('i')], '+T=t1()', 'block 3: DROP INDEX "i" ON T has no effect: the table has no index'],
  ])('are not dropped %s', (_, statements, table, note) => {
    const catalogue = told(...statements);
    expect(inBrief(catalogue)).toEqual([table]);
    expect(catalogue.notes).toEqual([note]);
  });

  test('of which far more are there than AWS allows are kept', () => {
    const fields = Array.from({ length: 60 }, (_, n) => `f${n}`);
    const catalogue = told(...withIndexes(...fields), ...Array.from({ length: 30 }, (_, n) => drop(`i${n}`)));
    expect(catalogue.tables[0]!.indexes).toHaveLength(60);
    expect(catalogue.notes).toHaveLength(30);
  });
});
