import { knownFrom, type KnownTree } from './known-tree';
import type { VerifiedBlock } from '../archive/verify/verify-archive';
import type { Frontier } from '../journal/tree';

/** What the blocks of an archive, and the proofs that came with it, say of the tree over the journal. */
export class ImportedTree {
  private first: number | undefined;
  private shown: Frontier | undefined;

  add({ block, before }: VerifiedBlock): void {
    this.first ??= block.address.sequenceNo;
    this.shown ??= before;
  }

  /** From which block on it is known, if it is. */
  known(): KnownTree | undefined {
    return this.shown && knownFrom(this.first ?? 0, this.shown);
  }
}
