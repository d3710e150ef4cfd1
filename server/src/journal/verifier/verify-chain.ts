import { VerificationError } from './verification-error';
import { verifyParts } from './verify-block';
import type { BlockOrigin } from '../check-block';
import type { Block } from '../journal';
import { Frontier } from '../tree';

export interface ChainOptions {
  /** @default 'qldb-server' */
  readonly origin?: BlockOrigin;
  /**
   * The tree over all blocks before the first one. Not needed where the first one is block 0 or block 1, whose `previousBlockHash` says all.
   *
   * @default - the digest of a chain that begins later is not known
   */
  readonly before?: Frontier;
}

/**
 * Verifies a journal, block by block in its order: each block by itself, that none is missing, and that each has the hash of the one before.
 *
 * It keeps no blocks: memory does not grow with the journal.
 */
export class ChainVerifier {
  private readonly origin: BlockOrigin;
  private frontier: Frontier | undefined;
  private last: Block | undefined;

  constructor(private readonly options: ChainOptions = {}) {
    this.origin = options.origin ?? 'qldb-server';
  }

  /** @throws VerificationError naming the block and what is wrong */
  add(block: Block): void {
    verifyParts(block, this.origin);
    if (this.last) this.checkFollows(block, this.last);
    else this.frontier = this.frontierBefore(block);
    this.frontier = this.frontier?.append(block.blockHash).frontier;
    this.last = block;
  }

  /** The digest at the last block. `undefined` where the journal began in the middle, or there was none. */
  digest(): Buffer | undefined {
    return this.last && this.frontier?.digest();
  }

  private checkFollows(block: Block, last: Block): void {
    const { address, previousBlockHash, timestamp } = block;
    const name = `block ${address.sequenceNo}`;
    if (address.strandId !== last.address.strandId) throw new VerificationError(`${name} is of strand ${address.strandId}, not ${last.address.strandId}`);
    if (address.sequenceNo !== last.address.sequenceNo + 1) throw new VerificationError(`${name} does not follow block ${last.address.sequenceNo}`);
    if (!previousBlockHash.equals(last.blockHash)) {
      throw new VerificationError(
        `${name} follows a block with the hash ${previousBlockHash.toString('base64')}, block ${last.address.sequenceNo} has ${last.blockHash.toString('base64')}`,
      );
    }
    if (timestamp < last.timestamp) throw new VerificationError(`${name} is older than block ${last.address.sequenceNo}`);
  }

  private frontierBefore({ address, previousBlockHash }: Block): Frontier | undefined {
    const { before } = this.options;
    if (address.sequenceNo === 0) return Frontier.EMPTY;
    if (address.sequenceNo === 1) return Frontier.from(1, [previousBlockHash]);
    if (before && before.size !== address.sequenceNo) {
      throw new VerificationError(`the first block is ${address.sequenceNo}, but the tree before it is of ${before.size} blocks`);
    }
    return before;
  }
}

export interface VerifiedChain {
  readonly blocks: number;
  /** At the last block. `undefined` where the journal began in the middle, or there was none. */
  readonly digest: Buffer | undefined;
}

/** @throws VerificationError naming the block and what is wrong */
export function verifyChain(blocks: Iterable<Block>, options: ChainOptions = {}): VerifiedChain {
  const verifier = new ChainVerifier(options);
  let count = 0;
  for (const block of blocks) {
    verifier.add(block);
    count++;
  }
  return { blocks: count, digest: verifier.digest() };
}
