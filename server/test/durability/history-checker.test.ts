import { count, PlannedHistory, remove, select, update, where } from '../support/history/planned';

const ALL = { kind: 'all' } as const;
const add = (value: number) => ({ kind: 'add', field: 'n', value }) as const;
const set = (value: number) => ({ kind: 'set', field: 'n', value }) as const;

/** Two documents, a and b, both with n = 1, committed by the moment 3. */
function planned(): PlannedHistory {
  const plan = new PlannedHistory();
  plan.commit(plan.transaction('setup', 2, 3, [plan.insert({ k: 'a', n: 1 }), plan.insert({ k: 'b', n: 1 })]));
  return plan;
}

const kinds = (plan: PlannedHistory) => [...new Set(plan.check().map(({ kind, transactionId }) => `${kind} ${transactionId}`))].sort();

describe('a history that is right', () => {
  test('of transactions one after the other has no anomaly', () => {
    const plan = planned();
    plan.commit(plan.transaction('one', 10, 11, [select(plan.state(), where('k', 'a')), update(plan.state(), where('k', 'a'), add(1))]));
    plan.commit(plan.transaction('two', 12, 13, [remove(plan.state(), where('k', 'b')), plan.insert({ k: 'c', n: 5 })]));
    plan.transaction('reader', 14, 15, [select(plan.state(), ALL), count(plan.state(), { kind: 'at-least', field: 'n', value: 2 })]);
    expect(plan.check()).toEqual([]);
  });

  test('may order transactions that overlap otherwise than they ended', () => {
    const plan = planned();
    const later = plan.transaction('first in the journal', 10, 30, [update(plan.state(), where('k', 'a'), set(7))]);
    plan.commit(later);
    plan.commit(plan.transaction('second in the journal', 11, 12, [update(plan.state(), where('k', 'a'), add(1))]));
    expect(plan.check()).toEqual([]);
  });

  test('may have a transaction whose reply was lost in the journal or not', () => {
    const plan = planned();
    plan.commit(plan.transaction('arrived', 10, Infinity, [update(plan.state(), where('k', 'a'), add(1))], 'unknown'));
    plan.transaction('did not arrive', 11, Infinity, [update(plan.state(), where('k', 'a'), add(1))], 'unknown');
    plan.transaction('reader', 14, 15, [select(plan.state(), ALL)]);
    expect(plan.check()).toEqual([]);
  });

  test('leaves a reader the state at its begin, at its end, and those between', () => {
    const plan = planned();
    const states = [plan.state()];
    for (const moment of [10, 20, 30]) {
      plan.commit(plan.transaction(`writer ${moment}`, moment, moment + 1, [update(plan.state(), where('k', 'a'), add(1))]));
      states.push(plan.state());
    }
    states.forEach((state, index) => plan.transaction(`reader ${index}`, 5, 40, [select(state, ALL)]));
    plan.transaction('reader in the middle', 22, 25, [select(states[2]!, ALL)]);
    expect(plan.check()).toEqual([]);
  });
});

describe('the checker finds', () => {
  test('a lost update', () => {
    const plan = planned();
    const before = plan.state();
    plan.commit(plan.transaction('one', 10, 20, [select(before, where('k', 'a')), update(before, where('k', 'a'), set(2))]));
    plan.commit(plan.transaction('two', 11, 21, [select(before, where('k', 'a')), update(before, where('k', 'a'), set(2))]));
    expect(kinds(plan)).toEqual(['wrong read two']);
  });

  test('write skew', () => {
    const plan = planned();
    const before = plan.state();
    plan.commit(plan.transaction('one', 10, 20, [select(before, where('n', 1)), update(before, where('k', 'a'), set(0))]));
    plan.commit(plan.transaction('two', 11, 21, [select(before, where('n', 1)), update(before, where('k', 'b'), set(0))]));
    expect(kinds(plan)).toEqual(['wrong read two']);
  });

  test('a phantom: two inserts under one key that both looked up before', () => {
    const plan = planned();
    const before = plan.state();
    plan.commit(plan.transaction('one', 10, 20, [select(before, where('k', 'new')), plan.insert({ k: 'new', n: 1 })]));
    plan.commit(plan.transaction('two', 11, 21, [select(before, where('k', 'new')), plan.insert({ k: 'new', n: 2 })]));
    expect(kinds(plan)).toEqual(['wrong read two']);
  });

  test('a phantom in a count', () => {
    const plan = planned();
    const before = plan.state();
    plan.commit(plan.transaction('one', 10, 20, [count(before, ALL), plan.insert({ k: 'x', n: 1 })]));
    plan.commit(plan.transaction('two', 11, 21, [count(before, ALL), plan.insert({ k: 'y', n: 1 })]));
    expect(kinds(plan)).toEqual(['wrong read two']);
  });

  test('a read-only transaction that sees a state older than its begin', () => {
    const plan = planned();
    const before = plan.state();
    plan.commit(plan.transaction('writer', 10, 20, [update(before, where('k', 'a'), add(1))]));
    plan.transaction('reader', 30, 40, [select(before, where('k', 'a'))]);
    expect(kinds(plan)).toEqual(['no snapshot reader']);
  });

  test('a read-only transaction that sees a state newer than its end', () => {
    const plan = planned();
    const writer = plan.transaction('writer', 30, 40, [update(plan.state(), where('k', 'a'), add(1))]);
    plan.commit(writer);
    plan.transaction('reader', 10, 20, [select(plan.state(), where('k', 'a'))]);
    expect(kinds(plan)).toEqual(['no snapshot reader']);
  });

  test('a read-only transaction that sees two states', () => {
    const plan = planned();
    const before = plan.state();
    plan.commit(plan.transaction('writer', 10, 20, [update(before, { kind: 'all' }, add(1))]));
    plan.transaction('reader', 11, 21, [select(before, where('k', 'a')), select(plan.state(), where('k', 'b'))]);
    expect(kinds(plan)).toEqual(['no snapshot reader']);
  });

  test('the same of a transaction that was given up', () => {
    const plan = planned();
    const before = plan.state();
    plan.commit(plan.transaction('writer', 10, 20, [update(before, { kind: 'all' }, add(1))]));
    plan.transaction('loser', 11, 21, [select(before, where('k', 'a')), select(plan.state(), where('k', 'b'))], 'aborted');
    expect(kinds(plan)).toEqual(['no snapshot loser']);
  });

  test('read-only transactions that see the ledger go back', () => {
    const plan = planned();
    const before = plan.state();
    plan.commit(plan.transaction('writer', 10, 100, [update(before, where('k', 'a'), add(1))]));
    plan.transaction('reader of the new', 11, 21, [select(plan.state(), where('k', 'a'))]);
    plan.transaction('reader of the old', 31, 41, [select(before, where('k', 'a'))]);
    expect(kinds(plan)).toEqual(['no snapshot reader of the old']);
  });

  test('a commit in the journal before one that was over when it began', () => {
    const plan = planned();
    plan.commit(plan.transaction('late', 30, 40, [plan.insert({ k: 'x', n: 1 })]));
    plan.commit(plan.transaction('early', 10, 20, [plan.insert({ k: 'y', n: 1 })]));
    expect(kinds(plan)).toEqual(['out of order late']);
  });

  test('an acknowledged commit that is gone', () => {
    const plan = planned();
    plan.transaction('gone', 10, 20, [plan.insert({ k: 'x', n: 1 })]);
    expect(kinds(plan)).toEqual(['lost commit gone']);
  });

  test('a commit that happened twice', () => {
    const plan = planned();
    const twice = plan.transaction('twice', 10, 20, [update(plan.state(), where('k', 'a'), add(1))]);
    plan.commit(twice);
    plan.commit(twice);
    expect(kinds(plan)).toContain('committed twice twice');
  });

  test('one with a lost reply that happened twice', () => {
    const plan = planned();
    const twice = plan.transaction('twice', 10, Infinity, [plan.insert({ k: 'x', n: 1 })], 'unknown');
    plan.commit(twice);
    plan.write('twice', []);
    expect(kinds(plan)).toContain('committed twice twice');
  });

  test('half a transaction', () => {
    const plan = planned();
    const { id } = plan.transaction('half', 10, 20, [update(plan.state(), ALL, add(1))]);
    plan.write(id, [{ tableId: 'table-1', documentId: 'document-1', version: 1, document: { k: 'a', n: 2 } }]);
    expect(kinds(plan)).toEqual(['wrong block half']);
  });

  test.each([
    ['a value that no statement wrote', { version: 1, document: { k: 'a', n: 3 } }],
    ['a version that leaves one out', { version: 2, document: { k: 'a', n: 2 } }],
    ['a deletion instead of a change', { version: 1 }],
  ])('a block with %s', (_what, revision) => {
    const plan = planned();
    const { id } = plan.transaction('writer', 10, 20, [update(plan.state(), where('k', 'a'), add(1))]);
    plan.write(id, [{ tableId: 'table-1', documentId: 'document-1', ...revision }]);
    expect(kinds(plan)).toEqual(['wrong block writer']);
  });

  test('a block of a transaction that was refused', () => {
    const plan = planned();
    plan.commit(plan.transaction('refused', 10, 20, [plan.insert({ k: 'x', n: 1 })], 'aborted'));
    expect(kinds(plan)).toEqual(['aborted commit refused']);
  });

  test('a block that no one sent, a block without effect, a number left out', () => {
    const plan = planned();
    plan.write('nobody', []);
    plan.commit(plan.transaction('reader', 10, 20, [select(plan.state(), ALL)]));
    plan.blocks.splice(2, 1, { ...plan.blocks[2]!, sequenceNo: 4 });
    expect(kinds(plan)).toEqual(['broken sequence nobody', 'empty block reader', 'unexplained block nobody']);
  });

  test('a statement that succeeded where there is no table, and one that failed where there is', () => {
    const plan = planned();
    plan.transaction('reader', 10, 20, [
      { action: { kind: 'count', table: 'Nowhere', where: ALL }, outcome: { kind: 'counted', count: 0 } },
    ]);
    plan.transaction('refused', 10, 20, [
      { action: { kind: 'count', table: 'T', where: ALL }, outcome: { kind: 'refused', message: 'no such table' } },
    ]);
    expect(kinds(plan)).toEqual(['no snapshot reader', 'no snapshot refused']);
  });
});
