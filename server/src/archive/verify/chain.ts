import type { BlockOrigin } from '../../journal/check-block';
import type { BlockHeader } from '../../journal/journal';
import { Frontier, type TreeNode } from '../../journal/tree';
import type { Finding } from '../report/finding';
import { shownHash } from '../report/finding';

/** What of the blocks so far is needed for the next one: nothing that grows with them but by the logarithm. */
interface Tip {
  readonly sequenceNo: number;
  readonly blockHash: Buffer;
  readonly timestamp: number;
  readonly origin: BlockOrigin;
}

export interface NextStep {
  readonly kind: 'next';
  readonly findings: readonly Finding[];
  /** The tree without the block and with it, where it is known. */
  readonly before: Frontier | undefined;
  readonly after: Frontier | undefined;
  /** The nodes above the blocks that the block completes. */
  readonly completed: readonly TreeNode[];
  /** Older than the block before it, by its own time. */
  readonly isOlder: boolean;
}

export type ChainStep =
  /** The next block, or the next one that is there. */
  | NextStep
  /** The same block once more. */
  | { readonly kind: 'copy' }
  /** Another block in the place of one that was there already, or one that comes too late. */
  | { readonly kind: 'refused'; readonly finding: Finding };

/** Puts blocks to a chain, and builds the tree over it. */
export class Chain {
  private tip: Tip | undefined;
  private frontier: Frontier | undefined;

  /** Whether the last block was made by qldb-server: whether the next one has to be. */
  get isOwn(): boolean {
    return this.tip?.origin === 'qldb-server';
  }

  /** The tree up to the last block, where it is known. */
  get tree(): Frontier | undefined {
    return this.frontier;
  }

  /** Where the block belongs, without adding it. */
  isNext({ address: { sequenceNo } }: BlockHeader): boolean {
    return !this.tip || sequenceNo > this.tip.sequenceNo;
  }

  add(block: BlockHeader, origin: BlockOrigin): ChainStep {
    const { tip } = this;
    const { sequenceNo } = block.address;
    if (tip && sequenceNo <= tip.sequenceNo) return repeated(block, tip);
    const before = tip?.sequenceNo === sequenceNo - 1 ? this.frontier : tip ? undefined : beginning(block);
    const grown = before?.append(block.blockHash);
    const isOlder = tip !== undefined && block.timestamp < tip.timestamp;
    const findings = tip ? [...follows(block, tip), ...isOlder && origin === 'qldb-server' ? [older(block, tip)] : []] : [];
    this.tip = { sequenceNo, blockHash: block.blockHash, timestamp: block.timestamp, origin };
    this.frontier = grown?.frontier;
    return { kind: 'next', findings, before, after: grown?.frontier, completed: grown?.completed ?? [], isOlder };
  }

  /** The tree before the block that was added last has become known. */
  learn(before: Frontier): void {
    if (this.tip && !this.frontier) this.frontier = before.append(this.tip.blockHash).frontier;
  }
}

/** The hash that block 1 follows is that of block 0, which no export holds. */
function beginning({ address: { sequenceNo }, previousBlockHash }: BlockHeader): Frontier | undefined {
  if (sequenceNo === 0) return Frontier.EMPTY;
  return sequenceNo === 1 ? Frontier.from(1, [previousBlockHash]) : undefined;
}

function* follows({ address: { sequenceNo }, previousBlockHash }: BlockHeader, tip: Tip): Generator<Finding> {
  const next = tip.sequenceNo + 1;
  if (sequenceNo > next) {
    const missing = sequenceNo - 1 === next ? `block ${next} is` : `blocks ${next} to ${sequenceNo - 1} are`;
    yield { code: 'blocks missing', sequenceNo: next, expected: `block ${next}`, found: `block ${sequenceNo}`, message: `${missing} missing` };
  } else if (!previousBlockHash.equals(tip.blockHash)) {
    const [expected, found] = [shownHash(tip.blockHash), shownHash(previousBlockHash)];
    yield {
      code: 'previousBlockHash', sequenceNo, field: 'previousBlockHash', expected, found,
      message: `block ${sequenceNo}: previousBlockHash is ${found}, block ${tip.sequenceNo} has the hash ${expected}`,
    };
  }
}

function older({ address: { sequenceNo }, timestamp }: BlockHeader, tip: Tip): Finding {
  const [expected, found] = [new Date(tip.timestamp).toISOString(), new Date(timestamp).toISOString()];
  return {
    code: 'block time', sequenceNo, field: 'blockTimestamp', expected: `not before ${expected}`, found,
    message: `block ${sequenceNo}: blockTimestamp is ${found}, before that of block ${tip.sequenceNo}, ${expected}`,
  };
}

function repeated({ address: { sequenceNo }, blockHash }: BlockHeader, tip: Tip): ChainStep {
  if (sequenceNo < tip.sequenceNo) {
    return { kind: 'refused', finding: { code: 'block order', sequenceNo, message: `block ${sequenceNo} comes behind block ${tip.sequenceNo}` } };
  }
  if (blockHash.equals(tip.blockHash)) return { kind: 'copy' };
  const [expected, found] = [shownHash(tip.blockHash), shownHash(blockHash)];
  return {
    kind: 'refused',
    finding: {
      code: 'block differs', sequenceNo, field: 'blockHash', expected, found,
      message: `block ${sequenceNo} is there twice, with different hashes: ${expected} and ${found}`,
    },
  };
}
