import { IonFormatError } from '../../ion/ion-format-error';
import { checkTimestamp } from '../../ion/timestamp-check';
import { parseTimestamp } from '../../ion/timestamp-text';
import type { Timestamp } from '../../ion/value';

/** The timestamp that Ion text stands for, or `undefined` where it stands for none. */
export function ionTimestamp(text: string): Timestamp | undefined {
  return attempt(() => parseTimestamp(text));
}

/** The timestamp, unless Ion has no such moment: a field out of its range, a year outside of 1 to 9999, in UTC too. */
export function existing(timestamp: Timestamp): Timestamp | undefined {
  return attempt(() => {
    checkTimestamp(timestamp);
    return timestamp;
  });
}

function attempt(make: () => Timestamp): Timestamp | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof IonFormatError) {
      return undefined;
    }
    throw error;
  }
}
