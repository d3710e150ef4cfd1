import { Ledger } from './run';

describe('INSERT', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ["INSERT INTO t VALUE {'a': 1, 'b': [1.50, `2017T`]}", [], ['{a:1,b:[1.50,2017T]}']],
    ['INSERT INTO t VALUE ?', ['{a:x::{b:{{aGk=}}}}'], ['{a:x::{b:{{aGk=}}}}']],
    ['INSERT INTO t ?', ['{a:1}'], ['{a:1}']],
    ['INSERT INTO t ?', ['[{a:1},{a:2}]'], ['{a:1}', '{a:2}']],
    ["INSERT INTO t << {'a': 1}, {'a': ?} >>", ['2'], ['{a:1}', '{a:2}']],
    ["INSERT INTO t [{'a': 1}, ?]", ['{a:2}'], ['{a:1}', '{a:2}']],
    ['INSERT INTO t << >>', [], []],
    ["INSERT INTO t VALUE `{a: null.int, 'b c': [], d: ()}`", [], ["{a:null.int,'b c':[],d:()}"]],
    ["INSERT INTO t VALUE {'a': MISSING, 'b': << 1, 2 >>, 'c': [MISSING, {'d': MISSING}]}", [], ['{b:[1,2],c:[null,{}]}']],
    ["INSERT INTO t VALUE {'at': UTCNOW(), 'by': TXID()}", [], ['{at:2021-03-04T05:06:07Z,by:"TransactionId000000001"}']],
    ['INSERT INTO t VALUE {}', [], ['{}']],
    ['INSERT INTO t SELECT u.a, u.a + 1 AS b FROM u WHERE u.a > 1', [], ['{a:2,b:3}', '{a:3,b:4}']],
    ['INSERT INTO t (SELECT VALUE u FROM u WHERE u.a = 2)', [], ['{a:2}']],
    ['INSERT INTO t VALUE (PIVOT u.a AT \'x\' FROM u WHERE u.a = 1)', [], ['{x:1}']],
  ])('%s %j', async (statement, parameters, expected) => {
    const ledger = new Ledger({ t: [], u: ['{a:1}', '{a:2}', '{a:3}'] });
    const rows = await ledger.run(statement, ...parameters);
    expect(ledger.documents('t')).toEqual(expected);
    expect(rows).toEqual(ledger.ids('t').map((id) => `{documentId:"${id}"}`));
    expect(ledger.writeIos).toBe(expected.length);
  });

  test('of what the table holds doubles it, and ends', async () => {
    const ledger = new Ledger({ t: ['{a:1}', '{a:2}', '{a:3}'] });
    await ledger.run('INSERT INTO t SELECT * FROM t');
    expect(ledger.documents('t')).toEqual(['{a:1}', '{a:2}', '{a:3}', '{a:1}', '{a:2}', '{a:3}']);
  });

  test.each<[string, readonly string[], string]>([
    ['INSERT INTO t VALUE 1', [], 'Evaluator Error: at line 1, column 21: a document must be a struct; received a value of type int'],
    ["INSERT INTO t << {'a': 1}, 2 >>", [], 'a document must be a struct; received a value of type int'],
    ["INSERT INTO t VALUE [{'a': 1}]", [], 'a document must be a struct; received a value of type list'],
    ['INSERT INTO t VALUE ?', ['null.struct'], 'a document must be a struct; received a value of type null'],
    ['INSERT INTO t VALUE MISSING', [], 'a document must be a struct; received a value of type missing'],
    ['INSERT INTO t VALUES (1, 2)', [], 'a document must be a struct; received a value of type list'],
    ['INSERT INTO t SELECT VALUE u.a FROM u', [], 'a document must be a struct; received a value of type int'],
    ["INSERT INTO T VALUE {'a': 1}", [], "Semantic Error: at line 1, column 13: No such variable named 'T'"],
    ["INSERT INTO _ql_committed_t VALUE {'a': 1}", [], 'documents are inserted into the table itself, not into its committed view: write INSERT INTO t'],
    ['INSERT INTO t VALUE ?', [], 'Unbound parameter for ordinal: 1'],
    ["INSERT INTO t VALUE {'a': b}", [], "Semantic Error: at line 1, column 27: No such variable named 'b'"],
  ])('%s is refused, and nothing is inserted', async (statement, parameters, message) => {
    const ledger = new Ledger({ t: [], u: ['{a:1}'] });
    await expect(ledger.run(statement, ...parameters)).rejects.toThrow(message);
    expect(ledger.documents('t')).toEqual([]);
  });
});
