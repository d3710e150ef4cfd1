import { readBlocks, readBlockSizes, readRevisionsOfBlocks, type BlockRevision, type StoredBlock } from './blocks';
import { journalBlock } from './read-journal-block';
import type { Statements } from './statement';
import type { Block } from '../journal/journal';

/** What is read at a time: this many blocks, or fewer where they are large. A single block has a few megabytes at most. */
const MAX_BLOCKS = 64;
const MAX_BYTES = 1_000_000;

/** A block that should be in the journal and is not. */
export class MissingBlockError extends Error {
  override readonly name = 'MissingBlockError';
}

/**
 * The blocks `from` to `to` in their order, read in parts, so that memory does not grow with their number. No transaction is held.
 *
 * @throws MissingBlockError when there is a gap
 */
export async function* readJournalBlocks(db: Statements, ledger: number, strandId: string, from: number, to: number): AsyncGenerator<Block> {
  for (let next = from; next <= to;) {
    const last = next - 1 + await blocksAtATime(db, ledger, next, to);
    const blocks = await readBlocks(db, ledger, next, last);
    const revisions = revisionsByBlock(await readRevisionsOfBlocks(db, ledger, next, last));
    for (const stored of blocks) {
      checkNext(stored, next);
      yield journalBlock(strandId, stored, revisions.get(stored.sequenceNo) ?? []);
      next += 1;
    }
    if (next <= last) {
      throw new MissingBlockError(`block ${next} of strand '${strandId}' is missing`);
    }
  }
}

/** At least one, so that a gap is found. */
async function blocksAtATime(db: Statements, ledger: number, from: number, to: number): Promise<number> {
  const sizes = await readBlockSizes(db, ledger, from, to, MAX_BLOCKS);
  let bytes = 0;
  const tooMany = sizes.findIndex((size) => (bytes += size) > MAX_BYTES);
  return Math.max(1, tooMany < 0 ? sizes.length : tooMany);
}

function checkNext({ sequenceNo }: StoredBlock, expected: number): void {
  if (sequenceNo !== expected) {
    throw new MissingBlockError(`block ${expected} is missing before block ${sequenceNo}`);
  }
}

function revisionsByBlock(rows: ReadonlyArray<BlockRevision & { readonly sequenceNo: number }>): ReadonlyMap<number, BlockRevision[]> {
  const result = new Map<number, BlockRevision[]>();
  for (const row of rows) {
    const known = result.get(row.sequenceNo);
    if (known) {
      known.push(row);
    } else {
      result.set(row.sequenceNo, [row]);
    }
  }
  return result;
}
