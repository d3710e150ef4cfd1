import { readObject, type ObjectItem } from './read-object';
import { InputError } from '../input-error';
import type { DataObject } from '../inventory/inventory';
import type { ArchiveSource } from '../source/archive-source';

/** Objects of which the same blocks are read at the same time, at most: jobs that exported them. */
const MAX_OPEN = 32;

type BlockItem = Extract<ObjectItem, { kind: 'block' }>;

/** An object of which the next block is known. */
class OpenObject {
  /** Its next block, or `undefined` where it has to be waited for, or none is left. */
  head: BlockItem | undefined;
  private items: Iterator<ObjectItem> = [][Symbol.iterator]();

  constructor(private readonly groups: AsyncGenerator<Iterable<ObjectItem>>) {}

  /** Goes to the next block. Gives what stands before it. */
  async* advance(): AsyncGenerator<Iterable<ObjectItem>> {
    for (;;) {
      yield this.advanceInGroup();
      if (this.head) return;
      const { value, done } = await this.groups.next();
      if (done) return;
      this.items = (value as Iterable<ObjectItem>)[Symbol.iterator]();
    }
  }

  /** Goes to the next block, if that needs no waiting. */
  * advanceInGroup(): Generator<ObjectItem> {
    this.head = undefined;
    for (let next = this.items.next(); !next.done; next = this.items.next()) {
      if (next.value.kind === 'block') {
        this.head = next.value;
        return;
      }
      yield next.value;
    }
  }

  async close(): Promise<void> {
    await this.groups.return(undefined);
  }
}

/**
 * The blocks of all objects in one order, with everything that is wrong with the objects in between. Of objects that hold the same blocks,
 * several are read at a time; no more than that is held.
 *
 * Those items come together that can be had without waiting; each group has to be taken to its end before the next one.
 *
 * @param objects by their first block
 * @throws InputError, SourceError
 */
export async function* mergeObjects(source: ArchiveSource, objects: readonly DataObject[]): AsyncGenerator<Iterable<ObjectItem>> {
  const open: OpenObject[] = [];
  let least: OpenObject | undefined;
  let next = 0;
  try {
    for (;;) {
      while (next < objects.length && (open.length === 0 || objects[next]!.first <= firstOf(open[0]!))) {
        if (open.length >= MAX_OPEN) throw tooMany(objects[next]!);
        least = new OpenObject(readObject(source, objects[next++]!));
        yield* least.advance();
        if (least.head) insert(open, least);
      }
      least = open.shift();
      if (!least) return;
      yield blocksBefore(least, Math.min(open[0] ? firstOf(open[0]) : Infinity, objects[next]?.first ?? Infinity));
      if (!least.head) yield* least.advance();
      if (least.head) insert(open, least);
    }
  } finally {
    await Promise.all([...open, ...least ? [least] : []].map((object) => object.close()));
  }
}

/** The next block of an object, and those behind it that are before the next one of all others. */
function* blocksBefore(object: OpenObject, other: number): Generator<ObjectItem> {
  do {
    yield object.head!;
    yield* object.advanceInGroup();
  } while (object.head && firstOf(object) < other);
}

function firstOf({ head }: OpenObject): number {
  return head!.record.block.address.sequenceNo;
}

/** Keeps the order. Of the same block the one that lost no types goes first. */
function insert(open: OpenObject[], entry: OpenObject): void {
  const at = open.findIndex((other) => compare(entry.head!, other.head!) < 0);
  open.splice(at < 0 ? open.length : at, 0, entry);
}

function compare(a: BlockItem, b: BlockItem): number {
  const byNumber = a.record.block.address.sequenceNo - b.record.block.address.sequenceNo;
  return byNumber || Number(a.record.format === 'JSON') - Number(b.record.format === 'JSON');
}

function tooMany({ key, first }: DataObject): InputError {
  return new InputError(`more than ${MAX_OPEN} objects hold block ${first}, '${key}' among them: verify fewer copies of the same blocks at a time`);
}
