import { outerNodes, type KnownTree } from './known-tree';
import { Frontier } from '../journal/tree';
import { readNodes } from '../store/blocks';
import { insertOuterNodes } from '../store/outer-nodes';
import { restoreNodes } from '../store/restore-ledger';
import type { Statements } from '../store/statement';

/** Blocks at a time. */
const BATCH = 1_000;

/**
 * Notes what is known of the tree besides what was stored with the blocks: the hashes to the left of them, and the nodes above blocks that came
 * before a proof showed what is to their left.
 */
export async function restoreTree(db: Statements, ledger: number, known: KnownTree): Promise<void> {
  await insertOuterNodes(db, ledger, outerNodes(known));
  let frontier = Frontier.from(known.from, known.left);
  for (let next = known.from; next < known.shownAt; next += BATCH) {
    const sequenceNos = Array.from({ length: Math.min(BATCH, known.shownAt - next) }, (_, index) => next + index);
    const blocks = await readNodes(db, ledger, sequenceNos);
    await restoreNodes(db, ledger, [...blocks].sort((a, b) => a.sequenceNo - b.sequenceNo).map(({ sequenceNo, hash }) => {
      const grown = frontier.append(hash);
      frontier = grown.frontier;
      return { sequenceNo, nodes: grown.completed.map((node) => node.hash) };
    }));
  }
}
