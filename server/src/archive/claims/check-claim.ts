import type { Claim, ClaimedProof, ClaimOutcome } from './claim';
import { frontierFromProof } from './proof-path';
import { proofLength, revisionProof, type Frontier } from '../../journal/tree';
import type { DecodedBlock } from '../../journal/verifier/read-block';
import { foldProof } from '../../journal/verifier/verify-proof';
import { shownHash } from '../report/finding';

/** A block, and the tree as far as it is known. */
export interface ClaimContext {
  readonly block: DecodedBlock;
  readonly before: Frontier | undefined;
  /** With the block. */
  readonly after: Frontier | undefined;
}

export interface ProofResult {
  readonly outcome: ClaimOutcome;
  /** The tree before the block, where the proof shows it. */
  readonly before?: Frontier;
}

/** Compares a proof of a block, or of a revision in it, with its digest. */
export function checkProof(claim: Claim, proof: ClaimedProof, { block, before }: ClaimContext): ProofResult {
  const { sequenceNo } = block.address;
  const outcome = (rest: Pick<ClaimOutcome, 'status' | 'message'> & Partial<ClaimOutcome>): ProofResult => ({
    outcome: { ...about(claim), ...rest },
  });
  const differs = (message: string, expected?: string, found?: string) => outcome({
    status: 'differs', message, ...expected !== undefined && { expected, found },
  });
  const inner = innerProof(proof, block);
  if (typeof inner === 'string') return differs(inner);
  const folded = foldProof(inner.hash, proof.elements);
  const name = proof.documentId === undefined ? `block ${sequenceNo}` : `document ${proof.documentId} in block ${sequenceNo}`;
  if (!folded.equals(claim.digest)) {
    const [expected, found] = [shownHash(claim.digest), shownHash(folded)];
    return differs(`${name} and the proof make the digest ${found}, given is ${expected}`, expected, found);
  }
  const above = proof.elements.slice(inner.elements.length);
  if (!inner.elements.every((element, index) => element.equals(proof.elements[index]!))) {
    return differs(`the proof of ${name} goes another way than through its block`);
  }
  const { tip } = claim;
  if (!tip) return outcome({ status: 'matches', through: sequenceNo, message: `${name} is under the digest; at which tip was not given` });
  if (tip.sequenceNo < sequenceNo) return differs(`the tip is block ${tip.sequenceNo}, before ${name}`);
  const length = proofLength(sequenceNo, tip.sequenceNo);
  if (above.length !== length) {
    const [expected, found] = [String(length), String(above.length)];
    return differs(`the proof of ${name} under block ${tip.sequenceNo} has ${found} hashes above it, it must have ${expected}`, expected, found);
  }
  if (sequenceNo % 2 === 1 && !above[0]!.equals(block.previousBlockHash)) {
    const [expected, found] = [shownHash(block.previousBlockHash), shownHash(above[0]!)];
    return differs(`the proof of ${name} must go through the hash of the block before it, ${expected}, and goes through ${found}`, expected, found);
  }
  const left = frontierFromProof(sequenceNo, tip.sequenceNo, above);
  if (before && !before.digest().equals(left.digest())) {
    const [expected, found] = [before, left].map((tree) => shownHash(tree.digest()));
    return differs(`the proof of ${name} has other hashes for the blocks before it than those that are here`, expected, found);
  }
  const message = `${name} is under the digest at block ${tip.sequenceNo}, by its proof`;
  return { ...outcome({ status: 'matches', through: sequenceNo, message }), before: left };
}

/** The hash that the proof begins with, and its part inside the block. Or what is wrong. */
function innerProof(proof: ClaimedProof, block: DecodedBlock): { readonly hash: Buffer; readonly elements: readonly Buffer[] } | string {
  if (proof.documentId === undefined) return { hash: block.blockHash, elements: [] };
  const index = block.revisions.findIndex((revision) => revision.kind === 'user' && revision.metadata.id === proof.documentId);
  const revision = block.revisions[index];
  if (!revision) return `block ${block.address.sequenceNo} has no revision of document ${proof.documentId}`;
  try {
    return { hash: revision.hash, elements: revisionProof(index, { ...block, revisionHashes: block.revisions.map(({ hash }) => hash) }, []) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return error.message;
  }
}

/** Compares a digest with the one that the blocks up to the tip make. */
export function checkDigest(claim: Claim, { block, after }: ClaimContext): ClaimOutcome {
  const { sequenceNo } = block.address;
  if (!after) return { ...about(claim), status: 'not compared', message: notDetermined(sequenceNo) };
  const digest = after.digest();
  if (digest.equals(claim.digest)) {
    return { ...about(claim), status: 'matches', through: sequenceNo, message: `it is the digest of the blocks up to ${sequenceNo}` };
  }
  const [expected, found] = [shownHash(claim.digest), shownHash(digest)];
  const message = `the blocks up to ${sequenceNo} have the digest ${found}, given is ${expected}`;
  return { ...about(claim), status: 'differs', message, expected, found };
}

export function notDetermined(sequenceNo: number): string {
  return `the digest at block ${sequenceNo} is not determined: blocks before it are missing here, and no proof stands in for them`;
}

export function about({ source, requested, digest }: Claim): Pick<ClaimOutcome, 'source' | 'requested' | 'digest'> {
  return { source, requested, digest };
}
