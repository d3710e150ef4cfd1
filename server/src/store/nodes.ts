import { readNodes } from './blocks';
import { readOuterNodes } from './outer-nodes';
import type { Statements } from './statement';
import type { StoredNode } from '../journal/tree';

/**
 * The hashes of nodes of a ledger's Merkle tree, in their order: leaves are hashes of blocks, the others lie in the blocks that complete them.
 * Those of the part before a journal that begins later are kept by themselves.
 */
export async function readNodeHashes(db: Statements, ledger: number, references: readonly StoredNode[]): Promise<readonly Buffer[]> {
  const blocks = await readNodes(db, ledger, [...new Set(references.map(({ sequenceNo }) => sequenceNo))]);
  const bySequenceNo = new Map(blocks.map((block) => [block.sequenceNo, block]));
  const found = references.map(({ level, sequenceNo }) => {
    const block = bySequenceNo.get(sequenceNo);
    return level === 0 ? block?.hash : block?.nodes[level - 1];
  });
  const outer = found.every((hash) => hash) ? [] : await readOuterNodes(db, ledger);
  return references.map(({ level, index, sequenceNo }, at) => {
    const hash = found[at] ?? outer.find((node) => node.level === level && node.index === index)?.hash;
    if (!hash) {
      throw new Error(`node ${index} of level ${level} of the journal's tree is missing in block ${sequenceNo} of ledger ${ledger}`);
    }
    return hash;
  });
}
