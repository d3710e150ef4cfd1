import { DriverLedger, textAt } from './driver-ledger';
import { failure } from '../support/clients';

const PEOPLE = [
  { name: 'Raul', age: 57, city: 'Seattle', cars: [{ vin: 'A', doors: 5 }, { vin: 'B', doors: 3 }], address: { street: 'University', number: 1719 } },
  { name: 'Brent', age: 53, city: 'Everett', cars: [{ vin: 'C', doors: 5 }], address: { street: 'Stockert Hollow', number: 43 } },
  { name: 'Alexis', age: 46, city: 'Spokane', cars: [], address: { street: 'Melrose' } },
  { name: 'Melvin', age: null, city: 'Seattle', tags: ['x_y', 'z'] },
];
const CARS = [{ vin: 'A', make: 'Audi', year: 2011 }, { vin: 'B', make: 'Tesla', year: 2015 }, { vin: 'C', make: 'Audi', year: 2019 }, { vin: 'D', make: 'Ford', year: 2009 }];

type SelectCase = [statement: string, rows: readonly string[], parameters?: readonly unknown[]];

describe('SELECT by the driver', () => {
  let ledger: DriverLedger;
  beforeAll(async () => {
    ledger = await DriverLedger.open('pglite');
    await ledger.transaction(async (transaction) => {
      for (const statement of ['CREATE TABLE Person', 'CREATE TABLE Car', 'CREATE TABLE Empty', 'CREATE INDEX ON Car (vin)', 'CREATE INDEX ON Person (name)']) {
        await transaction.execute(statement);
      }
    });
    await ledger.values('INSERT INTO Person ?', PEOPLE);
    await ledger.values('INSERT INTO Car ?', CARS);
  });
  afterAll(() => ledger.close());

  test.each<SelectCase>([
    // Projections.
    ['SELECT * FROM Car WHERE vin = \'A\'', ['{vin:"A",make:"Audi",year:2011}']],
    ['SELECT c.* FROM Car AS c WHERE c.vin = \'A\'', ['{vin:"A",make:"Audi",year:2011}']],
    ['SELECT make, year FROM Car WHERE vin = \'B\'', ['{make:"Tesla",year:2015}']],
    ['SELECT c.make AS m, c.year + 1 FROM Car c WHERE vin = \'B\'', ['{m:"Tesla",_2:2016}']],
    ['SELECT VALUE make FROM Car WHERE year > 2010', ['"Audi"', '"Audi"', '"Tesla"']],
    ['SELECT DISTINCT make FROM Car', ['{make:"Audi"}', '{make:"Ford"}', '{make:"Tesla"}']],
    ['SELECT VALUE {\'v\': vin, \'old\': year < 2010} FROM Car WHERE make = \'Ford\'', ['{v:"D",old:true}']],
    ['SELECT VALUE [vin, year] FROM Car WHERE make = \'Ford\'', ['["D",2009]']],
    ['SELECT Car FROM Car WHERE vin = \'D\'', ['{Car:{vin:"D",make:"Ford",year:2009}}']],
    ['SELECT p.name, p.tags FROM Person p WHERE p.name IN (\'Raul\', \'Melvin\')', ['{name:"Melvin",tags:["x_y","z"]}', '{name:"Raul"}']],
    ['SELECT name FROM Empty', []],
    // Paths.
    ['SELECT address.street FROM Person WHERE name = \'Raul\'', ['{street:"University"}']],
    ['SELECT VALUE p.cars[0].vin FROM Person p WHERE p.name = \'Raul\'', ['"A"']],
    ['SELECT VALUE p[\'address\'][\'street\'] FROM Person p WHERE p.name = \'Brent\'', ['"Stockert Hollow"']],
    ['SELECT VALUE p."address"."number" FROM Person p WHERE p.city = \'Everett\'', ['43']],
    ['SELECT VALUE p.cars[*].vin FROM Person p WHERE p.name = \'Raul\'', ['["A","B"]']],
    ['SELECT p.name, p.cars[1].vin AS second FROM Person p WHERE p.name = \'Brent\'', ['{name:"Brent"}']],
    ['SELECT p.age FROM Person p WHERE p.name = \'Melvin\'', ['{age:null}']],
    // Conditions.
    ['SELECT VALUE name FROM Person WHERE age > 46 AND NOT city = \'Everett\'', ['"Raul"']],
    ['SELECT VALUE name FROM Person WHERE age BETWEEN 46 AND 53', ['"Alexis"', '"Brent"']],
    ['SELECT VALUE name FROM Person WHERE age NOT BETWEEN 46 AND 53', ['"Raul"']],
    ['SELECT VALUE name FROM Person WHERE city IN (?, ?)', ['"Brent"', '"Melvin"', '"Raul"'], ['Seattle', 'Everett']],
    ['SELECT VALUE name FROM Person WHERE city IN ?', ['"Melvin"', '"Raul"'], [['Seattle', 'Nowhere']]],
    ['SELECT VALUE name FROM Person WHERE city NOT IN (\'Seattle\')', ['"Alexis"', '"Brent"']],
    ['SELECT VALUE name FROM Person WHERE \'z\' IN tags', ['"Melvin"']],
    ['SELECT VALUE name FROM Person WHERE name LIKE \'%e%\'', ['"Alexis"', '"Brent"', '"Melvin"']],
    ['SELECT VALUE name FROM Person WHERE name LIKE \'_aul\'', ['"Raul"']],
    ['SELECT VALUE t FROM Person p, p.tags t WHERE t LIKE \'%!_y\' ESCAPE \'!\'', ['"x_y"']],
    ['SELECT VALUE name FROM Person WHERE age IS NULL', ['"Melvin"']],
    ['SELECT VALUE name FROM Person WHERE cars IS MISSING', ['"Melvin"']],
    ['SELECT VALUE name FROM Person WHERE cars IS NULL', ['"Melvin"']],
    ['SELECT VALUE name FROM Person WHERE cars IS NOT MISSING AND address.number IS MISSING', ['"Alexis"']],
    ['SELECT VALUE name FROM Person WHERE age = NULL', []],
    ['SELECT VALUE vin FROM Car WHERE year <> 2011 AND (make = \'Audi\' OR make = \'Ford\')', ['"C"', '"D"']],
    ['SELECT VALUE vin FROM Car WHERE year >= ? AND year <= ?', ['"A"', '"B"'], [2011, 2015]],
    ['SELECT VALUE vin FROM Car WHERE year = 2011.0', ['"A"']],
    ['SELECT VALUE vin FROM Car WHERE vin = \'a\'', []],
    ['select value VIN from Car', ['null', 'null', 'null', 'null']],
    ['select VIN, vin from Car where vin = \'A\'', ['{vin:"A"}']],
    // Nested collections and joins.
    ['SELECT p.name, c.vin FROM Person AS p, p.cars AS c WHERE c.doors = 5', ['{name:"Brent",vin:"C"}', '{name:"Raul",vin:"A"}']],
    ['SELECT VALUE [c.vin, i] FROM Person AS p, p.cars AS c AT i WHERE p.name = \'Raul\'', ['["A",0]', '["B",1]']],
    ['SELECT VALUE [k, v] FROM Person p, UNPIVOT p.address AS v AT k WHERE p.name = \'Brent\'', ['["number",43]', '["street","Stockert Hollow"]']],
    ['SELECT p.name, v.make FROM Person AS p, p.cars AS c, Car AS v WHERE c.vin = v.vin AND v.make = \'Audi\'',
      ['{name:"Brent",make:"Audi"}', '{name:"Raul",make:"Audi"}']],
    ['SELECT a.vin, b.vin AS other FROM Car AS a INNER JOIN Car AS b ON a.make = b.make WHERE a.vin < b.vin', ['{vin:"A",other:"C"}']],
    ['SELECT a.vin FROM Car AS a JOIN Empty AS b ON a.vin = b.vin', []],
    ['SELECT COUNT(*) AS n FROM Car, Person', ['{n:16}']],
    ['SELECT VALUE p.name FROM Person p WHERE EXISTS(SELECT * FROM p.cars c WHERE c.doors = 3)', ['"Raul"']],
    ['SELECT VALUE vin FROM (SELECT c.vin, c.year FROM Car AS c WHERE c.make = \'Audi\') AS audi WHERE audi.year > 2011', ['"C"']],
    ['SELECT VALUE vin FROM Car WHERE vin IN (SELECT VALUE c.vin FROM Person p, p.cars c WHERE p.city = \'Seattle\')', ['"A"', '"B"']],
    ['SELECT VALUE x FROM << 1, 2, 3 >> AS x WHERE x > 1', ['2', '3']],
    ['SELECT VALUE x.a FROM [{\'a\': 1}, {\'b\': 2}] AS x', ['1', 'null']],
    ['SELECT VALUE x FROM ? AS x', ['"q"', '1'], [[1, 'q']]],
    ['SELECT x FROM << 1 >> AS x -- and a comment', ['{x:1}']],
    // Aggregates.
    ['SELECT COUNT(*) FROM Car', ['{_1:4}']],
    ['SELECT COUNT(age) AS known, COUNT(*) AS people FROM Person', ['{known:3,people:4}']],
    ['SELECT MIN(year) AS oldest, MAX(year) AS newest, SUM(year) AS s, AVG(year) AS middle FROM Car', ['{oldest:2009,newest:2019,s:8054,middle:2013.5}']],
    ['SELECT COUNT(DISTINCT make) AS makes FROM Car', ['{makes:3}']],
    ['SELECT COUNT(*) AS n, SUM(a) AS s, AVG(a) AS a, MIN(a) AS m FROM Empty', ['{n:0,s:null,a:null,m:null}']],
    ['SELECT SUM(c.doors) AS doors FROM Person AS p, p.cars AS c', ['{doors:13}']],
  ])('%s', async (statement, expected, parameters = []) => {
    expect(await ledger.rows(statement, ...parameters)).toEqual([...expected].sort());
  });

  test('BY names the id of a document', async () => {
    const [found] = await ledger.values('SELECT id, p.name FROM Person AS p BY id WHERE p.name = ?', 'Raul');
    const id = textAt(found, 'id');
    expect(id).toMatch(/^[0-9A-Za-z]{22}$/);
    expect(await ledger.rows('SELECT p.* FROM Person AS p BY pid WHERE pid = ?', id)).toEqual(await ledger.rows('SELECT * FROM Person WHERE name = \'Raul\''));
    expect(await ledger.rows('SELECT VALUE metadata.id FROM _ql_committed_Person WHERE data.name = \'Raul\'')).toEqual([`"${id}"`]);
    expect(await ledger.rows('SELECT p.name FROM Person AS p BY pid WHERE pid IN (?, ?)', id, 'nobody')).toEqual(['{name:"Raul"}']);
  });

  test('a table in double quotes, and a field whose name is a reserved word', async () => {
    const table = await ledger.table([{ 'select': 1, 'two words': 2 }]);
    expect(await ledger.rows(`SELECT t."select", t."two words" FROM "${table}" AS t`)).toEqual(['{select:1,\'two words\':2}']);
  });

  test.each([
    ['SELECT * FROM Nowhere', "No such variable named 'Nowhere'"],
    ['SELECT * FROM person', "No such variable named 'person'"],
    ['SELECT MIN(year) AS first FROM Car', 'reserved word'],
    ['SELECT * FORM Car', /^Parser Error: at line 1, column \d+/],
    ['SELECT *', 'missing FROM after SELECT list'],
    ['SELECT * FROM Car WHERE', 'expected expression'],
    ['SELECT VALUE frobnicate(1) FROM Car', 'No such function: frobnicate'],
    ['SELECT VALUE UPPER(vin, 1) FROM Car', 'Incorrect number of arguments to function call'],
    ['SELECT * FROM Car WHERE vin = \'A', /^Lexer Error: at line 1, column \d+/],
    ['SELECT make, COUNT(*) FROM Car GROUP BY make', /GROUP|not/],
    ['SELECT * FROM Car ORDER BY vin', /ORDER|not/],
    ['SELECT * FROM Car LIMIT 1', /LIMIT|not/],
    ['SELECT * FROM Car LEFT JOIN Person ON TRUE', /LEFT|join/i],
    ['SELECT * FROM Car UNION SELECT * FROM Person', /\w/],
    ['SELECT VALUE 1 / 0 FROM Car', '/ by zero'],
    ['SELECT VALUE CAST(vin AS INT) FROM Car', 'Cannot convert'],
    ['SELECT * FROM Car WHERE vin = ?', /parameter/],
    ['SELECT VALUE 9223372036854775807 + 1 FROM Car', 'Int overflow or underflow'],
    ['WITH x AS (SELECT 1) SELECT * FROM x', /\w/],
    ['', /\w/],
    ['SELECT * FROM Car; SELECT * FROM Person', /\w/],
  ])('refuses %s', async (statement, message) => {
    expect(await failure(ledger.values(statement))).toMatchObject({ name: statement === '' ? expect.any(String) : 'BadRequestException', message: expect.stringMatching(message) });
  });
});
