import { readRevision, type RevisionAtAddress } from './read-block';
import { VerificationError } from './verification-error';
import { checkProofAbove, verifyProof, type Digest } from './verify-proof';
import type { Value } from '../../ion/value';
import { computedRevisionHash } from '../revision';
import { proofLength } from '../tree';

export interface VerifyRevisionOptions {
  /** A digest, and the revision's proof against it. @default - only the revision by itself */
  readonly against?: Digest & { readonly proof: readonly Uint8Array[] };
}

/**
 * Verifies a revision as GetRevision, a committed view or `history()` gave it: its hash from metadata and data (or the hash that stands in
 * place of redacted data) and, given a digest, that it is under it.
 *
 * @throws VerificationError naming what is wrong
 */
export function verifyRevision(value: Value, { against }: VerifyRevisionOptions = {}): RevisionAtAddress {
  const { address, revision } = readRevision(value);
  const { hash, data, dataHash, metadata } = revision;
  if (data && dataHash) throw new VerificationError('a revision has data or dataHash, received both');
  const computed = computedRevisionHash(revision)!;
  if (!computed.equals(hash)) {
    throw new VerificationError(
      `version ${metadata.version} of document ${metadata.id} has the hash ${hash.toString('base64')}, its content makes ${computed.toString('base64')}`,
    );
  }
  if (against) {
    const { proof } = against;
    verifyProof(hash, proof, against.digest);
    // Below the block stand the hashes inside it, at least one from its entries, and the hash of the block before.
    const inside = against.tip.sequenceNo < address.sequenceNo ? 0 : proof.length - proofLength(address.sequenceNo, against.tip.sequenceNo);
    const least = address.sequenceNo === 0 ? 1 : 2;
    if (inside < least) throw new VerificationError(`the proof has ${proof.length} hashes, too few for a revision in block ${address.sequenceNo}`);
    checkProofAbove(address, proof[inside - 1], proof.slice(inside), against);
  }
  return { address, revision };
}
