import { addressValue } from './address';
import { dot, merkleRoot } from './hash';
import type { BlockAddress } from './journal';
import { hashIon, hashValue } from '../ion/hash';
import { timestampOf } from '../ion/timestamp-milliseconds';
import { string, struct, type Value } from '../ion/value';

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
  const entriesHashList = entriesOf(content.revisionHashes, {
    origin: originValue(addressValue(content.address), string(content.transactionId)),
    time: timeValue({ kind: 'timestamp', value: timestampOf(content.timestamp) }),
    transactionInfo: hashIon(transactionInfo),
    redactionInfo: redactionInfo && hashIon(redactionInfo),
  });
  const entriesHash = merkleRoot(entriesHashList);
  return { entriesHashList, entriesHash, blockHash: dot(entriesHash, previousBlockHash) };
}

/** What the entries of a block are made of, besides its revisions. */
export interface EntryParts {
  /** `originValue` of the block. */
  readonly origin: Value;
  /** `timeValue` of the block. */
  readonly time: Value;
  /** Its hash. */
  readonly transactionInfo: Buffer;
  /** Its hash. */
  readonly redactionInfo: Buffer | undefined;
}

export function entriesOf(revisionHashes: readonly Uint8Array[], { origin, time, transactionInfo, redactionInfo }: EntryParts): Buffer[] {
  const entries = [hashValue(origin)];
  if (revisionHashes.length > 0) entries.push(merkleRoot(revisionHashes));
  entries.push(hashValue(time), transactionInfo);
  if (redactionInfo) entries.push(redactionInfo);
  return entries;
}

export function originValue(blockAddress: Value, transactionId: Value): Value {
  return struct([{ name: 'blockAddress', value: blockAddress }, { name: 'transactionId', value: transactionId }]);
}

export function timeValue(blockTimestamp: Value): Value {
  return struct([{ name: 'blockTimestamp', value: blockTimestamp }]);
}
