import { addressValue } from './address';
import { dot, merkleRoot } from './hash';
import type { BlockAddress } from './journal';
import { hashIon, hashValue } from '../ion/hash';
import { timestampOf } from '../ion/timestamp-milliseconds';
import { string, structOf } from '../ion/value';

/** What a block's hash is made of. */
export interface BlockContent {
  readonly address: BlockAddress;
  readonly transactionId: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  /** Empty in block 0. */
  readonly previousBlockHash: Uint8Array;
  /** Ion binary. */
  readonly transactionInfo: Uint8Array;
  /** Ion binary. @default - the block redacts nothing */
  readonly redactionInfo?: Uint8Array;
  readonly revisionHashes: readonly Uint8Array[];
}

export interface SealedHashes {
  readonly entriesHashList: readonly Buffer[];
  readonly entriesHash: Buffer;
  readonly blockHash: Buffer;
}

/**
 * Makes a block's hashes.
 *
 * The entries are, in the order of AWS's blocks: address and transaction, revisions, time, transaction info, redaction info. The first and
 * the third are AWS's own business, and clients cannot tell what they are made of; here they bind what nothing else would.
 *
 * A block without revisions has no entry for them. AWS's verifiers look for the root over `revisions` wherever a block has that field, even
 * empty, so `blockValue` then leaves it out as well.
 */
export function sealBlock(content: BlockContent): SealedHashes {
  const { previousBlockHash, transactionInfo, redactionInfo } = content;
  const entriesHashList = entriesOf(content, { transactionInfo: hashIon(transactionInfo), redactionInfo: redactionInfo && hashIon(redactionInfo) });
  const entriesHash = merkleRoot(entriesHashList);
  return { entriesHashList, entriesHash, blockHash: dot(entriesHash, previousBlockHash) };
}

/** Hashes of parts of a block, for those who have them already. */
export interface PartHashes {
  readonly transactionInfo: Buffer;
  readonly redactionInfo: Buffer | undefined;
}

export function entriesOf(
  content: Pick<BlockContent, 'address' | 'transactionId' | 'timestamp' | 'revisionHashes'>, { transactionInfo, redactionInfo }: PartHashes,
): Buffer[] {
  const entries = [originHash(content)];
  if (content.revisionHashes.length > 0) entries.push(merkleRoot(content.revisionHashes));
  entries.push(timeHash(content), transactionInfo);
  if (redactionInfo) entries.push(redactionInfo);
  return entries;
}

function originHash({ address, transactionId }: Pick<BlockContent, 'address' | 'transactionId'>): Buffer {
  return hashValue(structOf({ blockAddress: addressValue(address), transactionId: string(transactionId) }));
}

function timeHash({ timestamp }: Pick<BlockContent, 'timestamp'>): Buffer {
  return hashValue(structOf({ blockTimestamp: { kind: 'timestamp', value: timestampOf(timestamp) } }));
}
