import type { ByteQueue } from './byte-queue';
import { MAX_VALUE_BYTES, tooLarge, type ReadValue } from './read-value';
import { utf8Text } from './utf8';
import { JsonError, parseJson } from '../json/parse-json';

const NEWLINE = 10;

/** Takes the values of JSON Lines from a queue: one a line. https://jsonlines.org */
export class JsonLines {
  /** Bytes that were looked at and are no end of a line. */
  private seen = 0;

  constructor(private readonly queue: ByteQueue) {}

  /** @returns `undefined` where more bytes are needed, or none are left */
  next(atEnd: boolean): ReadValue | undefined {
    for (;;) {
      const bytes = this.queue.view();
      const end = bytes.indexOf(NEWLINE, this.seen);
      if (end < 0 && !atEnd) {
        this.seen = bytes.length;
        return bytes.length > MAX_VALUE_BYTES ? tooLarge(bytes.length) : undefined;
      }
      if (bytes.length === 0) return undefined;
      this.seen = 0;
      const value = read(this.queue.take(end < 0 ? bytes.length : end + 1), end < 0);
      if (value) return value;
    }
  }
}

/** `undefined` for an empty line. */
function read(line: Buffer, isLast: boolean): ReadValue | undefined {
  const text = utf8Text(line);
  if (text === undefined) return { kind: 'unreadable', problem: 'a line is not UTF-8', ends: false };
  try {
    return /^\s*$/.test(text) ? undefined : { kind: 'json', value: parseJson(text) };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    // Writers end every line: one without end that cannot be read is half of one.
    return isLast
      ? { kind: 'unreadable', problem: 'it ends in the middle of a line', ends: 'truncated' }
      : { kind: 'unreadable', problem: error.message, ends: false };
  }
}
