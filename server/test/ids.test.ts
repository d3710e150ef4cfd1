import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { newId } from '../src/ids';

/** The two halves of an id, decoded as its documentation says. */
function halves(id: string): readonly bigint[] {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  return [id.slice(0, 11), id.slice(11)].map((half) => [...half].reduce((value, digit) => value * 62n + BigInt(alphabet.indexOf(digit)), 0n));
}

const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 });

describe('a new id', () => {
  test('is two unsigned 64-bit halves of 11 characters: the time, then what is random', () => {
    fc.assert(fc.property(time, bytes, (now, random) => {
      const id = newId({ now: () => now, randomBytes: () => Buffer.from(random) });
      expect(id).toMatch(/^[0-9A-Za-z]{22}$/);
      const [first = 0n, second = 0n] = halves(id);
      expect(first / 65_536n).toBe(BigInt(now));
      expect(second).toBe(Buffer.from(random).readBigUInt64BE(8));
    }));
  });

  test('comes after those of earlier times, and differs from those of the same time', () => {
    fc.assert(fc.property(time, time, (a, b) => {
      const [one, other] = [a, b].map((now) => newId({ now: () => now, randomBytes }));
      expect(one).not.toBe(other);
      if (a !== b) {
        expect(String(one) < String(other)).toBe(a < b);
      }
    }));
  });
});
