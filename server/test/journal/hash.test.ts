import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { dot, EMPTY_HASH, merkleRoot, merkleSiblings } from '../../src/journal/hash';

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
const hashes = (count: number): Buffer[] => Array.from({ length: count }, (_, index) => sha256(String(index)));
const anyHash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));

describe('dot', () => {
  test('is that of AWS', () => {
    expect(dot(sha256('a'), sha256('b')).toString('base64')).toBe('GNect0fqF0xZ86O0F2hnJSbVb+zFg2CpnSg9D5sKPMA=');
  });

  test('does not depend on the order', () => {
    fc.assert(fc.property(anyHash, anyHash, (a, b) => expect(dot(a, b)).toEqual(dot(b, a))));
  });

  test('compares from the last byte to the first, as signed numbers', () => {
    const ending = (last: number, first = 0): Buffer => Buffer.from([first, ...new Uint8Array(30), last]);
    const concatenated = (a: Buffer, b: Buffer): Buffer => createHash('sha256').update(a).update(b).digest();
    expect(dot(ending(1), ending(0x80))).toEqual(concatenated(ending(0x80), ending(1)));
    expect(dot(ending(0x7f), ending(0xff))).toEqual(concatenated(ending(0xff), ending(0x7f)));
    expect(dot(ending(1, 9), ending(2, 3))).toEqual(concatenated(ending(1, 9), ending(2, 3)));
    expect(dot(ending(1, 9), ending(1, 3))).toEqual(concatenated(ending(1, 3), ending(1, 9)));
  });

  test('leaves a hash as it is with an empty one', () => {
    expect(dot(sha256('a'), EMPTY_HASH)).toEqual(sha256('a'));
    expect(dot(EMPTY_HASH, sha256('a'))).toEqual(sha256('a'));
    expect(dot(EMPTY_HASH, EMPTY_HASH)).toEqual(EMPTY_HASH);
  });

  test('refuses what is no hash', () => {
    expect(() => dot(sha256('a'), Buffer.alloc(31))).toThrow('a hash has 32 bytes, or none: received 32 and 31');
  });
});

describe('the root of a Merkle tree', () => {
  test('is that of AWS', () => {
    expect(merkleRoot([sha256('a'), sha256('b'), sha256('c')]).toString('base64')).toBe('rqLdQknc7Pl8pqFVbbfyHr1qQLvsAkPKYbcXFGoIw0c=');
  });

  test('is empty over nothing, and the hash itself over one', () => {
    expect(merkleRoot([])).toEqual(EMPTY_HASH);
    expect(merkleRoot([sha256('a')])).toEqual(sha256('a'));
  });

  test('is reached from every leaf over its siblings', () => {
    for (let count = 1; count <= 20; count++) {
      const leaves = hashes(count);
      leaves.forEach((leaf, index) => {
        expect(merkleSiblings(leaves, index).reduce(dot, leaf)).toEqual(merkleRoot(leaves));
      });
    }
  });

  test('has no siblings of a leaf that is not there', () => {
    expect(() => merkleSiblings(hashes(3), 3)).toThrow('there is no hash 3 among 3');
    expect(() => merkleSiblings([], 0)).toThrow('there is no hash 0 among 0');
  });
});
