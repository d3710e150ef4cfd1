import { randomBytes } from 'node:crypto';
import { newId } from '../../src/ids';
import type { LedgerStorage } from '../../src/transaction/ledger-storage';
import { AWS_LIMITS, type TransactionLimits } from '../../src/transaction/limits';
import { prepare } from '../../src/transaction/prepare';
import { StatementScope, type TransactionContext } from '../../src/transaction/statement-scope';
import { Transaction } from '../../src/transaction/transaction';
import { TransactionData } from '../../src/transaction/transaction-data';

export const id = () => newId({ now: Date.now, randomBytes });

/** A transaction over a storage, whose statements are pieces of a test. */
export class TestTransaction {
  readonly transaction = new Transaction({ id: id(), deadline: Infinity });
  private readonly context: TransactionContext;

  constructor(private readonly storage: LedgerStorage, limits: Partial<TransactionLimits> = {}) {
    this.context = { storage, limits: { ...AWS_LIMITS, ...limits }, tableTags: true, newId: id };
  }

  /** A statement that fails changes nothing, as in the service. */
  async statement<T>(work: (data: TransactionData) => Promise<T>): Promise<T> {
    const scope = new StatementScope(this.transaction, this.transaction.own, this.context, true);
    const step = () => {
      const snapshot = scope.snapshotTaken();
      return {
        kind: 'statement', statement: '', startTime: 0, digest: Buffer.alloc(32), reads: scope.notes.take(), ...(snapshot !== undefined && { snapshot }),
      } as const;
    };
    try {
      const result = await work(new TransactionData(scope));
      this.transaction.apply({ ...step(), changes: scope.draft.changes() });
      return result;
    } catch (error) {
      this.transaction.apply(step());
      throw error;
    }
  }

  async commit(): Promise<void> {
    await this.storage.commit(await prepare(this.transaction, this.storage, 0));
  }
}
