import { Frontier } from '../../journal/tree';

/** One step of the way from a block to the root of the tree, where there is another half. */
export interface ProofStep {
  readonly side: 'left' | 'right';
}

/** The other halves on the way up from a block, from the bottom. A level on which the way goes up as it is has none. */
export function proofSteps(sequenceNo: number, tip: number): ProofStep[] {
  const steps: ProofStep[] = [];
  let index = sequenceNo;
  for (let width = 1; width < tip + 1; width *= 2) {
    if (index % 2 === 1) steps.push({ side: 'left' });
    else if ((index + 1) * width <= tip) steps.push({ side: 'right' });
    index = Math.floor(index / 2);
  }
  return steps;
}

/** The tree over all blocks before a block, which its proof consists of on the left. */
export function frontierFromProof(sequenceNo: number, tip: number, proof: readonly Buffer[]): Frontier {
  const left = proofSteps(sequenceNo, tip).flatMap(({ side }, index) => side === 'left' ? [proof[index]!] : []);
  return Frontier.from(sequenceNo, left.reverse());
}
