import { DriverLedger, textAt } from './driver-ledger';
import { failure } from '../support/clients';
import { ENGINES } from '../support/engines';

const ID = /^[0-9A-Za-z]{22}$/;

describe.each(ENGINES)('tables and indexes by the driver on %s', (engine) => {
  let ledger: DriverLedger;
  beforeAll(async () => {
    ledger = await DriverLedger.open(engine);
  });
  afterAll(() => ledger.close());
  beforeEach(async () => {
    for (const name of await ledger.driver.getTableNames()) {
      await ledger.values(`DROP TABLE "${name}"`);
    }
  });

  const listed = async (name: string) => ledger.values('SELECT * FROM information_schema.user_tables WHERE name = ? AND status = \'ACTIVE\'', name);
  const problem = (statement: string) => failure(ledger.values(statement));

  test('a table is created, listed and dropped', async () => {
    const [created] = await ledger.values('CREATE TABLE Vehicle');
    expect(textAt(created, 'tableId')).toMatch(ID);
    expect(await ledger.driver.getTableNames()).toEqual(['Vehicle']);
    const [table] = await listed('Vehicle');
    expect(table?.fieldNames().sort()).toEqual(['indexes', 'name', 'status', 'tableId']);
    expect(textAt(table, 'tableId')).toBe(textAt(created, 'tableId'));
    expect(textAt(table, 'status')).toBe('ACTIVE');

    const [dropped] = await ledger.values('DROP TABLE Vehicle');
    expect(textAt(dropped, 'tableId')).toBe(textAt(created, 'tableId'));
    expect(await ledger.driver.getTableNames()).toEqual([]);
    const id = textAt(created, 'tableId');
    expect(await ledger.rows('SELECT VALUE status FROM information_schema.user_tables WHERE tableId = ?', id)).toEqual(['"INACTIVE"']);
  });

  test('a dropped table comes back with its documents and indexes', async () => {
    const name = await ledger.table([{ VIN: 'A' }, { VIN: 'B' }], ['VIN']);
    const id = await ledger.tableId(name);
    await ledger.values(`DROP TABLE ${name}`);
    expect(await problem(`SELECT * FROM ${name}`)).toMatchObject({ name: 'BadRequestException', message: expect.stringContaining(`No such variable named '${name}'`) });
    const [restored] = await ledger.values(`UNDROP TABLE "${id}"`);
    expect(textAt(restored, 'tableId')).toBe(id);
    expect(await ledger.rows(`SELECT VALUE VIN FROM ${name}`)).toEqual(['"A"', '"B"']);
    const result = await ledger.transaction((transaction) => transaction.execute(`SELECT * FROM ${name} WHERE VIN = 'B'`));
    expect(result.getConsumedIOs().getReadIOs()).toBe(1);
  });

  test('a table whose name is taken does not come back', async () => {
    await ledger.values('CREATE TABLE Person');
    const id = await ledger.tableId('Person');
    await ledger.values('DROP TABLE Person');
    await ledger.values('CREATE TABLE Person');
    expect(await problem(`UNDROP TABLE "${id}"`)).toMatchObject({ name: 'BadRequestException', message: expect.stringContaining('Person') });
    expect(await problem(`UNDROP TABLE "${await ledger.tableId('Person')}"`)).toMatchObject({ message: expect.stringContaining('is active') });
  });

  test('an index is created, listed by the field it is on, used and dropped', async () => {
    const name = await ledger.table([{ VIN: 'A' }, { VIN: 'B' }]);
    const [created] = await ledger.values(`CREATE INDEX on ${name} (VIN)`);
    expect(textAt(created, 'tableId')).toBe(await ledger.tableId(name));
    // The clause that AWS's own suite has, without white space behind the string.
    const indexes = () => ledger.values(`SELECT VALUE indexes[0] FROM information_schema.user_tables WHERE status = 'ACTIVE'AND name = '${name}'`);
    let [index] = await indexes();
    while (textAt(index, 'status') !== 'ONLINE') {
      [index] = await indexes();
    }
    expect(textAt(index, 'expr')).toBe('[VIN]');
    expect(textAt(index, 'indexId')).toMatch(ID);
    const reads = async () => (await ledger.transaction((transaction) => transaction.execute(`SELECT * FROM ${name} WHERE VIN = 'A'`))).getConsumedIOs().getReadIOs();
    expect(await reads()).toBe(1);

    const [dropped] = await ledger.values(`DROP INDEX "${textAt(index, 'indexId')}" ON ${name} WITH (purge = true)`);
    expect(textAt(dropped, 'tableId')).toBe(await ledger.tableId(name));
    expect(await reads()).toBe(2);
    expect(await ledger.rows(`SELECT * FROM ${name} WHERE VIN = 'A'`)).toEqual(['{VIN:"A"}']);
  });

  test('what a transaction defines, it can use at once', async () => {
    const found = await ledger.transaction(async (transaction) => {
      await transaction.execute('CREATE TABLE Fresh');
      await transaction.execute('CREATE INDEX ON Fresh (a)');
      await transaction.execute('INSERT INTO Fresh ?', { a: 1 });
      const rows = (await transaction.execute('SELECT VALUE a FROM Fresh WHERE a = 1')).getResultList();
      await transaction.execute('DROP TABLE Fresh');
      return rows;
    });
    expect(found.map(Number)).toEqual([1]);
    expect(await ledger.driver.getTableNames()).toEqual([]);
  });

  test('six indexes that a lambda does not wait for are there after its commit, as AWS\'s sample makes them', async () => {
    const fields = [['Person', 'GovId'], ['Vehicle', 'VIN'], ['Registration', 'VIN'], ['Registration', 'Plate'], ['License', 'PersonId'], ['License', 'Number']];
    for (const table of new Set(fields.map(([name]) => name))) {
      await ledger.values(`CREATE TABLE ${table}`);
    }
    await ledger.transaction(async (transaction) => {
      void Promise.all(fields.map(([table, field]) => transaction.execute(`CREATE INDEX on ${table} (${field})`)));
    });
    const rows = await ledger.rows('SELECT t.name, i.expr FROM information_schema.user_tables AS t, t.indexes AS i WHERE t.status = \'ACTIVE\'');
    expect(rows).toEqual(fields.map(([table, field]) => `{name:"${table}",expr:"[${field}]"}`).sort());
  });

  test('a second table of a name, a second index of a field and a sixth index are refused', async () => {
    const name = await ledger.table([], ['a', 'b', 'c', 'd', 'e']);
    expect(await problem(`CREATE TABLE ${name}`)).toMatchObject({ name: 'BadRequestException', message: expect.stringContaining(`USER.${name} already exists`) });
    expect(await problem(`CREATE INDEX ON ${name} (f)`)).toMatchObject({ name: 'BadRequestException', message: expect.stringContaining('5 indexes') });
    const other = await ledger.table([], ['a']);
    expect(await problem(`CREATE INDEX ON ${other} (a)`)).toMatchObject({ message: expect.stringContaining('already') });
  });

  test.each([
    'CREATE TABLE 1st', 'CREATE TABLE "with space"', 'CREATE TABLE "_ql_committed_x"', `CREATE TABLE ${'x'.repeat(129)}`, 'CREATE TABLE select', 'CREATE TABLE',
    'DROP TABLE Nowhere', 'UNDROP TABLE "0000000000000000000000"', 'CREATE INDEX ON Nowhere (a)', 'DROP INDEX "0000000000000000000000" ON Nowhere WITH (purge = true)',
  ])('%s is refused', async (statement) => {
    expect(await problem(statement)).toMatchObject({ name: 'BadRequestException', message: expect.stringMatching(/\w/) });
  });

  test('indexes on several fields, of nested fields and DROP INDEX without its clause are refused', async () => {
    const name = await ledger.table([], ['a']);
    const [index] = await ledger.values(`SELECT VALUE indexes[0].indexId FROM information_schema.user_tables WHERE name = '${name}'`);
    const id = index?.stringValue();
    for (const statement of [`CREATE INDEX ON ${name} (b, c)`, `CREATE INDEX ON ${name} (b.c)`, `DROP INDEX "${id}" ON ${name}`,
      `DROP INDEX "${id}" ON ${name} WITH (purge = false)`]) {
      expect(await problem(statement)).toMatchObject({ name: 'BadRequestException' });
    }
  });

  test('a name in double quotes may be a reserved word, and case matters', async () => {
    await ledger.values('CREATE TABLE "select"');
    await ledger.values('CREATE TABLE "Select"');
    await ledger.values('INSERT INTO "select" ?', { a: 1 });
    expect(await ledger.rows('SELECT * FROM "select"')).toEqual(['{a:1}']);
    expect(await ledger.rows('SELECT * FROM "Select"')).toEqual([]);
    expect((await ledger.driver.getTableNames()).map(String).sort()).toEqual(['Select', 'select']);
  });

  test('tags of a table are taken', async () => {
    const [created] = await ledger.values('CREATE TABLE Tagged WITH (aws_tags = `{environment: "test"}`)');
    expect(textAt(created, 'tableId')).toMatch(ID);
  });
});

test('a ledger has 20 active tables and 40 in all', async () => {
  const ledger = await DriverLedger.open('pglite');
  try {
    for (let round = 0; round < 2; round += 1) {
      await ledger.transaction(async (transaction) => {
        for (let n = 0; n < 20; n += 1) await transaction.execute(`CREATE TABLE t${n}`);
      });
      expect(await failure(ledger.values('CREATE TABLE one_more'))).toMatchObject({ name: 'BadRequestException', message: expect.stringMatching(/20 active tables|40 tables/) });
      await ledger.transaction(async (transaction) => {
        for (let n = 0; n < 20; n += 1) await transaction.execute(`DROP TABLE t${n}`);
      });
    }
    expect(await failure(ledger.values('CREATE TABLE one_more'))).toMatchObject({ message: expect.stringContaining('40 tables') });
  } finally {
    await ledger.close();
  }
});
