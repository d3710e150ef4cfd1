import { Ledger } from './run';

describe('the tallest statements that the parser lets through', () => {
  test.each([
    ['sums', Array.from({ length: 990 }, () => '1').join(' + ')],
    ['strings', Array.from({ length: 990 }, () => "'a'").join(' || ')],
    ['parentheses', `${'('.repeat(380)}1${')'.repeat(380)}`],
    ['lists', `${'['.repeat(190)}1${']'.repeat(190)}`],
    ['structs', `${"{'a':".repeat(190)}1${'}'.repeat(190)}`],
    ['conditions', Array.from({ length: 3_000 }, () => 'a = 1').join(' OR ')],
    ['negations', `${'NOT '.repeat(380)}true`],
    ['calls', `${'coalesce('.repeat(380)}1${')'.repeat(380)}`],
    ['cases', `${'CASE WHEN true THEN '.repeat(380)}1${' END'.repeat(380)}`],
    ['subqueries', `${'(SELECT VALUE '.repeat(120)}1${' FROM << 0 >>)'.repeat(120)}`],
    ['operators of every kind', Array.from({ length: 35 }).reduce<string>((inner) => `(false OR true AND NOT true = (1 < 2 + 3 * (CASE WHEN ${inner} THEN 1 ELSE 2 END)))`, 'true')],
    ['sums in parentheses', Array.from({ length: 180 }).reduce<string>((inner) => `(1 + 1 + 1 + ${inner})`, '1')],
  ])('%s run', async (_, expression) => {
    const ledger = new Ledger({ t: ['{a:1}'] });
    expect(await ledger.run(`SELECT VALUE ${expression} FROM t`)).toHaveLength(1);
    expect(await ledger.run(`SELECT a FROM t WHERE ${expression} IS NOT MISSING`)).toHaveLength(1);
    await ledger.run(`UPDATE t SET b = ${expression}`);
    expect(ledger.documents('t')).toHaveLength(1);
  });

  test('joins of many sources run', async () => {
    const sources = Array.from({ length: 300 }, (_, index) => `<< ${index} >> AS x${index}`);
    expect(await new Ledger({}).run(`SELECT VALUE x299 FROM ${sources.join(', ')} WHERE x0 = 0`)).toEqual(['299']);
  });
});
