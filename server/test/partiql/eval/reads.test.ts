import { ask, collect, start, tablesOf } from './query';
import { int, structOf } from '../../../src/ion/value';
import { MemoryDataSource } from '../../support/memory-data-source';

const numbers = (count: number, batch?: number) => new MemoryDataSource(
  [{ name: 't', documents: Array.from({ length: count }, (_, n) => structOf({ n: int(n) })) }], batch);

describe('ReadIOs', () => {
  it('are the row visits of nested loops: 1092 for a six-way join of three rows, as the suites of the AWS drivers demand', async () => {
    const answer = await ask(numbers(3), 'SELECT * FROM t AS a, t AS b, t AS c, t AS d, t AS e, t AS f');
    expect(answer.rows).toHaveLength(729);
    expect(answer.readIos).toBe(1092);
    // Each alias reads the table once, however often its rows are visited.
    expect(answer.reads.filter((read) => read === 'scan t')).toHaveLength(6);
  });

  it('count rows of stored tables only', async () => {
    expect((await ask(numbers(3), 'SELECT * FROM << 1, 2 >> AS x, [1, 2, 3] AS y')).readIos).toBe(0);
    expect((await ask(numbers(3), 'SELECT * FROM << 1, 2 >> AS x, t')).readIos).toBe(6);
  });

  it('count a subquery that depends on no row once', async () => {
    const answer = await ask(numbers(4), 'SELECT VALUE a.n FROM t AS a WHERE a.n < (SELECT COUNT(*) FROM t AS b) - 2');
    expect(answer).toMatchObject({ rows: ['0', '1'], readIos: 8 });
  });

  it('stop at the first row of EXISTS', async () => {
    expect(await ask(numbers(100), 'SELECT VALUE 1 FROM << 0 >> WHERE EXISTS(SELECT * FROM t)')).toMatchObject({ rows: ['1'], readIos: 1 });
  });

  it('do not grow by what a condition on earlier sources has dropped already', async () => {
    expect((await ask(numbers(10), 'SELECT * FROM t AS a, t AS b WHERE a.n = 3')).readIos).toBe(10 + 10);
    expect((await ask(numbers(10), 'SELECT * FROM t AS a WHERE 1 = 2')).readIos).toBe(0);
  });

  it('are right for a joined table that is too large to be kept', async () => {
    const answer = await ask(numbers(20_500, 1000), 'SELECT COUNT(*) AS c FROM << 1, 2, 3 >> AS x, t');
    expect(answer).toMatchObject({ rows: ['{c:61500}'], readIos: 61_500 });
    expect(answer.reads.filter((read) => read === 'scan t')).toHaveLength(3);
  });
});

describe('rows', () => {
  it('come as they are read, and no further is read than asked for', async () => {
    const data = numbers(1000, 10);
    const execution = start(data, 'SELECT n FROM t');
    await execution.rows.next();
    expect(execution.readIos()).toBe(1);
    expect(data.rowsScanned).toBe(10);
    await execution.rows.next();
    await execution.rows.next();
    expect(execution.readIos()).toBeLessThanOrEqual(4);
    await execution.rows.return?.();
    expect(data.rowsScanned).toBe(10);
  });

  it('are not read before the first is asked for', async () => {
    const data = numbers(3);
    start(data, 'SELECT * FROM t');
    start(data, 'SELECT * FROM nothing');
    await Promise.resolve();
    expect(data.reads).toEqual([]);
  });

  it('leave no scan open behind', async () => {
    let open = 0;
    class Watched extends MemoryDataSource {
      override async* scan(...args: Parameters<MemoryDataSource['scan']>): ReturnType<MemoryDataSource['scan']> {
        open++;
        try {
          yield* super.scan(...args);
        } finally {
          open--;
        }
      }
    }
    const data = new Watched([{ name: 't', documents: [structOf({ n: int(1) }), structOf({ n: int(2) }), structOf({ n: int(3) })] }], 1);
    const execution = start(data, 'SELECT * FROM t AS a, t AS b');
    await execution.rows.next();
    expect(open).toBe(2);
    await execution.rows.return?.();
    expect(open).toBe(0);
    await expect(collect(start(data, 'SELECT VALUE 1 / (b.n - 2) FROM t AS a, t AS b'))).rejects.toThrow('/ by zero');
    expect(open).toBe(0);
  });
});

describe('a long statement', () => {
  const endless = `SELECT COUNT(*) FROM ${Array.from({ length: 12 }, (_, n) => `<< 1, 2, 3, 4, 5, 6, 7, 8, 9, 0 >> AS x${n}`).join(', ')}`;

  it('asks at checkpoints whether to go on, and ends when told', async () => {
    let checks = 0;
    const checkpoint = (): void => {
      checks++;
      if (checks === 20) {
        throw new RangeError('the transaction has expired');
      }
    };
    await expect(collect(start(tablesOf(), endless, [], { checkpoint }))).rejects.toThrow('the transaction has expired');
    expect(checks).toBe(20);
  });

  it('lets others run in between', async () => {
    let others = 0;
    const timer = setInterval(() => others++, 0);
    const checkpoint = (): void => {
      if (others >= 3) {
        throw new RangeError('others have run');
      }
    };
    try {
      await expect(collect(start(tablesOf(), endless, [], { checkpoint }))).rejects.toThrow('others have run');
    } finally {
      clearInterval(timer);
    }
  });

  it('is not mistaken for one that is wrong: what checkpoints throw inside a subquery is never put off', async () => {
    const checkpoint = (): void => {
      throw new RangeError('the transaction has expired');
    };
    const subquery = endless.replace('COUNT(*)', 'VALUE 1');
    await expect(collect(start(tablesOf(), `SELECT VALUE CASE WHEN false THEN (${subquery}) END FROM << 0 >>`, [], { checkpoint })))
      .rejects.toThrow('the transaction has expired');
  });

  it('may be a long chain of operators', async () => {
    const terms = Array.from({ length: 900 }, () => '1');
    expect(await ask(tablesOf(), `SELECT VALUE ${terms.join('+')} FROM << 0 >>`)).toMatchObject({ rows: ['900'] });
    const conditions = terms.map((term) => `${term} = 1`).join(' AND ');
    expect(await ask(tablesOf(), `SELECT VALUE 1 FROM << 0 >> WHERE ${conditions}`)).toMatchObject({ rows: ['1'] });
  });
});
