import { DriverLedger, texts } from './driver-ledger';
import { failure } from '../support/clients';

const DOCUMENTS = [{ vin: 'A', year: 2011, owners: { first: 'p1', others: ['p2'] } }, { vin: 'B', year: 2015, owners: { first: 'p3', others: [] } }, { vin: 'C', year: 2019 }];

describe('UPDATE, DELETE and FROM by the driver', () => {
  let ledger: DriverLedger;
  let table: string;
  beforeAll(async () => {
    ledger = await DriverLedger.open('pglite');
    table = await ledger.table(DOCUMENTS, ['vin']);
  });
  afterAll(() => ledger.close());

  class Undone extends Error {}

  /** What a statement answers and leaves, seen in its transaction, which is aborted. */
  const seen = async (statement: string, ...parameters: readonly unknown[]) => {
    let outcome: { readonly answers: number; readonly left: readonly string[] } | undefined;
    const error = await failure(ledger.transaction(async (transaction) => {
      const answers = (await transaction.execute(statement.replaceAll('TABLE', table), ...parameters)).getResultList();
      expect(answers.every((answer) => answer.fieldNames().join() === 'documentId')).toBe(true);
      outcome = { answers: answers.length, left: texts((await transaction.execute(`SELECT * FROM ${table}`)).getResultList()) };
      throw new Undone();
    }));
    if (!(error instanceof Undone)) throw error;
    return outcome;
  };
  const A = '{vin:"A",year:2011,owners:{first:"p1",others:["p2"]}}';
  const B = '{vin:"B",year:2015,owners:{first:"p3",others:[]}}';
  const C = '{vin:"C",year:2019}';

  test.each<[string, readonly unknown[], number, readonly string[]]>([
    ['UPDATE TABLE SET year = 1', [], 3, [A.replace('2011', '1'), B.replace('2015', '1'), C.replace('2019', '1')]],
    ['UPDATE TABLE AS t SET t.year = ? WHERE t.vin = ?', [2000, 'C'], 1, [A, B, '{vin:"C",year:2000}']],
    ['UPDATE TABLE AS t SET t.year = t.year + 1 WHERE t.vin IN (?, ?)', ['B', 'C'], 2, [A, B.replace('2015', '2016'), C.replace('2019', '2020')]],
    ['UPDATE TABLE AS t SET t.owners.first = \'q\' WHERE t.vin = \'A\'', [], 1, [A.replace('p1', 'q'), B, C]],
    ['UPDATE TABLE AS t SET t.owners.others[0] = \'q\' WHERE t.vin = \'A\'', [], 1, [A.replace('p2', 'q'), B, C]],
    ['UPDATE TABLE AS t SET t.a = 1 WHERE t.vin = \'C\'', [], 1, [A, B, '{vin:"C",year:2019,a:1}']],
    ['UPDATE TABLE AS t SET t = {\'vin\': \'C\'} WHERE t.vin = \'C\'', [], 1, [A, B, '{vin:"C"}']],
    ['UPDATE TABLE AS t SET t = ? WHERE t.vin = \'C\'', [{ other: true }], 1, [A, B, '{other:true}']],
    ['UPDATE TABLE AS t SET t.year = ?, t.vin = ? WHERE t.vin = ?', [1, 'X', 'C'], 2, [A, B, '{vin:"X",year:1}']],
    ['UPDATE TABLE SET year = 1 WHERE vin = \'nowhere\'', [], 0, [A, B, C]],
    ['UPDATE TABLE AS t REMOVE t.owners.others WHERE t.vin = \'A\'', [], 1, [A.replace(',others:["p2"]', ''), B, C]],
    ['UPDATE TABLE AS t INSERT INTO t.owners.others VALUE \'p9\' WHERE t.vin = \'A\'', [], 1, [A.replace('"p2"', '"p2","p9"'), B, C]],
    ['UPDATE TABLE AS t INSERT INTO t.owners.others VALUE \'p9\' AT 0 WHERE t.vin = \'A\'', [], 1, [A.replace('"p2"', '"p9","p2"'), B, C]],
    ['DELETE FROM TABLE', [], 3, []],
    ['DELETE FROM TABLE AS t WHERE t.vin = ?', ['B'], 1, [A, C]],
    ['DELETE FROM TABLE WHERE year > 2011', [], 2, [A]],
    ['DELETE FROM TABLE WHERE vin = \'nowhere\'', [], 0, [A, B, C]],
    ['FROM TABLE AS t WHERE t.vin = ? SET t.year = 1', ['A'], 1, [A.replace('2011', '1'), B, C]],
    ['FROM TABLE AS t WHERE t.vin = ? INSERT INTO t.owners.others VALUE ?', ['B', { id: 1 }], 1, [A, B.replace('[]', '[{id:1}]'), C]],
    ['FROM TABLE AS t WHERE t.vin = \'A\' REMOVE t.owners', [], 1, ['{vin:"A",year:2011}', B, C]],
    ['FROM TABLE AS t WHERE t.vin = \'C\' REMOVE t', [], 1, [A, B]],
    ['FROM TABLE AS t, t.owners.others AS o WHERE o = \'p2\' SET o = \'p7\'', [], 1, [A.replace('p2', 'p7'), B, C]],
    ['FROM TABLE WHERE vin = \'C\' SET year = 3', [], 1, [A, B, '{vin:"C",year:3}']],
  ])('%s', async (statement, parameters, answers, left) => {
    expect(await seen(statement, ...parameters)).toEqual({ answers, left: [...left].sort() });
  });

  test('BY names the id of what is changed', async () => {
    const [id] = await ledger.values(`SELECT VALUE id FROM ${table} AS t BY id WHERE t.vin = 'C'`);
    const values = [id?.stringValue()];
    expect(await seen('UPDATE TABLE AS t BY id SET t.year = 1 WHERE id = ?', ...values)).toEqual({ answers: 1, left: [A, B, '{vin:"C",year:1}'] });
    expect(await seen('FROM TABLE AS t BY id WHERE id = ? SET t.year = 1', ...values)).toEqual({ answers: 1, left: [A, B, '{vin:"C",year:1}'] });
    expect(await seen('DELETE FROM TABLE AS t BY id WHERE id = ?', ...values)).toEqual({ answers: 1, left: [A, B] });
  });

  test('nothing of an aborted transaction stays', async () => {
    expect(await ledger.rows(`SELECT * FROM ${table}`)).toEqual([A, B, C]);
    expect(await ledger.rows(`SELECT VALUE metadata.version FROM _ql_committed_${table}`)).toEqual(['0', '0', '0']);
  });

  test('one statement after the other changes one document, which gets one version', async () => {
    const other = await ledger.table([{ n: 1 }]);
    await ledger.transaction(async (transaction) => {
      await transaction.execute(`UPDATE ${other} SET n = 2`);
      await transaction.execute(`UPDATE ${other} SET m = 3`);
      await transaction.execute(`FROM ${other} AS o SET o.n = o.n + o.m`);
    });
    const versions = await ledger.rows(`SELECT VALUE [metadata.version, data.n] FROM history(${other})`);
    expect(versions[0]).toBe('[0,1]');
    expect(versions.at(-1)).toMatch(/^\[\d,5\]$/);
    expect(await ledger.rows(`SELECT * FROM ${other}`)).toEqual(['{n:5,m:3}']);
  });

  test.each([
    'UPDATE Nowhere SET a = 1', 'DELETE FROM Nowhere', 'FROM Nowhere AS n SET n.a = 1', 'UPDATE _ql_committed_TABLE SET a = 1', 'DELETE FROM information_schema.user_tables',
    'UPDATE TABLE AS t SET t = 5', 'UPDATE TABLE', 'DELETE TABLE', 'FROM TABLE', 'UPDATE TABLE AS t SET t.vin.x = 1', 'DELETE FROM history(TABLE)',
    'FROM TABLE AS t INSERT INTO t.vin VALUE 1', 'UPDATE TABLE SET year = 1 / 0',
  ])('%s is refused', async (statement) => {
    expect(await failure(ledger.values(statement.replaceAll('TABLE', table)))).toMatchObject({ name: 'BadRequestException', message: expect.stringMatching(/\w/) });
  });
});
