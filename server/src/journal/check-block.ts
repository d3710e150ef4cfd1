import { dot, EMPTY_HASH, HASH_LENGTH, merkleRoot } from './hash';
import type { Block, UserRevision } from './journal';
import { computedRevisionHash } from './revision';
import { sealBlock } from './seal-block';
import { hashIon } from '../ion/hash';

/** A block whose parts do not have the hashes that it gives. */
export class BlockIntegrityError extends Error {
  override readonly name = 'BlockIntegrityError';
}

/** Who made a block. AWS's are checked as far as AWS has published what its hashes are made of. */
export type BlockOrigin = 'qldb-server' | 'aws';

/**
 * Recomputes all hashes of a block from its parts.
 *
 * That covers the block by itself: whether it is part of a journal is said by the next block, and by a digest.
 *
 * Not checked in a block of AWS, because none of its hashes binds them in a known way: address and time, and revisions without data, of which AWS has
 * not published what is hashed. Nor are data that are marked as unproven.
 *
 * @param origin @default 'qldb-server'
 * @throws BlockIntegrityError naming the block, what is wrong in it, and what was expected and found
 */
export function checkBlock(block: Block, origin: BlockOrigin = 'qldb-server'): void {
  const fail = failure(block);
  checkPrevious(block, fail);
  block.revisions.forEach((revision, index) => {
    if (revision.kind === 'user') checkRevision(revision, block, origin, `revision ${index} (document ${revision.metadata.id})`, fail);
    else if (revision.hash.length !== HASH_LENGTH) fail(`revision ${index} has a hash of ${revision.hash.length} bytes`);
  });
  if (origin === 'aws') checkEntriesOfAws(block, fail);
  else checkEntries(block, fail);
  checkSame('entriesHash', merkleRoot(block.entriesHashList), block.entriesHash, fail);
  checkSame('blockHash', dot(block.entriesHash, block.previousBlockHash), block.blockHash, fail);
}

type Fail = (what: string) => never;

function failure({ address }: Block): Fail {
  return (what) => {
    throw new BlockIntegrityError(`block ${address.sequenceNo} of strand ${address.strandId} is not intact: ${what}`);
  };
}

function checkPrevious({ address, previousBlockHash }: Block, fail: Fail): void {
  const expected = address.sequenceNo === 0 ? 0 : HASH_LENGTH;
  if (previousBlockHash.length !== expected) fail(`previousBlockHash has ${previousBlockHash.length} bytes, expected are ${expected}`);
}

function checkRevision(revision: UserRevision, block: Block, origin: BlockOrigin, name: string, fail: Fail): void {
  if (revision.data && revision.dataHash) fail(`${name} has both data and dataHash`);
  if (revision.dataHash && revision.dataHash.length !== HASH_LENGTH) fail(`${name} has a dataHash of ${revision.dataHash.length} bytes`);
  if (revision.metadata.txId !== block.transactionId) {
    fail(`${name} is of transaction ${revision.metadata.txId}, the block of ${block.transactionId}`);
  }
  if (revision.unproven || (origin === 'aws' && !revision.data && !revision.dataHash)) return;
  checkSame(`the hash of ${name}`, computedRevisionHash(revision)!, revision.hash, fail);
}

function checkEntries(block: Block, fail: Fail): void {
  const { entriesHashList } = sealBlock({ ...block, revisionHashes: block.revisions.map(({ hash }) => hash) });
  if (block.entriesHashList.length !== entriesHashList.length) {
    fail(`entriesHashList has ${block.entriesHashList.length} hashes, its parts make ${entriesHashList.length}`);
  }
  const names = [
    'of address and transactionId', ...block.revisions.length > 0 ? ['of revisions'] : [], 'of blockTimestamp', 'of transactionInfo', 'of redactionInfo',
  ];
  entriesHashList.forEach((hash, index) => {
    checkSame(`entriesHashList[${index}], the hash ${names[index]!},`, hash, block.entriesHashList[index]!, fail);
  });
}

/** Whether what AWS has documented is somewhere in the list: its own samples ask no more. */
function checkEntriesOfAws({ entriesHashList, transactionInfo, redactionInfo, revisions }: Block, fail: Fail): void {
  const known = new Set(entriesHashList.map((hash) => hash.toString('hex')));
  const check = (name: string, hash: Buffer): void => {
    if (!known.has(hash.toString('hex'))) fail(`entriesHashList does not have the hash of ${name}, ${shown(hash)}`);
  };
  check('transactionInfo', hashIon(transactionInfo));
  if (redactionInfo) check('redactionInfo', hashIon(redactionInfo));
  if (revisions.length > 0) check('revisions', merkleRoot(revisions.map(({ hash }) => hash)));
}

function checkSame(name: string, expected: Buffer, found: Buffer, fail: Fail): void {
  if (!expected.equals(found)) fail(`${name} is ${shown(found)}, its parts make ${shown(expected)}`);
}

function shown(hash: Buffer): string {
  return hash.equals(EMPTY_HASH) ? 'empty' : hash.toString('base64');
}
