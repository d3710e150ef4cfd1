import { nodesForDigest, type Frontier } from '../journal/tree';
import type { OuterNode } from '../store/outer-nodes';

/** From which block on the tree over a journal is known, and what of it lies before that block. Plain data. */
export interface KnownTree {
  readonly from: number;
  /** Roots of the complete subtrees that the tree over the blocks before consists of, the largest first. */
  readonly left: readonly Buffer[];
  /** The first block whose nodes could be made when it was imported. */
  readonly shownAt: number;
}

/**
 * The first block from which on all of a tree is known, given the tree before a block that may come later.
 *
 * Where the tree before block 12 is known, it consists of the subtrees over 0–7 and 8–11. With block 5 as the journal's first one, the tree is then
 * known from block 8 on: everything to its left is one hash, and what is above it can be made from the blocks.
 *
 * @param first of the blocks that there are
 * @param shown the tree before a block that is not before `first`
 */
export function knownFrom(first: number, shown: Frontier): KnownTree {
  const starts = shown.peaks.reduce<number[]>((boundaries, { level }) => [...boundaries, boundaries.at(-1)! + 2 ** level], [0]);
  const count = starts.findIndex((start) => start >= first);
  return { from: starts[count]!, left: shown.peaks.slice(0, count).map(({ hash }) => hash), shownAt: shown.size };
}

/** The hashes that are not stored with blocks. */
export function outerNodes({ from, left }: KnownTree): readonly OuterNode[] {
  return from === 0 ? [] : nodesForDigest(from - 1).map(({ level, index }, at) => ({ level, index, hash: left[at]! }));
}
