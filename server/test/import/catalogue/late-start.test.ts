import { inBrief, insert, toldLate } from './told-blocks';

const earlier = (at: number, name: string) =>
  `block ${at}: the table ${name} was there before block 100, with which the journal begins here: its tags and its earlier indexes are in no block`;

describe('a journal that begins later', () => {
  test('has tables that were there before: those of documents', () => {
    const catalogue = toldLate('SELECT 1', insert('T', 't1'), insert('T', 't1'));
    expect(catalogue).toEqual({
      tables: [{ id: 't1', idIsDerived: false, name: 'T', active: true, tags: new Map(), changedAt: 100, indexes: [] }], notes: [earlier(101, 'T')],
    });
  });

  test('has tables that were there before: those of statements', () => {
    const catalogue = toldLate('CREATE INDEX ON T (a)', 'DROP INDEX "i" ON U WITH (purge = true)', 'DROP TABLE V', insert('T', 't1'));
    expect(inBrief(catalogue)).toEqual(['+T=t1(a)', '+U=?()', '-V=?()']);
    expect(catalogue.tables.map(({ changedAt }) => changedAt)).toEqual([100, 100, 102]);
    expect(catalogue.notes).toEqual([earlier(100, 'T'), earlier(101, 'U'), earlier(102, 'V')]);
  });

  test('has a table that was there before once: what is told of a name holds on', () => {
    const catalogue = toldLate(insert('T', 't1'), 'DROP TABLE T', 'DROP TABLE T', 'CREATE TABLE T');
    expect(inBrief(catalogue)).toEqual(['-T=t1()', '+T=?()']);
    expect(catalogue.notes).toEqual([earlier(100, 'T'), 'block 102: DROP TABLE T has no effect: there is no active table of that name']);
  });

  test('may have indexes of which it does not know: one that was dropped may be one of those', () => {
    const catalogue = toldLate('CREATE INDEX ON T (a)', 'DROP INDEX "i" ON T WITH (purge = true)');
    expect(inBrief(catalogue)).toEqual(['+T=?(a)']);
    expect(catalogue.notes).toEqual([earlier(100, 'T'), expect.stringContaining('block 101: DROP INDEX "i" ON T: no block says')]);
  });

  test('brings back a table that was dropped before, by the name that its documents have', () => {
    const catalogue = toldLate('CREATE TABLE U', 'UNDROP TABLE "t1"', insert('T', 't1'));
    expect(inBrief(catalogue)).toEqual(['+U=?()', '+T=t1()']);
    expect(catalogue.tables[1]!.changedAt).toBe(101);
  });

  test('cannot bring back a table of which no block has the name', () => {
    const catalogue = toldLate('UNDROP TABLE "t1"');
    expect(catalogue).toEqual({ tables: [], notes: ['block 100: UNDROP TABLE "t1" is about a table of which no block has the name: it is not there'] });
  });

  test('takes a table that it saw dropped for one that is brought back, unless later blocks speak against it', () => {
    const likely = toldLate('DROP TABLE T', 'UNDROP TABLE "x"');
    expect(inBrief(likely)).toEqual(['+T=x()']);
    expect(likely.notes).toEqual([
      earlier(100, 'T'), 'block 101: UNDROP TABLE "x" is taken to be about T, dropped in block 100; it may have been about a table dropped before block 100',
    ]);
    expect(inBrief(toldLate('DROP TABLE T', 'UNDROP TABLE "x"', 'CREATE TABLE T', insert('T', 't2')))).toEqual(['-T=?()', '+T=t2()']);
  });
});
