import fc from 'fast-check';
import type { Action, Change, Condition } from '../history/action';

/** A step of one client. Documents and tables that are known by then are named by number. */
export type Move =
  | { readonly client: number; readonly kind: 'commit' | 'abort' }
  | { readonly client: number; readonly kind: 'statement'; readonly action: PlannedAction };

/** Makes an action of the ids of documents and tables that are known. */
export interface PlannedAction {
  readonly action: Action;
  /** Which of the known documents a condition by id means. */
  readonly document: number;
  /** Which of the known tables an UNDROP means. */
  readonly table: number;
}

export const MODEL_TABLES = ['Alpha', 'Beta'] as const;
const LATER = 'set when it is known';

const table = fc.constantFrom(...MODEL_TABLES);
const key = fc.integer({ min: 0, max: 3 });
const number = fc.integer({ min: 0, max: 5 });

const where: fc.Arbitrary<Condition> = fc.oneof(
  fc.constant<Condition>({ kind: 'all' }),
  { arbitrary: fc.constant<Condition>({ kind: 'id', id: LATER }), weight: 3 },
  { arbitrary: fc.record({ kind: fc.constant('equals' as const), field: fc.constant('k'), value: key }), weight: 3 },
  fc.record({ kind: fc.constant('one-of' as const), field: fc.constant('k'), values: fc.array(key, { minLength: 1, maxLength: 3 }) }),
  fc.record({ kind: fc.constant('at-least' as const), field: fc.constant('n'), value: number }),
);

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), field: fc.constantFrom('k', 'n'), value: key }),
  fc.record({ kind: fc.constant('add' as const), field: fc.constant('n'), value: number }),
);

/** A field is assigned once in a statement: what two assignments of one field mean is a question of its own. */
const changes = fc.uniqueArray(change, { minLength: 1, maxLength: 2, selector: ({ field }) => field });

const form = fc.constantFrom('update' as const, 'from' as const);
const view = fc.constantFrom('user' as const, 'committed' as const);

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('insert' as const), table, document: fc.record({ k: key, n: number }) }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('update' as const), table, where, changes, form }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('delete' as const), table, where }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('select' as const), table, where, view }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('count' as const), table, where }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('history' as const), table, id: fc.constant(LATER) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('create-table' as const), table }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop-table' as const), table }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('undrop-table' as const), tableId: fc.constant(LATER) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('create-index' as const), table, field: fc.constantFrom('k', 'n') }) },
);

const reference = fc.nat({ max: 20 });

export function movesOf(clients: number): fc.Arbitrary<readonly Move[]> {
  const client = fc.nat({ max: clients - 1 });
  const statement = fc.record({ action, document: reference, table: reference });
  return fc.array(fc.oneof(
    { weight: 6, arbitrary: fc.record({ client, kind: fc.constant('statement' as const), action: statement }) },
    { weight: 3, arbitrary: fc.record({ client, kind: fc.constant('commit' as const) }) },
    { weight: 1, arbitrary: fc.record({ client, kind: fc.constant('abort' as const) }) },
  ), { maxLength: 40 });
}

/** The action with the ids put in. */
export function actionOf({ action: planned, ...numbers }: PlannedAction, documents: readonly string[], tables: readonly string[]): Action {
  const id = documents[numbers.document % documents.length] ?? 'nowhere';
  switch (planned.kind) {
    case 'history':
      return { ...planned, id };
    case 'undrop-table':
      return { ...planned, tableId: tables[numbers.table % tables.length] ?? 'nowhere' };
    case 'select':
    case 'count':
    case 'update':
    case 'delete':
      return planned.where.kind === 'id' ? { ...planned, where: { kind: 'id', id } } : planned;
    default:
      return planned;
  }
}
