/** Keys that are remembered. More are read from the database when an old snapshot asks for them. */
const MAX_KEYS = 200_000;

interface RecentBlock {
  readonly sequenceNo: number;
  readonly transactionId: string;
  readonly touches: readonly bigint[];
}

/**
 * What the last blocks touched, so that most commits are checked without asking the database.
 *
 * One look-up for each key that a transaction read, however many blocks there were since its snapshot.
 */
export class RecentBlocks {
  private readonly lastTouch = new Map<bigint, number>();
  private readonly transactions = new Map<string, number>();
  private blocks: RecentBlock[] = [];
  private keys = 0;

  /** @param floor the block before the first that will be remembered */
  constructor(private floorNo: number) {}

  /** Blocks after this one are remembered. */
  get floor(): number {
    return this.floorNo;
  }

  add(sequenceNo: number, transactionId: string, touches: Iterable<bigint>): void {
    const block = { sequenceNo, transactionId, touches: [...touches] };
    this.blocks.push(block);
    this.transactions.set(transactionId, sequenceNo);
    this.keys += block.touches.length + 1;
    for (const key of block.touches) {
      this.lastTouch.set(key, sequenceNo);
    }
    if (this.keys > MAX_KEYS) {
      this.forgetHalf();
    }
  }

  /** Whether a remembered block after `snapshot` touched one of the keys. */
  touched(keys: Iterable<bigint>, snapshot: number): boolean {
    for (const key of keys) {
      if ((this.lastTouch.get(key) ?? -1) > snapshot) {
        return true;
      }
    }
    return false;
  }

  /** The block of a transaction, if it is a remembered one. */
  blockOf(transactionId: string): number | undefined {
    return this.transactions.get(transactionId);
  }

  private forgetHalf(): void {
    const forgotten = this.blocks.splice(0, Math.ceil(this.blocks.length / 2));
    for (const { sequenceNo, transactionId, touches } of forgotten) {
      for (const key of touches) {
        if (this.lastTouch.get(key) === sequenceNo) {
          this.lastTouch.delete(key);
        }
      }
      this.transactions.delete(transactionId);
      this.keys -= touches.length + 1;
      this.floorNo = sequenceNo;
    }
  }
}
