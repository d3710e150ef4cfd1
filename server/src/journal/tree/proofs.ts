import { foldPeaks } from './frontier';
import { nodesForDigest, proofSiblings } from './stored-nodes';
import { merkleRoot, merkleSiblings } from '../hash';

/**
 * The digest at a tip.
 *
 * @param hashes of the nodes that `nodesForDigest(tip)` names
 */
export function digestFrom(tip: number, hashes: readonly Buffer[]): Buffer {
  checkNumber(nodesForDigest(tip).length, hashes);
  return foldPeaks(hashes);
}

/**
 * What the hash of a block is combined with, one after the other, to arrive at the digest. Empty for block 0 against its own digest.
 *
 * @param hashes of the nodes that `nodesForProof(sequenceNo, tip)` names
 */
export function blockProof(sequenceNo: number, tip: number, hashes: readonly Buffer[]): Buffer[] {
  const siblings = proofSiblings(sequenceNo, tip);
  checkNumber(siblings.flat().length, hashes);
  let used = 0;
  return siblings.map((nodes) => foldPeaks(hashes.slice(used, used += nodes.length)));
}

/** Elements that the proof of a block has: more or fewer mean that it is for another block, or another tip. */
export function proofLength(sequenceNo: number, tip: number): number {
  return proofSiblings(sequenceNo, tip).length;
}

export interface BlockHashes {
  /** Of all revisions of the block, in their order. */
  readonly revisionHashes: readonly Buffer[];
  readonly entriesHashList: readonly Buffer[];
  readonly previousBlockHash: Buffer;
}

/**
 * What the hash of a revision is combined with, one after the other, to arrive at the digest: inside the revisions of its block, inside the
 * block's entries, with the block before, and so on as the block.
 *
 * @param index of the revision in its block
 * @param proof of the block
 */
export function revisionProof(index: number, block: BlockHashes, proof: readonly Buffer[]): Buffer[] {
  const { revisionHashes, entriesHashList, previousBlockHash } = block;
  const root = merkleRoot(revisionHashes);
  const entry = entriesHashList.findIndex((hash) => hash.equals(root));
  if (entry < 0) throw new RangeError('entriesHashList does not have the root over the hashes of the revisions');
  return [
    ...merkleSiblings(revisionHashes, index),
    ...merkleSiblings(entriesHashList, entry),
    ...previousBlockHash.length > 0 ? [previousBlockHash] : [],
    ...proof,
  ];
}

function checkNumber(expected: number, hashes: readonly Buffer[]): void {
  if (hashes.length !== expected) throw new RangeError(`${expected} hashes are expected, received ${hashes.length}`);
}
