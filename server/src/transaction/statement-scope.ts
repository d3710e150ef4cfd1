import { Catalogue } from './catalogue';
import type { OwnChanges } from './changes';
import { Draft } from './draft';
import type { LedgerStorage } from './ledger-storage';
import type { TransactionLimits } from './limits';
import { ReadNotes } from './read-notes';
import { RecentRevisions } from './recent-revisions';
import type { Transaction } from './transaction';

/** What transactions of a ledger need besides their own state. */
export interface TransactionContext {
  readonly storage: LedgerStorage;
  readonly limits: TransactionLimits;
  /** https://docs.aws.amazon.com/qldb/latest/developerguide/getting-started-standard-mode.html: tags of tables are for STANDARD alone. */
  readonly tableTags: boolean;
  readonly newId: () => string;
}

/** One statement under way: it sees the transaction as it was when the statement started, and collects what it reads and changes. */
export class StatementScope {
  readonly notes: ReadNotes;
  readonly draft = new Draft();
  readonly recent: RecentRevisions;
  private taking: Promise<number> | undefined;
  private taken: number | undefined;
  private view: Catalogue | undefined;

  constructor(
    readonly transaction: Transaction,
    readonly own: OwnChanges,
    readonly context: TransactionContext,
    readonly changesDocuments: boolean,
  ) {
    this.recent = new RecentRevisions(changesDocuments);
    this.notes = new ReadNotes(transaction.reads);
  }

  /** The block at which everything is read: the latest one when the transaction's first statement reads, the same ever after. */
  async snapshot(): Promise<number> {
    return this.transaction.snapshot ?? (this.taking ??= this.takeSnapshot());
  }

  /** The snapshot, if one has been needed so far. */
  snapshotTaken(): number | undefined {
    return this.transaction.snapshot ?? this.taken;
  }

  /** Notes nothing: what is looked up in it does. */
  async catalogue(): Promise<Catalogue> {
    return this.view ??= Catalogue.of(await this.transaction.storedTables(this.context.storage, await this.snapshot()), this.own.catalogue);
  }

  private async takeSnapshot(): Promise<number> {
    this.taken = await this.transaction.takeSnapshot(this.context.storage);
    return this.taken;
  }
}
