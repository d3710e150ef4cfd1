import { asStruct, blobOf, elements, member } from './struct-members';
import { hashValue } from '../../../src/ion/hash';
import { fieldOf, type StructValue, type Value } from '../../../src/ion/value';
import { dot, merkleRoot } from '../../../src/journal/hash';

/**
 * Recomputes every hash of a journal from what GetBlock shows, from the documents up to the digest.
 *
 * @throws Error naming the first block that is wrong, and what is wrong in it
 */
export function verifyJournal(blocks: readonly StructValue[], digest: Uint8Array): void {
  let previous: Uint8Array = Buffer.alloc(0);
  for (const [sequenceNo, block] of blocks.entries()) {
    const demand = (fulfilled: boolean, what: string) => {
      if (!fulfilled) {
        throw new Error(`block ${sequenceNo} has a wrong ${what}`);
      }
    };
    demand(same(blobOf(block, 'previousBlockHash'), previous), 'previousBlockHash');
    const entries = elements(block, 'entriesHashList').map(bytesOf);
    const has = (hash: Uint8Array) => entries.some((entry) => same(entry, hash));
    demand(has(hashValue(member(block, 'transactionInfo'))), 'transactionInfo');
    const revisions = elements(block, 'revisions').map(asStruct);
    revisions.forEach((revision, index) => demand(same(blobOf(revision, 'hash'), revisionHash(revision)), `hash of revision ${index}`));
    demand(revisions.length === 0 || has(merkleRoot(revisions.map((revision) => blobOf(revision, 'hash')))), 'hash of its revisions');
    demand(same(blobOf(block, 'entriesHash'), merkleRoot(entries)), 'entriesHash');
    demand(same(blobOf(block, 'blockHash'), dot(blobOf(block, 'entriesHash'), previous)), 'blockHash');
    previous = blobOf(block, 'blockHash');
  }
  if (!same(merkleRoot(blocks.map((block) => blobOf(block, 'blockHash'))), digest)) {
    throw new Error('the blocks do not fold to the digest');
  }
}

function revisionHash(revision: StructValue): Uint8Array {
  const metadata = fieldOf(revision, 'metadata');
  if (!metadata) {
    return blobOf(revision, 'hash');
  }
  const data = fieldOf(revision, 'data');
  const dataHash = fieldOf(revision, 'dataHash') ? blobOf(revision, 'dataHash') : Buffer.alloc(0);
  return dot(hashValue(metadata), data ? hashValue(data) : dataHash);
}

function bytesOf(value: Value): Uint8Array {
  if (value.kind !== 'blob') {
    throw new Error(`expected a blob; received ${value.kind}`);
  }
  return value.value;
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
