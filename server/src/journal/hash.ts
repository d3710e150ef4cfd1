import { sha256 } from '../ion/sha256';

export const HASH_LENGTH = 32;

/** What the Merkle tree over nothing has. Combined with another hash it leaves that one as it is. */
export const EMPTY_HASH = Buffer.alloc(0);

/**
 * Combines two hashes, in whatever order: SHA-256 over both, the smaller one first, where bytes are signed and the last one counts most.
 *
 * That order is AWS's; no other reproduces its hashes.
 * https://docs.aws.amazon.com/qldb/latest/developerguide/verification.html
 */
export function dot(a: Uint8Array, b: Uint8Array): Buffer {
  if (a.length === 0) return toBuffer(b);
  if (b.length === 0) return toBuffer(a);
  const [first, second] = compare(a, b) < 0 ? [a, b] : [b, a];
  pair.set(first, 0);
  pair.set(second, HASH_LENGTH);
  return sha256(pair);
}

/** One for all: it is hashed at once. */
const pair = new Uint8Array(2 * HASH_LENGTH);

/** The root of the Merkle tree over hashes: neighbours are combined from the left, an odd last one goes up as it is. Empty over nothing. */
export function merkleRoot(hashes: readonly Uint8Array[]): Buffer {
  if (hashes.length === 0) return EMPTY_HASH;
  let level = hashes;
  while (level.length > 1) level = levelAbove(level);
  return toBuffer(level[0]!);
}

/**
 * What the hash at `index` has to be combined with, from the bottom, to arrive at the root. Levels on which it goes up as it is add nothing,
 * nor do empty hashes.
 */
export function merkleSiblings(hashes: readonly Uint8Array[], index: number): Buffer[] {
  if (!Number.isInteger(index) || index < 0 || index >= hashes.length) {
    throw new RangeError(`there is no hash ${index} among ${hashes.length}`);
  }
  const siblings: Buffer[] = [];
  let at = index;
  for (let level = hashes; level.length > 1; level = levelAbove(level)) {
    const sibling = level[at % 2 === 0 ? at + 1 : at - 1];
    if (sibling?.length) siblings.push(toBuffer(sibling));
    at = Math.floor(at / 2);
  }
  return siblings;
}

function levelAbove(level: readonly Uint8Array[]): readonly Uint8Array[] {
  const above: Uint8Array[] = [];
  for (let i = 0; i < level.length; i += 2) above.push(i + 1 < level.length ? dot(level[i]!, level[i + 1]!) : level[i]!);
  return above;
}

function compare(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== HASH_LENGTH || b.length !== HASH_LENGTH) {
    throw new RangeError(`a hash has ${HASH_LENGTH} bytes, or none: received ${a.length} and ${b.length}`);
  }
  for (let i = HASH_LENGTH - 1; i >= 0; i--) {
    if (a[i] !== b[i]) return signed(a[i]!) - signed(b[i]!);
  }
  return 0;
}

function signed(byte: number): number {
  return byte < 128 ? byte : byte - 256;
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes);
}
