import { RecentBlocks } from './recent-blocks';
import type { Tip } from './tip';

/** Batches that take the lock first after another process was seen to commit. */
const CAUTIOUS_BATCHES = 64;

/** What a process remembers of a ledger between two batches. All of it can be read again from the database. */
export class CommitterState {
  private known: { readonly recent: RecentBlocks; tip: Tip } | undefined;
  private cautious = 0;

  /** Whether others commit to the ledger too, so that a batch made for the remembered tip would likely be in vain. */
  get expectsOthers(): boolean {
    return this.cautious > 0;
  }

  get tip(): Tip | undefined {
    return this.known?.tip;
  }

  get recent(): RecentBlocks {
    if (!this.known) {
      throw new Error('the tip of the ledger has not been read');
    }
    return this.known.recent;
  }

  /** Starts over at a tip that was read. */
  start(tip: Tip): void {
    this.known = { tip, recent: new RecentBlocks(tip.sequenceNo) };
  }

  /** Notes a block that has been committed. */
  add(tip: Tip, transactionId: string, touches: Iterable<bigint>): void {
    this.recent.add(tip.sequenceNo, transactionId, touches);
    if (this.known) {
      this.known.tip = tip;
    }
  }

  /** Notes whether someone else has committed since the last batch. */
  noteOthers(seen: boolean): void {
    this.cautious = seen ? CAUTIOUS_BATCHES : Math.max(0, this.cautious - 1);
  }

  /** After a failure nothing that is remembered can be relied on. */
  forget(): void {
    this.known = undefined;
  }
}
