import type { CommitContext } from './commit-context';
import { CommitQueue } from './commit-queue';
import { openTip } from './read-tip';
import { findTip, findTransactions } from '../store/blocks';
import { LatestCatalogue, readCatalogue } from '../store/catalogue';
import { findHistory, findLiveByIds, findLiveByKeys, findRevisionInBlock, findTableOfIndex, scanTable } from '../store/revisions';
import {
  LedgerGoneError, type CatalogueSnapshot, type CommitOutcome, type HistoryQuery, type LedgerStorage, type PreparedTransaction,
  type RevisionInBlock, type StoredRevision, type StoredTable,
} from '../transaction/ledger-storage';

/** A ledger in SQL, as this process sees it. */
export class SqlLedgerStorage implements LedgerStorage {
  readonly strandId: string;
  private readonly queue: CommitQueue;
  private readonly latestCatalogue: LatestCatalogue;
  private readonly tableOfIndex = new Map<string, string>();

  constructor(private readonly context: CommitContext) {
    this.strandId = context.strandId;
    this.queue = new CommitQueue(context);
    this.latestCatalogue = new LatestCatalogue(context.store, context.ledger);
  }

  /** @throws LedgerGoneError when the ledger is being deleted */
  async tip(): Promise<number> {
    const { store, ledger, ledgerName } = this.context;
    const tip = await findTip(store, ledger);
    if (tip === 'gone') {
      throw new LedgerGoneError(`ledger '${ledgerName}' is gone`);
    }
    // A ledger that was made before there were journals.
    return tip ?? (await openTip(this.context, store)).sequenceNo;
  }

  async catalogue(snapshot: number): Promise<readonly StoredTable[]> {
    return readCatalogue(this.context.store, this.context.ledger, snapshot);
  }

  async latest(): Promise<CatalogueSnapshot> {
    const latest = await this.latestCatalogue.read();
    if (latest === 'gone') {
      throw new LedgerGoneError(`ledger '${this.context.ledgerName}' is gone`);
    }
    return latest ?? { snapshot: await this.tip(), tables: [] };
  }

  async scan(snapshot: number, tableId: string, page: { readonly after?: string; readonly limit: number }): Promise<readonly StoredRevision[]> {
    return scanTable(this.context.store, { ledger: this.context.ledger, snapshot }, tableId, page);
  }

  async liveByIds(snapshot: number, tableId: string, documentIds: readonly string[]): Promise<readonly StoredRevision[]> {
    return findLiveByIds(this.context.store, { ledger: this.context.ledger, snapshot }, tableId, documentIds);
  }

  async liveByKeys(snapshot: number, indexId: string, keys: readonly Buffer[]): Promise<readonly StoredRevision[]> {
    const { store, ledger } = this.context;
    const tableId = this.tableOfIndex.get(indexId) ?? await findTableOfIndex(store, ledger, indexId);
    if (tableId === undefined) {
      return [];
    }
    this.tableOfIndex.set(indexId, tableId);
    return findLiveByKeys(store, { ledger, snapshot }, tableId, indexId, keys);
  }

  async history(snapshot: number, tableId: string, query: HistoryQuery): Promise<readonly StoredRevision[]> {
    return findHistory(this.context.store, { ledger: this.context.ledger, snapshot }, tableId, query);
  }

  async revisionInBlock(sequenceNo: number, documentId: string): Promise<RevisionInBlock | undefined> {
    return findRevisionInBlock(this.context.store, this.context.ledger, sequenceNo, documentId);
  }

  async findCommitted(transactionId: string): Promise<number | undefined> {
    return (await findTransactions(this.context.store, this.context.ledger, [transactionId])).get(transactionId);
  }

  async commit(transaction: PreparedTransaction): Promise<CommitOutcome> {
    return this.queue.commit(transaction);
  }

  /** Resolves when no commit is under way. */
  async idle(): Promise<void> {
    await this.queue.idle();
  }
}
