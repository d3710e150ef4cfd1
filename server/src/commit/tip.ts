import type { Frontier } from '../journal/tree';

/** The end of a journal: what the next block follows from. */
export interface Tip {
  /** -1 where there is no block yet. */
  readonly sequenceNo: number;
  readonly hash: Buffer;
  /** Milliseconds since the epoch. Blocks' times never decrease, whatever the clocks of the processes that write them say. */
  readonly timestamp: number;
  readonly transactionTime: number;
  /** The Merkle tree's right edge. `undefined` where blocks at the journal's beginning are not known: it was imported without them. */
  readonly frontier: Frontier | undefined;
}
