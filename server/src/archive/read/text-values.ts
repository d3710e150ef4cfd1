import type { ByteQueue } from './byte-queue';
import { MAX_VALUE_BYTES, tooLarge, type ReadValue } from './read-value';
import { blankLength, TextScanner } from './text-scanner';
import { utf8Text } from './utf8';
import { IonFormatError } from '../../ion/ion-format-error';
import { parseText } from '../../ion/text';

const OPEN = 123;

/** Takes the structs of a stream of Ion text from a queue. Nothing else stands at the top level of an export. */
export class TextValues {
  private scanner: TextScanner | undefined;

  constructor(private readonly queue: ByteQueue) {}

  /** @returns `undefined` where more bytes are needed, or none are left */
  next(atEnd: boolean): ReadValue | undefined {
    if (!this.scanner) {
      const blank = blankLength(this.queue.view(), atEnd);
      if (blank === undefined) return atEnd ? this.truncated() : this.tooLarge();
      this.queue.take(blank);
      if (this.queue.length === 0) return undefined;
      if (this.queue.view()[0] !== OPEN) return { kind: 'unreadable', problem: 'a struct is expected, something else stands there', ends: 'damaged' };
      this.scanner = new TextScanner();
    }
    const length = this.scanner.find(this.queue.view(), atEnd);
    if (length === undefined) return atEnd ? this.truncated() : this.tooLarge();
    this.scanner = undefined;
    return this.value(this.queue.take(length));
  }

  private value(bytes: Buffer): ReadValue {
    const text = utf8Text(bytes);
    if (text === undefined) return { kind: 'unreadable', problem: 'a value is not UTF-8', ends: false };
    try {
      return { kind: 'ion', format: 'ION_TEXT', value: parseText(text) };
    } catch (error) {
      if (!(error instanceof IonFormatError)) throw error;
      return { kind: 'unreadable', problem: error.message, ends: false };
    }
  }

  private truncated(): ReadValue {
    return { kind: 'unreadable', problem: 'it ends in the middle of a value', ends: 'truncated' };
  }

  private tooLarge(): ReadValue | undefined {
    return this.queue.length > MAX_VALUE_BYTES ? tooLarge(this.queue.length) : undefined;
  }
}
