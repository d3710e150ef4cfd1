export { Frontier, type Peak, type TreeNode } from './tree/frontier';
export { nodesForDigest, nodesForProof, type StoredNode } from './tree/stored-nodes';
export { blockProof, digestFrom, proofLength, revisionProof } from './tree/proofs';
