import { NO_TABLES, ask, rowsOf, tablesOf } from './query';

const cars = () => tablesOf(
  { name: 'Car', documents: ['{ vin: "A", owner: "p1", color: "red" }', '{ vin: "B", owner: "p2" }'] },
  { name: 'Person', documents: ['{ id: "p1", name: "Raul" }', '{ id: "p2", name: "Alexis" }'] },
);

describe('names', () => {
  it('are aliases before they are fields, and fields where the alias is left out', async () => {
    expect(await rowsOf(cars(), 'SELECT vin, c.owner FROM Car AS c')).toEqual(['{vin:"A",owner:"p1"}', '{vin:"B",owner:"p2"}']);
  });

  it('are missing where the row of the only source has no such field', async () => {
    expect(await rowsOf(cars(), 'SELECT vin, color, wheels FROM Car')).toEqual(['{vin:"A",color:"red"}', '{vin:"B"}']);
    expect(await rowsOf(cars(), "SELECT vin FROM Car WHERE color = 'red'")).toEqual(['{vin:"A"}']);
  });

  it('are fields even when a table has that name', async () => {
    const data = tablesOf({ name: 'Car', documents: ['{ Person: 1 }', '{}'] }, { name: 'Person', documents: ['{ id: "p1" }'] });
    expect(await ask(data, 'SELECT Person FROM Car')).toMatchObject({ rows: ['{Person:1}', '{}'], readIos: 2 });
  });

  it('are fields of the first source that has them in a join', async () => {
    expect(await rowsOf(cars(), 'SELECT vin, name FROM Car, Person WHERE owner = id')).toEqual(['{vin:"A",name:"Raul"}', '{vin:"B",name:"Alexis"}']);
  });

  it.each([
    ['SELECT * FROM Bike', 15],
    ['SELECT * FROM car', 15],
    ['SELECT * FROM _ql_committed_Bike', 15],
    ['SELECT * FROM Car, history(Bike)', 28],
    ['SELECT * FROM Car AS c WHERE EXISTS(SELECT * FROM Bike)', 51],
    ['SELECT * FROM @Car', 16],
  ])('that are unknown are told before anything is read: %s', async (statement, column) => {
    const data = cars();
    await expect(ask(data, statement)).rejects.toThrow(new RegExp(`^Semantic Error: at line 1, column ${column}: No such variable named '\\w+'$`));
    expect(data.rowsScanned).toBe(0);
  });

  it('that are not marked by an alias never mean a field of a SELECT around', async () => {
    const data = cars();
    const answer = await ask(data, 'SELECT VALUE vin FROM Car WHERE owner IN (SELECT VALUE id FROM Person WHERE vin IS MISSING)');
    // The inner SELECT depends on nothing and is run once.
    expect(answer).toMatchObject({ rows: ['"A"', '"B"'], readIos: 2 + 2 });
  });

  it('that no row of a join has are an error', async () => {
    await expect(rowsOf(cars(), 'SELECT wheels FROM Car AS c, Person AS p'))
      .rejects.toThrow("Semantic Error: at line 1, column 8: No such variable named 'wheels'");
  });

  it.each([
    'SELECT * FROM Car AS x, Person AS x',
    'SELECT * FROM Car AS x AT x',
    'SELECT * FROM Car AS x BY y, Person AS y',
    'SELECT * FROM Car, Car',
  ])('are bound once in a FROM clause: %s', async (statement) => {
    await expect(rowsOf(cars(), statement))
      .rejects.toThrow(/^Semantic Error: at line 1, column \d+: A variable named '\w+' was already defined in this scope$/);
  });

  it('are case sensitive, quoted or not', async () => {
    expect(await rowsOf(cars(), 'SELECT c.VIN, "c"."vin" FROM Car AS c WHERE vin = \'A\'')).toEqual(['{vin:"A"}']);
  });

  it('of tables come before aliases in a FROM clause, unless they are marked as variables', async () => {
    const data = () => tablesOf({ name: 'Car', documents: ['{ parts: [1, 2] }'] }, { name: 'c', documents: ['{ parts: [3] }'] });
    expect(await rowsOf(data(), 'SELECT VALUE p FROM Car AS c, @c.parts AS p')).toEqual(['1', '2']);
    expect(await rowsOf(data(), 'SELECT VALUE p FROM Car AS c, c AS p')).toEqual(['{parts:[3]}']);
  });

  it('of outer SELECTs are seen by inner ones', async () => {
    expect(await rowsOf(cars(), 'SELECT p.name, (SELECT VALUE c.vin FROM Car AS c WHERE c.owner = p.id) AS cars FROM Person AS p'))
      .toEqual(['{name:"Raul",cars:["A"]}', '{name:"Alexis",cars:["B"]}']);
  });

  it('of parameters that were not given are an error', async () => {
    await expect(rowsOf(NO_TABLES(), 'SELECT VALUE ? FROM << 0 >>')).rejects.toThrow('Unbound parameter for ordinal: 1');
  });
});
