import { tablesOf } from './query';
import { writeText } from '../../../src/ion/text';
import type { Modify } from '../../../src/partiql/ast';
import { startStatement } from '../../../src/partiql/eval/compile';
import { evaluate } from '../../../src/partiql/eval/environment';
import { targetRows } from '../../../src/partiql/eval/target-rows';
import { parse } from '../../../src/partiql/syntax/parse';
import type { MemoryDataSource } from '../../support/memory-data-source';

const data = () => tablesOf(
  { name: 't', documents: ['{ n: 1, list: [{ k: [7, 8] }, { k: [9] }] }', '{ n: 2, s: { x: 1, y: 2 } }'], indexes: ['n'] },
  { name: 'u', documents: ['{}'] });

interface Target {
  readonly n: string;
  readonly places: Readonly<Record<string, ReadonlyArray<string | number>>>;
}

/** The rows that a change with this FROM and WHERE works on. */
async function targetsOf(source: MemoryDataSource, from: string): Promise<readonly Target[]> {
  const modify = parse(`FROM ${from} SET z = 1`) as Modify;
  const statement = startStatement({
    data: source,
    parameters: [],
    now: { precision: 'year', offset: undefined, year: 2020, month: 1, day: 1, hour: 0, minute: 0, second: 0, fraction: '' },
    transactionId: 'TransactionId000000001',
    checkpoint: () => undefined,
  });
  const targets: Target[] = [];
  for await (const { environment, row, table, places } of targetRows(modify.from, modify.where, statement)) {
    expect(table.name).toBe('t');
    expect(row.data).toBe(source.documents('t').get(row.documentId));
    const number = {
      kind: 'path' as const, at: modify.at, root: { kind: 'identifier' as const, name: 'v', quoted: false, lexical: false, at: modify.at },
      steps: [{ kind: 'field' as const, name: 'n', quoted: false, at: modify.at }],
    };
    targets.push({ n: writeText(await evaluate(number, environment)), places: Object.fromEntries(places) });
  }
  return targets;
}

describe('the rows that a change works on', () => {
  it('are those of the table that pass the condition, found by index', async () => {
    const source = data();
    expect(await targetsOf(source, 't AS v WHERE v.n = 2')).toEqual([{ n: '2', places: { v: [] } }]);
    expect(source.reads).toEqual(['table t', 'index t.n 1']);
  });

  it('tell where in the document the alias of a nested collection is', async () => {
    expect(await targetsOf(data(), 't AS v, v.list AS x, x.k AS y AT i WHERE y > 7')).toEqual([
      { n: '1', places: { v: [], x: ['list', 0], y: ['list', 0, 'k', 1] } },
      { n: '1', places: { v: [], x: ['list', 1], y: ['list', 1, 'k', 0] } },
    ]);
  });

  it('tell the place of fields and single values', async () => {
    expect(await targetsOf(data(), "t AS v, UNPIVOT v.s AS f AT name, v['s'].x AS x WHERE v.n = 2 AND name = 'y'"))
      .toEqual([{ n: '2', places: { v: [], f: ['s', 'y'], x: ['s', 'x'] } }]);
    expect(await targetsOf(data(), 't AS v, v.list[1 - 1].k AS y WHERE v.n = 1')).toEqual([
      { n: '1', places: { v: [], y: ['list', 0, 'k', 0] } },
      { n: '1', places: { v: [], y: ['list', 0, 'k', 1] } },
    ]);
  });

  it('have no place for what is no part of the document', async () => {
    expect(await targetsOf(data(), 't AS v, << 5 >> AS x, v.list[*].k AS y WHERE v.n = 1')).toEqual(Array(2).fill({ n: '1', places: { v: [] } }));
  });

  it.each([
    ['_ql_committed_t AS v', 'only the documents of a table can be changed'],
    ['<< 1 >> AS v', 'only the documents of a table can be changed'],
    ['nothing AS v', "No such variable named 'nothing'"],
    ['t AS v, items AS x', "No such variable named 'items'"],
  ])('are not those of %s', async (from, message) => {
    await expect(targetsOf(data(), from)).rejects.toThrow(message);
  });
});
