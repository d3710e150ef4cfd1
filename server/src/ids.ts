const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Characters of one 64-bit half. */
const HALF_LENGTH = 11;

export interface IdSources {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly randomBytes: (size: number) => Buffer;
}

/**
 * A new id in QLDB's form: 128 bits as two unsigned 64-bit halves, each 11 characters of Base62 with leading zeros.
 *
 * The first 48 bits are the time, so that ids made one after the other lie side by side in an index; the other 80 are random.
 */
export function newId({ now, randomBytes }: IdSources): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now() % 2 ** 48, 0, 6);
  return idOf(bytes);
}

/** The id of 128 bits. What `bytes` has beyond 16 bytes does not count. */
export function idOf(bytes: Buffer): string {
  return encodeHalf(bytes.readBigUInt64BE(0)) + encodeHalf(bytes.readBigUInt64BE(8));
}

function encodeHalf(value: bigint): string {
  let text = '';
  for (let rest = value; rest > 0n; rest /= 62n) {
    text = ALPHABET.charAt(Number(rest % 62n)) + text;
  }
  return text.padStart(HALF_LENGTH, '0');
}
