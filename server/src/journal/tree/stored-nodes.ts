import { checkCount, subtreeLevels } from './shape';

/**
 * A node of the Merkle tree over the block hashes, and the block it is stored with: the last one under it, which completes it.
 *
 * On level 0 it is that block's own hash. Above, it is one of the nodes that `Frontier.append` gave for the block: the one at
 * `level - 1` in their list.
 */
export interface StoredNode {
  readonly level: number;
  readonly index: number;
  readonly sequenceNo: number;
}

/** What the digest at a tip is made of: `digestFrom` takes the hashes of these nodes in this order. At most one for each bit of the tip. */
export function nodesForDigest(tip: number): StoredNode[] {
  checkCount('the tip', tip);
  return nodesBetween(0, tip + 1);
}

/**
 * What the proof of a block against the digest at a tip is made of: `blockProof` takes the hashes of these nodes in this order.
 *
 * @throws RangeError when the tip is before the block
 */
export function nodesForProof(sequenceNo: number, tip: number): StoredNode[] {
  return proofSiblings(sequenceNo, tip).flat();
}

/**
 * The nodes behind each element of a proof, from the bottom. A sibling on the right that is not complete consists of several.
 *
 * A level on which the path is the odd last one has no sibling and adds no element.
 */
export function proofSiblings(sequenceNo: number, tip: number): StoredNode[][] {
  checkCount('the sequence number', sequenceNo);
  checkCount('the tip', tip);
  if (tip < sequenceNo) throw new RangeError(`block ${sequenceNo} is not under a digest at block ${tip}`);
  const size = tip + 1;
  const siblings: StoredNode[][] = [];
  let index = sequenceNo;
  for (let width = 1; width < size; width *= 2) {
    const sibling = index % 2 === 0 ? index + 1 : index - 1;
    const start = sibling * width;
    if (start < size) siblings.push(nodesBetween(start, Math.min(start + width, size)));
    index = Math.floor(index / 2);
  }
  return siblings;
}

/** The complete subtrees over the leaves from `start` to before `end`, the largest first. `start` is where a subtree of their size begins. */
function nodesBetween(start: number, end: number): StoredNode[] {
  let at = start;
  return subtreeLevels(end - start).map((level) => {
    const node = { level, index: at / 2 ** level, sequenceNo: at + 2 ** level - 1 };
    at += 2 ** level;
    return node;
  });
}
