import { changed, satisfies, type Change, type Condition, type Document, type Step } from './action';
import { checkHistory } from './check-history';
import type { Anomaly, RecordedBlock, RecordedTransaction } from './history';
import type { WrittenRevision } from './ledger-model';

const TABLE = 'T';
const TABLE_ID = 'table-1';

interface PlannedState {
  readonly documents: ReadonlyMap<string, { readonly version: number; readonly document: Document }>;
}

/**
 * Histories made by hand, to see what the checker finds in them: each statement is answered with what a given state says, which a correct
 * server would have chosen rightly and a faulty one has not.
 */
export class PlannedHistory {
  readonly transactions: RecordedTransaction[] = [];
  readonly blocks: RecordedBlock[] = [];
  private documents = new Map<string, { readonly version: number; readonly document: Document }>();
  private documentCount = 0;

  constructor() {
    this.commit(this.transaction('create', 0, 1, [{ action: { kind: 'create-table', table: TABLE }, outcome: { kind: 'table', tableId: TABLE_ID } }]));
  }

  /** The ledger as it is now, to be read from later. */
  state(): PlannedState {
    return { documents: new Map(this.documents) };
  }

  transaction(id: string, began: number, ended: number, steps: readonly Step[], outcome: RecordedTransaction['outcome'] = 'committed'): RecordedTransaction {
    const transaction = { id, began, ended, steps, outcome };
    this.transactions.push(transaction);
    return transaction;
  }

  /** Writes a block with what the statements say that they wrote. */
  commit({ id: transactionId, steps }: RecordedTransaction): void {
    const revisions = new Map<string, WrittenRevision>();
    for (const { action, outcome } of steps) {
      for (const documentId of outcome.kind === 'written' ? outcome.ids : []) {
        const before = this.documents.get(documentId);
        const current = revisions.get(documentId)?.document ?? before?.document ?? {};
        const version = before ? before.version + 1 : 0;
        const revision = { tableId: TABLE_ID, documentId, version };
        revisions.set(documentId, action.kind === 'insert' ? { ...revision, document: action.document }
          : action.kind === 'update' ? { ...revision, document: changed(current, action.changes) } : revision);
      }
    }
    this.write(transactionId, [...revisions.values()]);
  }

  write(transactionId: string, revisions: readonly WrittenRevision[]): void {
    this.blocks.push({ sequenceNo: this.blocks.length + 1, transactionId, revisions });
    for (const { documentId, version, document } of revisions) {
      document ? this.documents.set(documentId, { version, document }) : this.documents.delete(documentId);
    }
  }

  check(): readonly Anomaly[] {
    return checkHistory(this.transactions, this.blocks);
  }

  insert(document: Document): Step {
    this.documentCount += 1;
    return { action: { kind: 'insert', table: TABLE, document }, outcome: { kind: 'written', ids: [`document-${this.documentCount}`] } };
  }
}

const matches = (state: PlannedState, where: Condition) => [...state.documents].filter(([id, { document }]) => satisfies(id, document, where));

export const where = (field: string, value: string | number): Condition => ({ kind: 'equals', field, value });

export function select(state: PlannedState, condition: Condition): Step {
  const documents = matches(state, condition).map(([id, { document }]) => ({ id, document }));
  return { action: { kind: 'select', table: TABLE, where: condition, view: 'user' }, outcome: { kind: 'found', documents } };
}

export function count(state: PlannedState, condition: Condition): Step {
  return { action: { kind: 'count', table: TABLE, where: condition }, outcome: { kind: 'counted', count: matches(state, condition).length } };
}

export function update(state: PlannedState, condition: Condition, ...changes: readonly Change[]): Step {
  return {
    action: { kind: 'update', table: TABLE, where: condition, changes, form: 'update' },
    outcome: { kind: 'written', ids: matches(state, condition).map(([id]) => id) },
  };
}

export function remove(state: PlannedState, condition: Condition): Step {
  return { action: { kind: 'delete', table: TABLE, where: condition }, outcome: { kind: 'written', ids: matches(state, condition).map(([id]) => id) } };
}
