import { readObject, type ObjectItem } from './read-object';
import { InputError } from '../input-error';
import type { DataObject } from '../inventory/inventory';
import type { ArchiveSource } from '../source/archive-source';

/** Objects of which the same blocks are read at the same time, at most: jobs that exported them. */
const MAX_OPEN = 32;

type BlockItem = Extract<ObjectItem, { kind: 'block' }>;

interface Open {
  readonly items: AsyncGenerator<ObjectItem>;
  head: BlockItem;
}

/**
 * The blocks of all objects in one order, with everything that is wrong with the objects in between. Of objects that hold the same blocks,
 * several are read at a time; no more than that is held.
 *
 * @param objects by their first block
 * @throws InputError, SourceError
 */
export async function* mergeObjects(source: ArchiveSource, objects: readonly DataObject[]): AsyncGenerator<ObjectItem> {
  const open: Open[] = [];
  let next = 0;
  try {
    for (;;) {
      while (next < objects.length && (open.length === 0 || objects[next]!.first <= open[0]!.head.record.block.address.sequenceNo)) {
        if (open.length >= MAX_OPEN) throw tooMany(objects[next]!);
        const items = readObject(source, objects[next++]!);
        const head = yield* nextBlock(items);
        if (head) insert(open, { items, head });
      }
      const least = open.shift();
      if (!least) return;
      yield least.head;
      const head = yield* nextBlock(least.items);
      if (head) insert(open, { ...least, head });
    }
  } finally {
    await Promise.all(open.map(({ items }) => items.return(undefined)));
  }
}

async function* nextBlock(items: AsyncGenerator<ObjectItem>): AsyncGenerator<ObjectItem, BlockItem | undefined> {
  for (;;) {
    const { value, done } = await items.next();
    if (done) return undefined;
    const item = value as ObjectItem;
    if (item.kind === 'block') return item;
    yield item;
  }
}

/** Keeps the order. Of the same block the one that lost no types goes first. */
function insert(open: Open[], entry: Open): void {
  const at = open.findIndex((other) => compare(entry.head, other.head) < 0);
  open.splice(at < 0 ? open.length : at, 0, entry);
}

function compare(a: BlockItem, b: BlockItem): number {
  const byNumber = a.record.block.address.sequenceNo - b.record.block.address.sequenceNo;
  return byNumber || Number(a.record.format === 'JSON') - Number(b.record.format === 'JSON');
}

function tooMany({ key, first }: DataObject): InputError {
  return new InputError(`more than ${MAX_OPEN} objects hold block ${first}, '${key}' among them: verify fewer copies of the same blocks at a time`);
}
