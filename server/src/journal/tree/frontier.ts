import { subtreeLevels } from './shape';
import { dot, EMPTY_HASH } from '../hash';

/** The root of a complete subtree of 2^level blocks, the `index`-th of its level from the left. */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
  readonly hash: Buffer;
}

/** The root of one of the complete subtrees that a tree of some size consists of. */
export interface Peak {
  readonly level: number;
  readonly hash: Buffer;
}

/**
 * The right edge of the Merkle tree over a journal's block hashes: all that it takes to go on building it, however large it is.
 *
 * It is never changed; `append` gives another one.
 */
export class Frontier {
  static readonly EMPTY = new Frontier(0, []);

  /**
   * The frontier of a tree of which only these hashes are known: what `nodesForDigest` names, or what comes with a journal that begins in
   * the middle.
   *
   * @param size leaves that the tree has
   * @param hashes roots of its complete subtrees, the largest first: one for each 1 in the binary number `size`
   */
  static from(size: number, hashes: readonly Buffer[]): Frontier {
    const levels = subtreeLevels(size);
    if (levels.length !== hashes.length) {
      throw new RangeError(`a tree of ${size} leaves has ${levels.length} complete subtrees: received ${hashes.length} hashes`);
    }
    return new Frontier(size, levels.map((level, index) => ({ level, hash: hashes[index]! })));
  }

  private constructor(
    /** Leaves that the tree has. */
    readonly size: number,
    /** The largest first. */
    readonly peaks: readonly Peak[],
  ) {}

  /**
   * Adds the hash of the next block.
   *
   * @returns the nodes above the leaves that it completes, from the bottom: they are stored with the block, and found there by `nodesForProof`
   */
  append(leaf: Buffer): { readonly frontier: Frontier; readonly completed: readonly TreeNode[] } {
    const peaks = [...this.peaks];
    const completed: TreeNode[] = [];
    let peak: Peak = { level: 0, hash: leaf };
    let index = this.size;
    while (peaks.at(-1)?.level === peak.level) {
      const left = peaks.pop()!;
      index = (index - 1) / 2;
      peak = { level: peak.level + 1, hash: dot(left.hash, peak.hash) };
      completed.push({ ...peak, index });
    }
    return { frontier: new Frontier(this.size + 1, [...peaks, peak]), completed };
  }

  /** The digest of the tree: empty without leaves. */
  digest(): Buffer {
    let digest: Buffer = EMPTY_HASH;
    for (let i = this.peaks.length - 1; i >= 0; i--) digest = dot(this.peaks[i]!.hash, digest);
    return digest;
  }
}

/** The hash over a part of a tree that is not complete, from those of its complete subtrees, the largest first. */
export function foldPeaks(hashes: readonly Buffer[]): Buffer {
  return hashes.reduceRight((right: Buffer, hash) => dot(hash, right), EMPTY_HASH);
}
