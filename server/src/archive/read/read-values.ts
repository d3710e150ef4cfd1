import { BinaryValues } from './binary-values';
import { ByteQueue } from './byte-queue';
import { JsonLines } from './json-lines';
import type { ReadValue } from './read-value';
import { blankLength } from './text-scanner';
import { TextValues } from './text-values';

interface Values {
  next(atEnd: boolean): ReadValue | undefined;
}

/** What tells formats from each other. */
const SNIFFED_BYTES = 64 * 1024;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * The values of an object, whatever its format is: Ion text, Ion binary or JSON Lines. That is seen from its beginning, not from its name.
 *
 * @param chunks the object's bytes, unzipped
 */
export async function* readValues(chunks: AsyncIterable<Buffer>): AsyncGenerator<ReadValue> {
  for await (const group of readValueGroups(chunks)) yield* group;
}

/**
 * The same values, those together that can be had without waiting: waiting for each one by itself would take longer than reading it. Each group has
 * to be taken to its end before the next one, and is read only then, so that never more than one value is held.
 */
export async function* readValueGroups(chunks: AsyncIterable<Buffer>): AsyncGenerator<Iterable<ReadValue>> {
  const stream = new ValueStream();
  for await (const chunk of chunks) {
    stream.append(chunk);
    yield stream.read(false);
    if (stream.hasEnded) return;
  }
  yield stream.read(true);
}

class ValueStream {
  /** Whether nothing more can be read. */
  hasEnded = false;
  private readonly queue = new ByteQueue();
  private values: Values | undefined;

  append(chunk: Buffer): void {
    this.queue.append(chunk);
  }

  /** The values that are there. */
  * read(atEnd: boolean): Generator<ReadValue> {
    const values = this.values ??= sniff(this.queue, atEnd);
    for (let value = values?.next(atEnd); value; value = values?.next(atEnd)) {
      yield value;
      if (value.kind !== 'unreadable' || value.ends === false) continue;
      this.hasEnded = true;
      return;
    }
  }
}

/** `undefined` where too little is there to tell. */
function sniff(queue: ByteQueue, atEnd: boolean): Values | undefined {
  const bytes = queue.view();
  if (bytes.length < 4 && !atEnd) return undefined;
  if (bytes[0] === 0xe0) return new BinaryValues(queue);
  if (bytes.subarray(0, 3).equals(BYTE_ORDER_MARK)) queue.take(3);
  const text = queue.view();
  const start = blankLength(text, atEnd);
  const rest = text.toString('latin1', start ?? text.length, SNIFFED_BYTES);
  if (/^\{\s*"/.test(rest)) return new JsonLines(queue);
  return atEnd || /^\{\s*[^\s"]/.test(rest) || /^[^{]/.test(rest) || text.length >= SNIFFED_BYTES ? new TextValues(queue) : undefined;
}
