import type { FastifyBaseLogger } from 'fastify';
import { checkBlock } from '../journal/check-block';
import type { Block } from '../journal/journal';

/** A block cannot be delivered, now or ever. */
export class UnreadableBlockError extends Error {
  override readonly name = 'UnreadableBlockError';
}

/** As GetBlock does it: a block that is not what was written is shown as it is, so that whoever verifies it finds what was changed. */
export function noteDamage(block: Block, ledgerName: string, log: FastifyBaseLogger): void {
  try {
    checkBlock(block);
  } catch (error) {
    log.error({ err: error, ledger: ledgerName, sequenceNo: block.address.sequenceNo }, 'a block that is delivered is not what was written');
  }
}
