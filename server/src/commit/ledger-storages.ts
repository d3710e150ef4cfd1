import type { FastifyBaseLogger } from 'fastify';
import { SqlLedgerStorage } from './sql-ledger-storage';
import { newId, type IdSources } from '../ids';
import type { LedgerRecord } from '../store/ledgers';
import type { Store } from '../store/store';

export interface LedgerStoragesOptions {
  readonly store: Store;
  readonly ids: IdSources;
  /** How long the database may be away before commits that were under way fail. @default 20,000 ms */
  readonly outageMilliseconds?: number;
  /** A commit has left something to be done in the background. @default - nobody is told */
  readonly onBackgroundWork?: () => void;
  readonly log: FastifyBaseLogger;
}

/** Ledgers that are kept at hand. What is dropped is made again when it is asked for. */
const MAX_KEPT = 1_000;

/** The journals and documents of all ledgers: one storage for each, so that the commits of a process make common batches. */
export class LedgerStorages {
  private readonly opened = new Map<number, SqlLedgerStorage>();

  constructor(private readonly options: LedgerStoragesOptions) {}

  open({ ledger, name, strand }: Pick<LedgerRecord, 'ledger' | 'name' | 'strand'>): SqlLedgerStorage {
    const known = this.opened.get(ledger);
    if (known) {
      return known;
    }
    const { store, ids, log, outageMilliseconds = 20_000, onBackgroundWork = () => undefined } = this.options;
    const storage = new SqlLedgerStorage({
      store, ledger, ledgerName: name, strandId: strand, now: ids.now, random: Math.random, newId: () => newId(ids), outageMilliseconds,
      onBackgroundWork, log,
    });
    for (const [oldest] of this.opened) {
      if (this.opened.size < MAX_KEPT) {
        break;
      }
      this.opened.delete(oldest);
    }
    this.opened.set(ledger, storage);
    return storage;
  }

  /** Waits for the commits under way. */
  async close(): Promise<void> {
    await Promise.all([...this.opened.values()].map((storage) => storage.idle()));
  }
}
