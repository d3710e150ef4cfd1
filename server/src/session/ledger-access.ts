import { badRequest, invalidSession } from './session-errors';
import { findLedger, findLedgerByNumber, type LedgerRecord } from '../store/ledgers';
import type { Store } from '../store/store';

/**
 * How old what is known of a ledger's key may be when a statement runs. That a ledger is being deleted every transaction finds out anew:
 * when it starts, when it takes its snapshot and when it commits.
 */
const MAX_AGE_MILLISECONDS = 500;

/** Ledgers that are kept at hand. */
const MAX_KEPT = 1_000;

/** Looks up the ledgers of sessions, and whether they may be used. */
export class LedgerAccess {
  private readonly kept = new Map<number, { readonly record: LedgerRecord; readonly at: number }>();

  constructor(private readonly store: Store, private readonly account: number, private readonly now: () => number) {}

  /** @throws ServiceError BadRequestException when there is no such ledger, or it cannot be used */
  async forNewSession(name: string): Promise<LedgerRecord> {
    const record = await findLedger(this.store.queries, this.account, name);
    if (!record) {
      throw badRequest(`Ledger with name '${name}' does not exist`);
    }
    if (record.state !== 'ACTIVE') {
      throw badRequest(record.state === 'CREATING'
        ? `Ledger is being created: '${name}'; try again once its state is ACTIVE`
        : `Ledger is being deleted: '${name}'`);
    }
    return this.usable(record);
  }

  /**
   * The ledger as of a moment ago.
   *
   * @throws ServiceError InvalidSessionException when the ledger is gone or going, BadRequestException when its key is inaccessible
   */
  async forStatement(ledger: number): Promise<LedgerRecord> {
    const known = this.kept.get(ledger);
    return known && this.now() - known.at < MAX_AGE_MILLISECONDS ? known.record : this.usable(await this.active(ledger));
  }

  /** What needs no data needs no key. @throws ServiceError InvalidSessionException when the ledger is gone or going */
  async forEnding(ledger: number): Promise<void> {
    await this.active(ledger);
  }

  /** A ledger that is being deleted is found as well: what was committed to it was committed. */
  async find(ledger: number): Promise<LedgerRecord | undefined> {
    return findLedgerByNumber(this.store, this.account, ledger);
  }

  private async active(ledger: number): Promise<LedgerRecord> {
    const record = await this.find(ledger);
    if (record?.state !== 'ACTIVE') {
      this.kept.delete(ledger);
      throw ledgerGone();
    }
    return record;
  }

  private usable(record: LedgerRecord): LedgerRecord {
    if (record.encryptionStatus === 'KMS_KEY_INACCESSIBLE') {
      this.kept.delete(record.ledger);
      throw badRequest(`the ledger '${record.name}' cannot be read or written while its KMS key '${record.kmsKeyArn}' is inaccessible; enable the key`);
    }
    if (this.kept.size >= MAX_KEPT) {
      this.kept.clear();
    }
    this.kept.set(record.ledger, { record, at: this.now() });
    return record;
  }
}

export function ledgerGone() {
  return invalidSession('No such session: its ledger has been deleted');
}
