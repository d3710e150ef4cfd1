import * as fc from 'fast-check';
import { cryptoHasherProvider, makeHashReader, makeHashWriter } from 'ion-hash-js';
import { makeBinaryWriter, makeReader } from 'ion-js';
import { anyText, anyValue, RUNS } from './arbitraries';
import { encodeWithIonJs, writeWithIonJs } from './ion-js-oracle';
import { encode } from '../../src/ion/encode';
import { hashIon, hashString, hashValue } from '../../src/ion/hash';
import { parseText } from '../../src/ion/text';
import { string, type Value } from '../../src/ion/value';

function oracle(value: Value): Buffer {
  const hashWriter = makeHashWriter(makeBinaryWriter(), cryptoHasherProvider('sha256'));
  writeWithIonJs(value, hashWriter);
  hashWriter.close();
  return Buffer.from(hashWriter.digest());
}

function oracleOfBinary(bytes: Uint8Array): Buffer {
  const reader = makeHashReader(makeReader(bytes), cryptoHasherProvider('sha256'));
  reader.next();
  reader.next();
  return Buffer.from(reader.digest());
}

const hashText = (text: string): string => hashValue(parseText(text)).toString('base64');

describe('the hash of a value', () => {
  test('is that of ion-hash-js, for any value', () => {
    fc.assert(fc.property(anyValue, (value) => {
      expect(hashValue(value)).toEqual(oracle(value));
    }), { numRuns: RUNS });
  });

  test('does not depend on who encoded it', () => {
    fc.assert(fc.property(anyValue, (value) => {
      const bytes = encodeWithIonJs(value);
      expect(hashIon(bytes)).toEqual(hashValue(value));
      expect(hashIon(bytes)).toEqual(oracleOfBinary(bytes));
    }), { numRuns: RUNS });
  });

  test('of a string can be had without encoding it', () => {
    fc.assert(fc.property(anyText, (text) => {
      expect(hashString(text)).toEqual(hashIon(encode(string(text))));
    }), { numRuns: RUNS });
  });

  test('is as published', () => {
    expect(hashString('hello').toString('base64')).toBe('KwS0goNBKBl4/h4ugpFbeXpmT/ALjffr9VfN9JXCv6g=');
    expect(hashText('"hello"')).toBe('KwS0goNBKBl4/h4ugpFbeXpmT/ALjffr9VfN9JXCv6g=');
    expect(hashText('{}')).toBe('3D/45VDIMyNrvuktFjdiaYt7C3tooa8bBgJDWAdBt6Y=');
  });
});
