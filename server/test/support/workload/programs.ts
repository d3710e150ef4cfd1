import type { Document } from '../history/action';
import { GiveUp, type Program } from '../history/recording-client';
import type { SeededRandom } from '../random';

/** Makes a program of one kind; what it does depends on what it draws. */
export type ProgramKind = (random: SeededRandom) => Program;

const ACCOUNTS = 8;
const PEOPLE = 60;
const SHIFTS = 3;
const ITEMS = 10;

export const COUNTERS = ['red', 'green', 'blue'] as const;
export const START_BALANCE = 100;

interface TablePlan {
  readonly index?: string;
  readonly documents: readonly Document[];
}

/** Tables and what stands in them at the start. */
export const TABLES: Readonly<Record<string, TablePlan>> = {
  Account: { index: 'number', documents: Array.from({ length: ACCOUNTS }, (_, index) => ({ number: index, balance: START_BALANCE })) },
  Person: { index: 'email', documents: [] },
  Doctor: { index: 'shift', documents: Array.from({ length: SHIFTS * 3 }, (_, index) => ({ shift: index % SHIFTS, onCall: 1 })) },
  Counter: { index: 'name', documents: COUNTERS.map((name) => ({ name, value: 0 })) },
  Item: { index: 'label', documents: [] },
  // No index at first: it is scanned, and gets its index while it is in use.
  Event: { documents: [] },
};

const equals = (field: string, value: string | number) => ({ kind: 'equals', field, value }) as const;
const add = (field: string, value: number) => ({ kind: 'add', field, value }) as const;

/** QLDB has no unique constraint: looking up and inserting in one transaction is how its users keep a value unique. */
const register: ProgramKind = (random) => async (statements) => {
  const email = `person-${random.below(PEOPLE)}`;
  const found = await statements.select('Person', equals('email', email));
  if (found.length === 0) {
    await statements.insert('Person', { email, visits: 0 });
  } else if (random.chance(0.3)) {
    await statements.remove('Person', equals('email', email));
  } else {
    await statements.update('Person', equals('email', email), add('visits', 1));
  }
};

const transfer: ProgramKind = (random) => async (statements) => {
  const from = random.below(ACCOUNTS);
  const to = (from + 1 + random.below(ACCOUNTS - 1)) % ACCOUNTS;
  const [payer] = await statements.select('Account', equals('number', from));
  const amount = 1 + random.below(20);
  if (Number(payer?.document.balance) < amount) {
    throw new GiveUp();
  }
  await statements.update('Account', equals('number', from), add('balance', -amount));
  await statements.update('Account', equals('number', to), add('balance', amount));
};

/** Each of two alone keeps one doctor on call; both at once would leave none. */
const changeShift: ProgramKind = (random) => async (statements) => {
  const doctors = await statements.select('Doctor', equals('shift', random.below(SHIFTS)));
  const onCall = doctors.filter(({ document }) => document.onCall === 1);
  const { id } = random.pick(onCall.length > 1 ? onCall : doctors);
  await statements.update('Doctor', { kind: 'id', id }, { kind: 'set', field: 'onCall', value: onCall.length > 1 ? 0 : 1 });
};

const countUp: ProgramKind = (random) => async (statements) => {
  const where = random.chance(0.2) ? { kind: 'one-of', field: 'name', values: [...COUNTERS] } as const : equals('name', random.pick(COUNTERS));
  await statements.perform({ kind: 'update', table: 'Counter', where, changes: [add('value', 1)], form: random.chance(0.5) ? 'from' : 'update' });
  if (random.chance(0.3)) {
    await statements.select('Counter', where);
  }
};

/** What it inserts depends on a scan, which must not miss what another inserts meanwhile. */
const logEvent: ProgramKind = (random) => async (statements) => {
  const grade = random.below(5);
  const count = await statements.count('Event', { kind: 'at-least', field: 'grade', value: grade });
  if (count > 12) {
    await statements.remove('Event', { kind: 'at-least', field: 'grade', value: grade });
  }
  await statements.insert('Event', { grade, seen: count });
};

const renameEvents: ProgramKind = (random) => async (statements) => {
  const grade = random.below(5);
  await statements.update('Event', equals('grade', grade), { kind: 'set', field: 'grade', value: (grade + 1) % 5 });
  await statements.count('Event', equals('grade', grade));
};

const audit: ProgramKind = (random) => async (statements) => {
  await statements.select('Account', { kind: 'all' }, random.chance(0.5) ? 'user' : 'committed');
  if (random.chance(0.5)) {
    await statements.select('Counter', { kind: 'all' });
  }
  await statements.count('Event', equals('grade', random.below(5)));
};

const lookUp: ProgramKind = (random) => async (statements) => {
  await statements.select('Person', equals('email', `person-${random.below(PEOPLE)}`), random.chance(0.5) ? 'user' : 'committed');
  await statements.select('Doctor', equals('shift', random.below(SHIFTS)));
};

/** Deletes and inserts again, after a look at the history. */
const replaceItem: ProgramKind = (random) => async (statements) => {
  const label = `item-${random.below(ITEMS)}`;
  const [item] = await statements.select('Item', equals('label', label), 'committed');
  if (item) {
    await statements.perform({ kind: 'history', table: 'Item', id: item.id });
    await statements.remove('Item', { kind: 'id', id: item.id });
  }
  if (!item || random.chance(0.7)) {
    await statements.insert('Item', { label, generation: Number(item?.document.generation ?? 0) + 1 });
  }
};

/** Writes without reading anything. */
const insertBlindly: ProgramKind = (random) => async (statements) => {
  await statements.insert('Item', { label: `blind-${random.below(1_000_000)}`, generation: 0 });
  if (random.chance(0.1)) {
    throw new GiveUp();
  }
};

/** Every kind, the more often the higher its weight. */
export const PROGRAMS: ReadonlyArray<{ readonly weight: number; readonly kind: ProgramKind }> = [
  { weight: 3, kind: register },
  { weight: 3, kind: transfer },
  { weight: 2, kind: changeShift },
  { weight: 2, kind: countUp },
  { weight: 2, kind: logEvent },
  { weight: 1, kind: renameEvents },
  { weight: 2, kind: audit },
  { weight: 2, kind: lookUp },
  { weight: 3, kind: replaceItem },
  { weight: 2, kind: insertBlindly },
];

const DECK = PROGRAMS.flatMap(({ weight, kind }) => Array.from({ length: weight }, () => kind));

export function randomProgram(random: SeededRandom): Program {
  return random.pick(DECK)(random);
}
