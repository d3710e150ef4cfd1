import fc from 'fast-check';
import { Ledger, changed } from './run';

describe('SET', () => {
  test.each([
    ['{a:1,b:2}', 'UPDATE t SET a = 3', '{a:3,b:2}'],
    ['{a:1,b:2}', 'UPDATE t AS v SET v.a = v.b, v.b = v.a', '{a:2,b:1}'],
    ['{a:1}', 'UPDATE t v SET v.b.c = v.a + 1', '{a:1,b:{c:2}}'],
    ['{a:1}', 'FROM t AS v SET v.b = {}, v.b.c = 2, v.b.d = v.b.c', '{a:1,b:{c:2}}'],
    ['{a:[1,2]}', 'FROM t AS v SET v.a[1] = 3, a[0] = 2', '{a:[2,3]}'],
    ['{a:{b:1}}', "UPDATE t SET a['b'] = 2", '{a:{b:2}}'],
    ['{a:1}', "UPDATE t AS v SET v = {'b': v.a}", '{b:1}'],
    ['{a:1}', "UPDATE t SET t = {'b': 2}, c = 3", '{b:2,c:3}'],
    ['{a:1,b:2}', 'UPDATE t SET a = MISSING', '{b:2}'],
    ['{a:1}', 'UPDATE t SET b.c = MISSING', '{a:1}'],
    ['{a:1}', 'UPDATE t SET b = << 1, 2 >>', '{a:1,b:[1,2]}'],
    ['{a:1}', "UPDATE t SET b = {'c': v.nothing, 'd': [MISSING, 1]}", '{a:1,b:{d:[null,1]}}'],
    ['{a:1}', 'UPDATE t AS v BY id SET v.id = id', '{a:1,id:"Doc0000000000000000002"}'],
    ['{a:1}', "UPDATE t SET \"a\" = 'x', \"select\" = 2", '{a:"x",select:2}'],
    ['{t:1}', 'UPDATE t AS v SET t = 2', '{t:2}'],
  ])('%s: %s', async (document, statement, expected) => {
    expect(await changed(document, statement)).toBe(expected);
  });

  test.each([
    ['{a:1}', 'UPDATE t AS v SET v = 1', 'Evaluator Error: at line 1, column 19: a document must be a struct; received a value of type int'],
    ['{a:1}', 'UPDATE t AS v SET v = MISSING', 'Evaluator Error: at line 1, column 19: a document cannot be set to MISSING: write REMOVE'],
    ['{a:[1]}', 'UPDATE t SET a[0] = MISSING', 'an element of a list cannot be set to MISSING: write REMOVE'],
    ['{a:[1]}', 'UPDATE t SET b = 1,\n a[1] = 2', "Evaluator Error: at line 2, column 2: 'a' has 1 elements and none at 1"],
    ['{a:[1]}', 'UPDATE t SET a[1.5] = 2', 'what is changed stands behind an integer or a string in brackets; received decimal'],
    ['{a:1}', 'UPDATE t AS v BY id SET id = 2', "Semantic Error: at line 1, column 25: 'id' is no part of a document of the table and cannot be changed"],
    ['{a:1}', 'UPDATE u SET a = 2', "Semantic Error: at line 1, column 8: No such variable named 'u'"],
    ['{a:1}', 'UPDATE _ql_committed_t AS v SET v.data.a = 2', 'only the documents of a table can be changed'],
    ['{a:1}', 'FROM history(t) AS h SET h.a = 2', 'only the documents of a table can be changed'],
    ['{a:1}', 'UPDATE information_schema.user_tables SET name = 2', 'only the documents of a table can be changed'],
    ['{a:1}', "FROM << {'a': 1} >> AS v SET v.a = 2", 'only the documents of a table can be changed'],
    ['{a:1}', 'FROM t AS v, t AS w SET v.a = 2', "a statement can only change one table: 't' is another one"],
    ['{a:1}', 'FROM t AS v, [1, 2] AS w SET w = 2', "'w' is no part of a document of the table and cannot be changed"],
    ['{a:[1]}', 'FROM t AS v, v.a AS w SET nobody = 2', "Semantic Error: at line 1, column 27: No such variable named 'nobody'"],
  ])('%s: %s is refused, and nothing is changed', async (document, statement, message) => {
    const ledger = new Ledger({ t: [document] });
    await expect(ledger.run(statement)).rejects.toThrow(message);
    expect(ledger.documents('t')).toEqual([document]);
  });

  test('changes the documents that the condition selects, and answers with their ids, once for each assignment', async () => {
    const ledger = new Ledger({ t: ['{a:1}', '{a:2}', '{a:3}'] });
    const [, second, third] = ledger.ids('t');
    const rows = await ledger.run('UPDATE t SET a = a + ?, b = ? WHERE a > 1', '10', 'true');
    expect(rows).toEqual([second, second, third, third].map((id) => `{documentId:"${id}"}`));
    expect(ledger.documents('t')).toEqual(['{a:1}', '{a:12,b:true}', '{a:13,b:true}']);
    expect(ledger.writeIos).toBe(2);
  });

  test('answers with no rows where the condition selects no document', async () => {
    const ledger = new Ledger({ t: ['{a:1}'] });
    expect(await ledger.run('UPDATE t SET a = 2 WHERE a = 5')).toEqual([]);
    expect(ledger.writeIos).toBe(0);
  });

  test('finds the documents by an index or an id, without a scan', async () => {
    const ledger = new Ledger({ t: ['{a:1}', '{a:2}'] }, ['a']);
    await ledger.run('UPDATE t SET b = 1 WHERE a = ?', '2');
    await ledger.run('UPDATE t AS v BY id SET v.b = 2 WHERE id = ?', `"${ledger.ids('t')[0]}"`);
    expect(ledger.documents('t')).toEqual(['{a:1,b:2}', '{a:2,b:1}']);
    expect(ledger.data.rowsScanned).toBe(0);
  });

  test('does not see what it changes itself', async () => {
    const ledger = new Ledger({ t: ['{a:1}', '{a:2}', '{a:3}'] });
    await ledger.run('UPDATE t SET a = 0 + (SELECT COUNT(*) FROM t AS u WHERE u.a > 1)');
    expect(ledger.documents('t')).toEqual(['{a:2}', '{a:2}', '{a:2}']);
  });
});

describe('INSERT INTO a part of a document', () => {
  test.each([
    ['{a:[1,2]}', 'FROM t AS v INSERT INTO v.a VALUE 3', '{a:[1,2,3]}'],
    ['{a:[1,2]}', 'FROM t AS v INSERT INTO v.a VALUE v.a[1] AT 0', '{a:[2,1,2]}'],
    ['{a:[1,2]}', 'UPDATE t INSERT INTO a VALUE 9 AT 1 WHERE a[0] = 1', '{a:[1,9,2]}'],
    ['{a:[]}', 'FROM t AS v INSERT INTO v.a VALUE 1 INSERT INTO v.a VALUE 2', '{a:[1,2]}'],
    ['{a:1}', "FROM t AS v INSERT INTO v VALUE << 2 >> AT 'b'", '{a:1,b:[2]}'],
    ['{a:{}}', "FROM t AS v INSERT INTO v.a VALUE {'c': 1} AT 'b'", '{a:{b:{c:1}}}'],
  ])('%s: %s', async (document, statement, expected) => {
    expect(await changed(document, statement)).toBe(expected);
  });

  test.each([
    ['{a:1}', "FROM t AS v INSERT INTO v VALUE 2 AT 'a'", "Evaluator Error: at line 1, column 13: the field 'a' is there already: write SET to change it"],
    ['{a:[1]}', 'FROM t AS v INSERT INTO v.a VALUE MISSING', 'MISSING cannot be inserted'],
    ['{a:[1]}', 'FROM t AS v INSERT INTO v.a VALUE 2 AT 3', 'AT 3 is outside of the list'],
  ])('%s: %s is refused', async (document, statement, message) => {
    await expect(changed(document, statement)).rejects.toThrow(message);
  });
});

describe('REMOVE and DELETE', () => {
  test.each([
    ['{a:1,b:2}', 'FROM t AS v REMOVE v.a', '{b:2}'],
    ['{a:1,b:2}', 'UPDATE t REMOVE a WHERE b = 2', '{b:2}'],
    ['{a:[1,2,3]}', 'FROM t AS v REMOVE v.a[0] REMOVE v.a[0]', '{a:[3]}'],
    ['{a:1}', 'FROM t AS v REMOVE v.nothing', '{a:1}'],
    ['{a:1,b:2}', 'UPDATE t SET c = b REMOVE b', '{a:1,c:2}'],
    ['{a:1}', 'FROM t AS v REMOVE v', ''],
    ['{a:1}', 'UPDATE t REMOVE t', ''],
    ['{a:1}', 'DELETE FROM t', ''],
    ['{a:1}', 'DELETE FROM t AS v BY id WHERE id = v.id', '{a:1}'],
  ])('%s: %s', async (document, statement, expected) => {
    expect(await changed(document, statement)).toBe(expected);
  });

  test('answers with the ids of the documents that are gone', async () => {
    const ledger = new Ledger({ t: ['{a:1}', '{a:2}', '{a:1}'] });
    const [first, second, third] = ledger.ids('t');
    expect(await ledger.run('DELETE FROM t WHERE a = 1')).toEqual([first, third].map((id) => `{documentId:"${id}"}`));
    expect(ledger.ids('t')).toEqual([second]);
    expect(await ledger.run('SELECT * FROM t')).toEqual(['{a:2}']);
  });

  test('a document that is gone cannot be changed any more', async () => {
    await expect(changed('{a:1}', 'FROM t AS v REMOVE v SET v.a = 2')).rejects.toThrow("'v' has been removed by this statement and cannot be changed any more");
  });
});

describe('collections nested in documents', () => {
  const order = '{items:[{sku:"a",n:1},{sku:"b",n:2},{sku:"c",n:3}]}';

  test.each([
    ["FROM t AS v, v.items AS x WHERE x.sku = 'b' SET x.n = 20", '{items:[{sku:"a",n:1},{sku:"b",n:20},{sku:"c",n:3}]}'],
    ['FROM t AS v, v.items AS x SET x.n = x.n * 2, x.total = x.n', '{items:[{sku:"a",n:2,total:1},{sku:"b",n:4,total:2},{sku:"c",n:6,total:3}]}'],
    ['FROM t AS v, v.items AS x AT i WHERE i > 0 SET x = x.sku', '{items:[{sku:"a",n:1},"b","c"]}'],
    ['FROM t AS v, v.items AS x WHERE x.n <> 2 REMOVE x', '{items:[{sku:"b",n:2}]}'],
    ['FROM t AS v, v.items AS x REMOVE x', '{items:[]}'],
    ['FROM t AS v, v.items AS x WHERE x.n = 2 INSERT INTO v.items VALUE x.sku AT 0', '{items:["b",{sku:"a",n:1},{sku:"b",n:2},{sku:"c",n:3}]}'],
    ['FROM t AS v, v.items AS x INSERT INTO v.items VALUE x.n AT 0 SET x.done = true',
      '{items:[3,2,1,{sku:"a",n:1,done:true},{sku:"b",n:2,done:true},{sku:"c",n:3,done:true}]}'],
    ['FROM t AS v, v.items AS x SET v.last = x.sku', '{items:[{sku:"a",n:1},{sku:"b",n:2},{sku:"c",n:3}],last:"c"}'],
    ['FROM t AS v, v.items AS x WHERE x.n < 3 REMOVE v.items[0]', '{items:[{sku:"c",n:3}]}'],
    ['FROM t AS v, v.items AS x REMOVE v', ''],
  ])('%s', async (statement, expected) => {
    expect(await changed(order, statement)).toBe(expected);
  });

  test('several levels deep, and fields of structs', async () => {
    expect(await changed('{a:[{b:[1,2]},{b:[3,4]}]}', 'FROM t AS v, v.a AS x, x.b AS y WHERE y IN (1, 4) REMOVE y')).toBe('{a:[{b:[2]},{b:[3]}]}');
    expect(await changed('{a:[{b:[1,2]},{b:[3]}]}', 'FROM t AS v, v.a AS x, x.b AS y WHERE y < 3 REMOVE x')).toBe('{a:[{b:[3]}]}');
    expect(await changed('{a:{k:1,l:2}}', "FROM t AS v, UNPIVOT v.a AS x AT k WHERE k = 'l' SET x = 3")).toBe('{a:{k:1,l:3}}');
    expect(await changed('{a:{b:1}}', 'FROM t AS v, v.a AS x SET x.c = 2')).toBe('{a:{b:1,c:2}}');
  });

  test('answers with the id of the document once for each modification, however many elements it changes', async () => {
    const ledger = new Ledger({ t: [order, '{items:[]}'] });
    expect(await ledger.run('FROM t AS v, v.items AS x SET x.n = 0')).toEqual([`{documentId:"${ledger.ids('t')[0]}"}`]);
    expect(ledger.writeIos).toBe(1);
  });

  test('an element that is gone cannot be changed any more', async () => {
    await expect(changed('{a:[{b:[1,2]}]}', 'FROM t AS v, v.a AS x, x.b AS y SET x.c = y REMOVE x'))
      .rejects.toThrow("'x' has been removed by this statement and cannot be changed any more");
  });

  test('of any sizes: removing and marking elements means the elements that the condition selected', async () => {
    const elements = fc.array(fc.record({ gone: fc.boolean(), mark: fc.boolean() }), { maxLength: 8 });
    await fc.assert(fc.asyncProperty(elements, async (plan) => {
      const document = `{a:[${plan.map(({ gone, mark }, id) => `{id:${id},gone:${gone},mark:${mark}}`).join(',')}]}`;
      const ledger = new Ledger({ t: [document] });
      await ledger.run('FROM t AS v, v.a AS x WHERE x.gone REMOVE x');
      const left = plan.flatMap(({ gone, mark }, id) => gone ? [] : [`{id:${id},gone:false,mark:${mark}}`]);
      expect(ledger.documents('t')).toEqual([`{a:[${left.join(',')}]}`]);
      await ledger.run('FROM t AS v, v.a AS x WHERE x.mark INSERT INTO v.a VALUE 0 AT 0 SET x.marked = x.id');
      const marked = plan.flatMap(({ gone, mark }, id) => gone ? [] : [`{id:${id},gone:false,mark:${mark}${mark ? `,marked:${id}` : ''}}`]);
      const zeros = plan.filter(({ gone, mark }) => mark && !gone).map(() => '0');
      expect(ledger.documents('t')).toEqual([`{a:[${[...zeros, ...marked].join(',')}]}`]);
    }), { numRuns: 60 });
  });
});
