import { readBlock } from './read-block';
import { VerificationError } from './verification-error';
import { checkProofAbove, verifyProof, type Digest } from './verify-proof';
import { decode } from '../../ion/decode';
import { fieldOf, type Value } from '../../ion/value';
import { BlockIntegrityError, checkBlock, type BlockOrigin } from '../check-block';
import type { Block } from '../journal';

export interface VerifyBlockOptions {
  /** @default 'qldb-server' */
  readonly origin?: BlockOrigin;
  /** A digest, and the block's proof against it. @default - only the block by itself */
  readonly against?: Digest & { readonly proof: readonly Uint8Array[] };
}

/**
 * Verifies a block as GetBlock gave it: every hash from what it is made of and, given a digest, that the block is under it.
 *
 * @throws VerificationError naming what is wrong
 */
export function verifyBlock(value: Value, { origin = 'qldb-server', against }: VerifyBlockOptions = {}): Block {
  const block = readBlock(value);
  verifyParts(block, origin);
  if (against) {
    verifyProof(block.blockHash, against.proof, against.digest);
    checkProofAbove(block.address, block.previousBlockHash, against.proof, against);
  }
  return block;
}

/** @throws VerificationError */
export function verifyParts(block: Block, origin: BlockOrigin): void {
  try {
    checkBlock(block, origin);
  } catch (error) {
    if (error instanceof BlockIntegrityError) throw new VerificationError(error.message, { cause: error });
    throw error;
  }
  if (origin === 'qldb-server') checkDocuments(block);
}

/**
 * A revision of which only the hash is shown has that same hash, so a server could hide one. The documents that the transaction wrote are in
 * `transactionInfo`, and in a block of `qldb-server` each of them has its revision.
 */
function checkDocuments({ address, transactionInfo, revisions }: Block): void {
  const info = decode(transactionInfo);
  const documents = info.kind === 'struct' ? fieldOf(info, 'documents') : undefined;
  const written = documents?.kind === 'struct' ? documents.fields.map(({ name }) => name) : [];
  const shown = revisions.flatMap((revision) => revision.kind === 'user' ? [revision.metadata.id] : []);
  const missing = written.find((id) => !shown.includes(id)) ?? shown.find((id) => !written.includes(id));
  if (missing !== undefined || shown.length !== written.length) {
    throw new VerificationError(`block ${address.sequenceNo} does not show one revision for each document that its transaction wrote (${missing})`);
  }
}
