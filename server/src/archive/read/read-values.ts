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
  const queue = new ByteQueue();
  let values: Values | undefined;
  for await (const chunk of chunks) {
    queue.append(chunk);
    values ??= sniff(queue, false);
    for (let value = values?.next(false); value; value = values?.next(false)) {
      yield value;
      if (value.kind === 'unreadable' && value.ends !== false) return;
    }
  }
  values ??= sniff(queue, true);
  for (let value = values?.next(true); value; value = values?.next(true)) {
    yield value;
    if (value.kind === 'unreadable' && value.ends !== false) return;
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
