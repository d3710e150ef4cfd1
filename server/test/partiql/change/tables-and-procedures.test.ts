import { Ledger } from './run';

describe('statements about tables and indexes', () => {
  test('answer with the id of the table', async () => {
    const ledger = new Ledger({});
    const [created] = await ledger.run("CREATE TABLE t WITH (aws_tags = `{stage: 'test'}`)");
    expect(created).toMatch(/^\{tableId:"[A-Za-z0-9]{22}"\}$/);
    expect(ledger.writeIos).toBe(1);
    expect(await ledger.run('CREATE INDEX ON t (a)')).toEqual([created]);
    const [table] = await ledger.run('SELECT * FROM information_schema.user_tables');
    expect(table).toMatch(/name:"t",indexes:\[\{indexId:"[A-Za-z0-9]{22}",expr:"\[a\]",status:"ONLINE"\}\],status:"ACTIVE"\}$/);
    const [indexId] = await ledger.run('SELECT VALUE i.indexId FROM information_schema.user_tables AS u, u.indexes AS i');
    expect(await ledger.run(`DROP INDEX ${indexId} ON t WITH (purge = true)`)).toEqual([created]);
    expect(await ledger.run('DROP TABLE t')).toEqual([created]);
    expect(await ledger.run('SELECT VALUE status FROM information_schema.user_tables')).toEqual(['"INACTIVE"']);
    expect(await ledger.run(`UNDROP TABLE ${created?.slice('{tableId:'.length, -1)}`)).toEqual([created]);
    expect(await ledger.run('SELECT VALUE t.status FROM information_schema.user_tables AS t')).toEqual(['"ACTIVE"']);
  });
});

describe('EXEC REDACT_REVISION', () => {
  const revision = '{blockAddress:{strandId:"JdxjkR9bSYB5jMHWcI464T",sequenceNo:17},tableId:"Table00000000000000001",documentId:"ADR2Ll1fGsU4Jr4EqTdnQF",version:0}';
  const address = '{strandId:"JdxjkR9bSYB5jMHWcI464T",sequenceNo:17}';

  test.each([
    [`EXEC REDACT_REVISION \`${address}\`, 'Table00000000000000001', 'ADR2Ll1fGsU4Jr4EqTdnQF'`, []],
    ['exec redact_revision ?, ?, ?', [address, '"Table00000000000000001"', '"ADR2Ll1fGsU4Jr4EqTdnQF"']],
    ["EXEC Redact_Revision {'strandId': 'JdxjkR9bSYB5jMHWcI464T', 'sequenceNo': 17}, 'Table00000000000000001', ?", ['ADR2Ll1fGsU4Jr4EqTdnQF']],
  ])('%s answers with the revision', async (statement, parameters) => {
    expect(await new Ledger({}).run(statement, ...parameters)).toEqual([revision]);
  });

  test.each([
    ["EXEC redact_revision 'a'", 'Semantic Error: at line 1, column 1: redact_revision takes exactly 3 arguments, received: 1; write EXEC REDACT_REVISION'],
    ["EXEC redact_revision 'a', 'b', 'c', 'd'", 'redact_revision takes exactly 3 arguments, received: 4'],
    ["EXEC redact_revision 'a', 'b', 'c'", 'redact_revision needs the address of a block as a struct; received a value of type string'],
    ["EXEC redact_revision `{strandId: \"a\"}`, 'b', 'c'", "redact_revision needs an address whose 'sequenceNo' is an integer from 0"],
    ["EXEC redact_revision `{strandId: \"a\", sequenceNo: -1}`, 'b', 'c'", "redact_revision needs an address whose 'sequenceNo' is an integer from 0"],
    ["EXEC redact_revision `{strandId: 1, sequenceNo: 1}`, 'b', 'c'", "redact_revision needs an address whose 'strandId' as a string; it is a value of type int"],
    ["EXEC redact_revision `{strandId: \"a\", sequenceNo: 1}`, 1, 'c'", 'redact_revision needs the id of the table as a string; it is a value of type int'],
    ["EXEC redact_revision `{strandId: \"a\", sequenceNo: 1}`, 'b', NULL", 'redact_revision needs the id of the document as a string; it is a value of type null'],
    ['EXEC anything', 'Semantic Error: at line 1, column 1: No such stored procedure: anything; there is redact_revision'],
  ])('%s is refused', async (statement, message) => {
    await expect(new Ledger({}).run(statement)).rejects.toThrow(message);
  });
});
