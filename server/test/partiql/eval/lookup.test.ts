import { ask, tablesOf } from './query';
import type { TestTable } from './query';

const cars: TestTable = {
  name: 'Car',
  indexes: ['vin', 'owner'],
  documents: ['{ vin: "A", owner: 1, color: "red" }', '{ vin: "B", owner: 1.0, color: "blue" }', '{ vin: null, owner: "1" }', '{ color: "red" }'],
};
const people: TestTable = { name: 'Person', documents: ['{ id: 1 }', '{ id: 2 }', '{ id: "1" }'] };

describe('an index', () => {
  it.each([
    ['SELECT color FROM Car WHERE vin = \'A\'', 1],
    ['SELECT color FROM Car AS c WHERE \'A\' = c.vin', 1],
    ['SELECT color FROM Car AS c WHERE c[\'vin\'] = \'A\' AND c.color = \'red\'', 1],
    ['SELECT color FROM Car AS c WHERE c.vin IN (\'A\', \'Z\')', 1],
    ['SELECT color FROM Car AS c WHERE c.vin IN << \'A\', null, 5 >>', 1],
    ['SELECT data.color FROM _ql_committed_Car WHERE data.vin = \'A\'', 1],
    ['SELECT data.color FROM _ql_committed_Car AS r WHERE r.data.vin = \'A\'', 1],
    ['SELECT color FROM << \'A\' >> AS x JOIN Car AS c ON c.vin = x', 1],
    ['SELECT color FROM Car WHERE vin = (SELECT VALUE \'A\' FROM << 0 >>)[0] OR vin = \'A\'', 4],
  ])('is used where a condition demands equality: %s', async (statement, readIos) => {
    const answer = await ask(tablesOf(cars), statement);
    expect(answer).toMatchObject({ rows: ['{color:"red"}'], readIos });
    expect(answer.reads.some((read) => read.startsWith('scan'))).toBe(readIos === 4);
  });

  it('finds numbers by value, whatever their type', async () => {
    expect(await ask(tablesOf(cars), 'SELECT VALUE vin FROM Car WHERE owner = 1e0')).toMatchObject({ rows: ['"A"', '"B"'], readIos: 2 });
    expect(await ask(tablesOf(cars), 'SELECT VALUE owner FROM Car WHERE owner = ?', "'1'")).toMatchObject({ rows: ['"1"'], readIos: 1 });
  });

  it.each(['null', 'missing', '<< null >>'])('finds nothing for %s, as = gives NULL', async (value) => {
    const operator = value.startsWith('<<') ? 'IN' : '=';
    expect(await ask(tablesOf(cars), `SELECT * FROM Car WHERE vin ${operator} ${value}`)).toMatchObject({ rows: [], readIos: 0 });
  });

  it.each([
    'SELECT VALUE c.vin FROM Car AS c WHERE c.color = \'blue\'',
    'SELECT VALUE c.vin FROM Car AS c WHERE c.vin < \'C\' AND c.vin > \'A\'',
    'SELECT VALUE c.vin FROM Car AS c WHERE NOT c.vin = \'A\'',
    'SELECT VALUE c.vin FROM Car AS c WHERE c.vin = c.vin AND c.color = \'blue\'',
    'SELECT VALUE c.vin FROM Car AS c WHERE c.vin NOT IN (\'A\')',
  ])('is of no use where the condition is another one: %s', async (statement) => {
    expect(await ask(tablesOf(cars), statement)).toMatchObject({ rows: ['"B"'], readIos: 4 });
  });

  it('is not used before it is ONLINE', async () => {
    const data = tablesOf(cars);
    const table = await data.table('Car');
    const building = table?.indexes.map((index) => ({ ...index, status: 'BUILDING' as const })) ?? [];
    jest.spyOn(data, 'table').mockResolvedValue(table && { ...table, indexes: building });
    expect(await ask(data, 'SELECT color FROM Car WHERE vin = \'A\'')).toMatchObject({ rows: ['{color:"red"}'], readIos: 4 });
  });

  it('is asked once for many rows of a join', async () => {
    const answer = await ask(tablesOf(cars, people), 'SELECT VALUE [p.id, c.vin] FROM Person AS p, Car AS c WHERE c.owner = p.id');
    expect(answer.rows).toEqual(['[1,"A"]', '[1,"B"]', '["1",null]']);
    expect(answer.readIos).toBe(3 + 3);
    // Batches of the rows before it grow: 1, then 2.
    expect(answer.reads.filter((read) => read.startsWith('index'))).toEqual(['index Car.owner 1', 'index Car.owner 2']);
  });

  it('takes the values of a subquery, which runs once', async () => {
    const answer = await ask(tablesOf(cars, people), 'SELECT VALUE vin FROM Car WHERE owner IN (SELECT id FROM Person) AND vin IS NOT NULL');
    expect(answer).toMatchObject({ rows: ['"A"', '"B"'], readIos: 3 + 3 });
    expect(answer.reads.filter((read) => read.startsWith('scan'))).toEqual(['scan Person']);
  });

  it('gives way to a scan where the value to look up cannot be had', async () => {
    await expect(ask(tablesOf(cars), 'SELECT * FROM Car WHERE vin = 1 / 0')).rejects.toThrow('/ by zero');
    expect(await ask(tablesOf({ ...cars, documents: [] }), 'SELECT * FROM Car WHERE vin = 1 / 0')).toMatchObject({ rows: [] });
  });
});

describe('the document id', () => {
  it.each([
    ['SELECT color FROM Car AS c BY id WHERE id = ?', 'Car'],
    ['SELECT color FROM Car BY id WHERE id IN (?, \'nothing\', 3)', 'Car'],
    ['SELECT color FROM Car BY id WHERE c = 1 AND id = ?', 'Car'],
    ['SELECT data.color FROM _ql_committed_Car WHERE metadata.id = ?', 'Car'],
    ['SELECT data.color FROM _ql_committed_Car AS r BY id WHERE id = ?', 'Car'],
  ])('finds one document: %s', async (statement) => {
    const data = tablesOf({ ...cars, documents: cars.documents.map((text) => text.replace('{', '{ c: 1,')) });
    const [id] = data.documents('Car').keys();
    const answer = await ask(data, statement, ...Array.from({ length: statement.split('?').length - 1 }, () => `"${id}"`));
    expect(answer).toMatchObject({ rows: ['{color:"red"}'], readIos: 1 });
    expect(answer.reads.slice(1)).toEqual([expect.stringMatching(/^ids Car /)]);
  });
});
