import { readNodes } from './blocks';
import type { Statements } from './statement';
import type { StoredNode } from '../journal/tree';

/** The hashes of nodes of a ledger's Merkle tree, in their order: leaves are hashes of blocks, the others lie in the blocks that complete them. */
export async function readNodeHashes(db: Statements, ledger: number, references: readonly StoredNode[]): Promise<readonly Buffer[]> {
  const blocks = await readNodes(db, ledger, [...new Set(references.map(({ sequenceNo }) => sequenceNo))]);
  const bySequenceNo = new Map(blocks.map((block) => [block.sequenceNo, block]));
  return references.map(({ level, index, sequenceNo }) => {
    const block = bySequenceNo.get(sequenceNo);
    const hash = level === 0 ? block?.hash : block?.nodes[level - 1];
    if (!hash) {
      throw new Error(`node ${index} of level ${level} of the journal's tree is missing in block ${sequenceNo} of ledger ${ledger}`);
    }
    return hash;
  });
}
