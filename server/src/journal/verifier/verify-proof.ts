import { readHash, readPlain } from './read-parts';
import { VerificationError } from './verification-error';
import { parseText, writeText } from '../../ion/text';
import { blob, list, type Value } from '../../ion/value';
import { dot, HASH_LENGTH } from '../hash';
import type { BlockAddress } from '../journal';
import { proofLength } from '../tree';

/** What GetDigest gave, kept where the server cannot change it. */
export interface Digest {
  readonly digest: Uint8Array;
  readonly tip: BlockAddress;
}

/**
 * Verifies that a block or a revision is under a digest: its hash, combined with each hash of the proof, makes the digest.
 *
 * A proof has no marks of left and right, and the order of two hashes does not matter when they are combined. So this alone does not say
 * *where* in the journal the block is; `verifyBlock` and `verifyRevision` check what can be known about that.
 *
 * @param hash of the block or the revision, computed from its content
 * @throws VerificationError
 */
export function verifyProof(hash: Uint8Array, proof: readonly Uint8Array[], digest: Uint8Array): void {
  for (const [name, bytes] of [['the hash', hash], ['the digest', digest], ...proof.map((element, index) => [`proof[${index}]`, element] as const)] as const) {
    if (bytes.length !== HASH_LENGTH) throw new VerificationError(`${name} has ${bytes.length} bytes, a hash has ${HASH_LENGTH}`);
  }
  const found = foldProof(hash, proof);
  if (!found.equals(digest)) {
    throw new VerificationError(`hash and proof make ${found.toString('base64')}, the digest is ${Buffer.from(digest).toString('base64')}`);
  }
}

/** The digest that a hash and its proof make. */
export function foldProof(hash: Uint8Array, proof: readonly Uint8Array[]): Buffer {
  return proof.reduce((found: Buffer, element) => dot(found, element), Buffer.from(hash));
}

/** Reads a proof as GetBlock and GetRevision give it: an Ion list of blobs. */
export function parseProof(ionText: string): Buffer[] {
  return readProof(parseText(ionText));
}

export function readProof(value: Value): Buffer[] {
  return readPlain(value, 'list', 'the proof').elements.map((element, index) => readHash(element, `proof[${index}]`));
}

/** Writes a proof as GetBlock and GetRevision give it, `[{{…}},{{…}}]`. */
export function proofText(proof: readonly Uint8Array[]): string {
  return writeText(list(proof.map(blob)));
}

/**
 * The part of a proof above a block, whose form depends on where the block is: its length, and that below an odd block the first hash is that
 * of the block before it.
 *
 * @param before hash of the block before; of a revision, the element of the proof that stands in its place
 */
export function checkProofAbove(address: BlockAddress, before: Uint8Array | undefined, above: readonly Uint8Array[], { tip }: Digest): void {
  if (tip.strandId !== address.strandId) {
    throw new VerificationError(`the digest is of strand ${tip.strandId}, the block of strand ${address.strandId}`);
  }
  if (tip.sequenceNo < address.sequenceNo) {
    throw new VerificationError(`the digest is of block ${tip.sequenceNo}, before block ${address.sequenceNo}`);
  }
  const expected = proofLength(address.sequenceNo, tip.sequenceNo);
  if (above.length !== expected) {
    throw new VerificationError(`the proof of block ${address.sequenceNo} under block ${tip.sequenceNo} has ${expected} hashes, received ${above.length}`);
  }
  if (address.sequenceNo % 2 === 1 && !(before && Buffer.from(above[0]!).equals(before))) {
    throw new VerificationError(`the proof of block ${address.sequenceNo} must begin with the hash of the block before it`);
  }
}
