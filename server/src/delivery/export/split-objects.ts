/** A block in the form in which it is exported. */
export interface EncodedBlock {
  readonly sequenceNo: number;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly bytes: Buffer;
}

/** Some blocks that follow one another, as one object. */
export interface DataObject {
  /** Sequence numbers. */
  readonly first: number;
  readonly last: number;
  /** Of the first block. */
  readonly timestamp: number;
  readonly body: Buffer;
}

const HOUR_MILLISECONDS = 3_600_000;

/**
 * Puts blocks together to objects: a new one with each hour (UTC), and before `maxBytes` would be exceeded. A single larger block is an object
 * of its own. No more than one object is held.
 */
export async function* splitObjects(blocks: AsyncIterable<EncodedBlock> | Iterable<EncodedBlock>, maxBytes: number): AsyncGenerator<DataObject> {
  let pending: EncodedBlock[] = [];
  let bytes = 0;
  for await (const block of blocks) {
    const [first] = pending;
    if (first && (hourOf(first) !== hourOf(block) || bytes + block.bytes.length > maxBytes)) {
      yield dataObject(pending);
      pending = [];
      bytes = 0;
    }
    pending.push(block);
    bytes += block.bytes.length;
  }
  if (pending.length > 0) {
    yield dataObject(pending);
  }
}

function dataObject(blocks: readonly EncodedBlock[]): DataObject {
  const first = blocks[0]!;
  return {
    first: first.sequenceNo,
    last: blocks[blocks.length - 1]!.sequenceNo,
    timestamp: first.timestamp,
    body: Buffer.concat(blocks.map((block) => block.bytes)),
  };
}

function hourOf({ timestamp }: EncodedBlock): number {
  return Math.floor(timestamp / HOUR_MILLISECONDS);
}
