import { NO_TABLES, ask, rowsOf, tablesOf, ionStruct } from './query';
import { MemoryDataSource } from '../../support/memory-data-source';

const people = () => tablesOf(
  { name: 'Person', documents: ['{ name: "Raul", tags: ["a", "b"] }', '{ name: "Alexis" }'], indexes: ['name'] });

describe('the sources of FROM', () => {
  it('are tables, with the document id by BY', async () => {
    const data = people();
    const ids = [...data.documents('Person').keys()];
    expect(await rowsOf(data, 'SELECT id, p.name FROM Person AS p BY id'))
      .toEqual([`{id:"${ids[0]}",name:"Raul"}`, `{id:"${ids[1]}",name:"Alexis"}`]);
    expect(await rowsOf(data, 'SELECT * FROM Person AS p AT place BY id WHERE p.name = \'Alexis\'')).toEqual([`{name:"Alexis",id:"${ids[1]}"}`]);
  });

  it('are committed views, with the document id by BY as well', async () => {
    const data = people();
    const [id] = data.documents('Person').keys();
    expect(await rowsOf(data, "SELECT r.data.name, metadata.id, docId FROM _ql_committed_Person AS r BY docId WHERE data.name = 'Raul'"))
      .toEqual([`{name:"Raul",id:"${id}",docId:"${id}"}`]);
  });

  it('are elements of a collection of an earlier source, with their place by AT', async () => {
    expect(await rowsOf(people(), 'SELECT p.name, t, i, id FROM Person AS p, p.tags AS t AT i BY id'))
      .toEqual(['{name:"Raul",t:"a",i:0}', '{name:"Raul",t:"b",i:1}', '{name:"Alexis"}']);
  });

  it('are elements of all documents by way of a path', async () => {
    expect(await ask(people(), 'SELECT VALUE t FROM Person[*].tags[*] AS t')).toMatchObject({ rows: ['"a"', '"b"', 'null'], readIos: 2 });
  });

  it('are literals, parameters and single values', async () => {
    expect(await rowsOf(NO_TABLES(), 'SELECT VALUE [x, y, z] FROM << 1, 2 >> AS x, ? AS y, 5 AS z', '[3, 4]'))
      .toEqual(['[1,3,5]', '[1,4,5]', '[2,3,5]', '[2,4,5]']);
    expect(await rowsOf(NO_TABLES(), 'SELECT VALUE [x, i] FROM [7, 8] AS x AT i')).toEqual(['[7,0]', '[8,1]']);
    expect(await rowsOf(NO_TABLES(), 'SELECT x, i FROM << 7 >> AS x AT i')).toEqual(['{x:7}']);
  });

  it('are fields of a struct by UNPIVOT, with their names by AT', async () => {
    expect(await rowsOf(NO_TABLES(), "SELECT VALUE [n, v] FROM UNPIVOT {'a': 1, 'b': 2} AS v AT n")).toEqual(['["a",1]', '["b",2]']);
    expect(await rowsOf(NO_TABLES(), 'SELECT VALUE [n, v] FROM UNPIVOT 5 AS v AT n')).toEqual(['["_1",5]']);
    expect(await rowsOf(NO_TABLES(), 'SELECT VALUE v FROM UNPIVOT MISSING AS v')).toEqual([]);
  });

  it('are nested SELECTs and PIVOTs', async () => {
    expect(await rowsOf(people(), "SELECT s.n FROM (SELECT p.name AS n FROM Person AS p) AS s WHERE s.n LIKE 'R%'")).toEqual(['{n:"Raul"}']);
    expect(await rowsOf(NO_TABLES(), "SELECT VALUE s.a FROM (PIVOT x.v AT x.k FROM << {'k': 'a', 'v': 1}, {'k': 2, 'v': 3} >> AS x) AS s"))
      .toEqual(['1']);
  });

  it('join by comma, CROSS JOIN and JOIN … ON', async () => {
    const expected = ['[1,1]', '[2,2]'];
    for (const from of ['[1, 2] AS a JOIN [1, 2, 3] AS b ON a = b', '[1, 2] AS a INNER JOIN [1, 2, 3] AS b ON b = a']) {
      expect(await rowsOf(NO_TABLES(), `SELECT VALUE [a, b] FROM ${from}`)).toEqual(expected);
    }
    for (const from of ['[1, 2] AS a, [1, 2, 3] AS b', '[1, 2] AS a CROSS JOIN [1, 2, 3] AS b']) {
      expect(await rowsOf(NO_TABLES(), `SELECT VALUE [a, b] FROM ${from} WHERE a = b`)).toEqual(expected);
    }
    expect(await rowsOf(NO_TABLES(), 'SELECT VALUE [a, b, c] FROM [1, 2] AS a, ([1, 2] AS b JOIN [2, 3] AS c ON b = c) WHERE a < c'))
      .toEqual(['[1,2,2]']);
  });
});

describe('information_schema.user_tables', () => {
  it('shows tables, dropped ones too, with their indexes', async () => {
    const data = new MemoryDataSource([{ name: 'Person', indexes: ['name'] }, { name: 'Old', status: 'INACTIVE' }]);
    const [person, old] = await data.tables();
    expect(await rowsOf(data, 'SELECT * FROM information_schema.user_tables')).toEqual([
      `{tableId:"${person?.id}",name:"Person",indexes:[{indexId:"${person?.indexes[0]?.id}",expr:"[name]",status:"ONLINE"}],status:"ACTIVE"}`,
      `{tableId:"${old?.id}",name:"Old",indexes:[],status:"INACTIVE"}`,
    ]);
    expect(await rowsOf(data, "SELECT VALUE name FROM information_schema.user_tables WHERE status = 'ACTIVE'")).toEqual(['"Person"']);
  });
});

/** Document A has two revisions, B one and a deletion, each a second after the one before. */
async function revised(): Promise<{ readonly data: MemoryDataSource; readonly a: string; readonly tableId: string }> {
  const data = new MemoryDataSource([{ name: 'Person', documents: [ionStruct('{ n: "A" }'), ionStruct('{ n: "B" }')] }]);
  const [a = '', b = ''] = data.documents('Person').keys();
  const table = await data.table('Person');
  if (table === undefined) {
    throw new Error('no table');
  }
  await data.replace(table, a, ionStruct('{ n: "A2" }'));
  await data.remove(table, b);
  data.nextStatement();
  return { data, a, tableId: table.id };
}

describe('history()', () => {
  it('has all revisions in the form of the committed view, deletions without data', async () => {
    const { data } = await revised();
    expect(await rowsOf(data, 'SELECT h.data.n, h.metadata.version AS v FROM history(Person) AS h'))
      .toEqual(['{n:"A",v:0}', '{n:"A2",v:1}', '{n:"B",v:0}', '{v:1}']);
  });

  it('has what was active in a range of time', async () => {
    const { data } = await revised();
    expect(await rowsOf(data, 'SELECT VALUE h.data.n FROM history(Person, `2020-01-01T00:00:02Z`, `2020-01-01T00:00:02Z`) AS h'))
      .toEqual(['"A"', '"B"']);
    expect(await rowsOf(data, 'SELECT VALUE h.data.n FROM history(Person, ?) AS h', '2020-01-01T00:00:03Z')).toEqual(['"A2"', '"B"', 'null']);
  });

  it('takes the id of a table, and finds a document by its id', async () => {
    const { data, a, tableId } = await revised();
    expect(await ask(data, `SELECT VALUE h.data.n FROM history('${tableId}') AS h WHERE h.metadata.id = '${a}'`))
      .toEqual({ rows: ['"A"', '"A2"'], readIos: 2, reads: [`table id ${tableId}`, `history Person ${a}`] });
    expect(await ask(data, 'SELECT VALUE h.data.n FROM history(Person) AS h BY id WHERE id IN (?)', `"${a}"`))
      .toMatchObject({ rows: ['"A"', '"A2"'], reads: ['table Person', `history Person ${a}`] });
  });

  it.each([
    ['history(Person, `2020-01-02T`, `2020-01-01T`)', 'must not be after its end time'],
    ['history(Person, `2021-03-04T05:06:08Z`)', 'start time of history() must not be in the future'],
    ['history(Person, `2020T`, `2022T`)', 'end time of history() must not be in the future'],
    ["history(Person, '2020-01-01')", 'must be a timestamp such as `2019-06-05T00:00:00Z`, got STRING'],
    ['history()', 'Incorrect number of arguments'],
    ["history('nothing')", 'No such table: history takes'],
  ])('refuses %s', async (source, message) => {
    const { data } = await revised();
    await expect(rowsOf(data, `SELECT * FROM ${source} AS h`)).rejects.toThrow(message);
  });
});
