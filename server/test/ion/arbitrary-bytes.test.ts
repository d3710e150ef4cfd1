import * as fc from 'fast-check';
import { anyValue, RUNS } from './arbitraries';
import { decodeFully } from '../../src/ion/decode';
import { encode } from '../../src/ion/encode';
import { hashIon, hashValue } from '../../src/ion/hash';
import { IonFormatError } from '../../src/ion/ion-format-error';
import { parseText, writeText } from '../../src/ion/text';
import type { Value } from '../../src/ion/value';

const VERSION = [0xe0, 0x01, 0x00, 0xea];

function attempt<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof IonFormatError) return undefined;
    throw error;
  }
}

/** Either all of it is Ion, and then all functions agree about it, or it is refused. */
function checkBytes(bytes: Uint8Array): void {
  const value = attempt(() => decodeFully(bytes));
  const hash = attempt(() => hashIon(bytes));
  if (!value) return;
  expect(hash?.toString('hex')).toBe(hashValue(value).toString('hex'));
  expect(decodeFully(encode(value))).toEqual(value);
}

type Mutation = (bytes: number[]) => number[];

const anyMutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(fc.nat(), fc.nat(255)).map(([at, byte]): Mutation => (bytes) => bytes.with(at % bytes.length, byte)),
  fc.tuple(fc.nat(), fc.nat(7)).map(([at, bit]): Mutation => (bytes) => bytes.with(at % bytes.length, (bytes[at % bytes.length]! + 2 ** bit) % 256)),
  fc.nat().map((at): Mutation => (bytes) => bytes.toSpliced(at % bytes.length, 1)),
  fc.tuple(fc.nat(), fc.nat(255)).map(([at, byte]): Mutation => (bytes) => bytes.toSpliced(at % bytes.length, 0, byte)),
  fc.nat().map((length): Mutation => (bytes) => bytes.slice(0, 1 + length % bytes.length)),
);

describe('arbitrary bytes', () => {
  test('are Ion or refused', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.nat(255), fc.constantFrom(0xe0, 0xd1, 0xbe, 0x71, 0x83, 0x00, 0x8e)), { maxLength: 60 }), (bytes) => {
      checkBytes(Uint8Array.from([...VERSION, ...bytes]));
    }), { numRuns: RUNS * 10 });
  });

  test('one or a few away from Ion are Ion or refused', () => {
    fc.assert(fc.property(anyValue, fc.array(anyMutation, { minLength: 1, maxLength: 4 }), (value, mutations) => {
      checkBytes(Uint8Array.from(mutations.reduce((bytes, mutate) => bytes.length > 0 ? mutate(bytes) : bytes, [...encode(value)])));
    }), { numRuns: RUNS * 5 });
  });
});

describe('arbitrary text', () => {
  const anyToken = fc.constantFrom(
    '{', '}', '[', ']', '(', ')', '{{', '}}', ':', '::', ',', ' ', '\n', '"', "'", "'''", '\\', '\\n', '\\x4', '\\u00e9', '//', '/*', '*/', 'a', '$0', '$4', '$ion_1_0',
    'null', 'null.int', 'true', 'nan', '+inf', '-', '1', '0', '1.5', '1d', '1e', '2017', '2017-01-01', 'T', 'Z', '+00:00', '12:30', '=', 'QQ==', '\u0000', '\ud800', 'é',
  );

  test('is Ion or refused, and what is Ion is written as it was read', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.array(anyToken, { maxLength: 12 }).map((tokens) => tokens.join(''))), (text) => {
      const value: Value | undefined = attempt(() => parseText(text));
      if (value && !(value.kind === 'symbol' && value.value.startsWith('$ion_'))) expect(parseText(writeText(value))).toEqual(value);
    }), { numRuns: RUNS * 10 });
  });
});
