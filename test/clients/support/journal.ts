import { createHash } from 'node:crypto';

/**
 * What a client needs to commit and to verify, written from the developer guide.
 * https://docs.aws.amazon.com/qldb/latest/developerguide/verification.html
 */

/** Ion Hash of a string. https://amazon-ion.github.io/ion-hash/docs/spec.html */
export function hashOfString(text: string): Buffer {
  const escaped = [...Buffer.from(text)].flatMap((byte) => ([0x0b, 0x0c, 0x0e].includes(byte) ? [0x0c, byte] : [byte]));
  return sha256(Buffer.from([0x0b, 0x80, ...escaped, 0x0e]));
}

/** The hash of two hashes, the smaller first: bytes are signed, and compared from the last to the first. */
export function dot(one: Buffer, other: Buffer): Buffer {
  const signedFromTheEnd = (hash: Buffer) => [...hash].reverse().map((byte) => (byte > 127 ? byte - 256 : byte));
  const [left, right] = [signedFromTheEnd(one), signedFromTheEnd(other)];
  const at = left.findIndex((byte, index) => byte !== right[index]);
  return sha256(Buffer.concat(at >= 0 && left[at]! > right[at]! ? [other, one] : [one, other]));
}

/** What a proof leads to, from the hash of a block or a revision. */
export function fold(start: Buffer, proof: readonly Buffer[]): Buffer {
  return proof.reduce(dot, start);
}

/** What CommitTransaction has to be sent: for statements without parameters. */
export function commitDigest(transactionId: string, statements: readonly string[]): Buffer {
  return fold(hashOfString(transactionId), statements.map(hashOfString));
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
