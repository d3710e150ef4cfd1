import { makeReader } from 'ion-js';
import { decode, decodeFully } from '../../src/ion/decode';
import { encode } from '../../src/ion/encode';
import { IonFormatError } from '../../src/ion/ion-format-error';
import { writeText } from '../../src/ion/text';
import { fieldOf, list, string, struct, type StructValue, type Value } from '../../src/ion/value';

const VERSION = 'e00100ea';
const document = (hex: string): Buffer => Buffer.from(`${VERSION}${hex.replaceAll(' ', '')}`, 'hex');
const read = (hex: string): string => writeText(decodeFully(document(hex)));

describe('decoding', () => {
  test.each([
    ['nulls', 'bd 0f 1f 2f 3f 4f 5f 6f 7f 8f 9f af bf df', '[null,null.bool,null.int,null.int,null.float,null.decimal,null.timestamp,null.symbol,null.string,null.clob,null.blob,null.list,null.struct]'],
    ['booleans', 'b2 10 11', '[false,true]'],
    ['integers of any size', 'be 96 20 21 01 31 01 22 01 00 29 01 00 00 00 00 00 00 00 00 31 ff 21 00', '[0,1,-1,256,18446744073709551616,-255,0]'],
    ['floats of every size', 'be 8f 40 44 3f c0 00 00 48 bf f8 00 00 00 00 00 00', '[0e0,1.5e0,-1.5e0]'],
    ['decimals', 'be 96 50 51 80 52 c2 01 52 c2 80 53 c3 80 01 54 82 80 00 01 53 41 80 01', '[0.,0.,0.01,-0.00,-0.001,-1d2,1d-128]'],
    ['texts of every length', 'be 9c 80 81 61 88 c3 a9 f0 9f 98 80 c3 a9 8e 8e 61 61 61 61 61 61 61 61 61 61 61 61 61 61', '["","a","é😀é","aaaaaaaaaaaaaa"]'],
    ['system symbols', 'b4 71 04 71 07', '[name,symbols]'],
    ['s-expressions', 'c3 21 01 10', '(1 false)'],
    ['annotations', 'e6 83 84 85 86 21 01', 'name::version::imports::1'],
    ['padding between values', '00 01 ff 0e 82 ff ff b5 00 21 01 01 00 00', '[1]'],
    ['padding in a struct, under any name', 'd7 84 21 01 80 00 ff 00', '{name:1}'],
    ['a struct with fields in order', 'd1 86 84 21 01 85 21 02', '{name:1,version:2}'],
    ['a field that stands twice', 'd6 84 21 01 84 21 02', '{name:1,name:2}'],
    ['padded lengths', 'be 00 82 21 01', '[1]'],
  ])('reads %s', (_name, hex, text) => {
    expect(read(hex)).toBe(text);
  });

  test.each([
    ['a year', '63 c0 0f e1', '2017T'],
    ['a month', '64 c0 0f e1 88', '2017-08T'],
    ['a day', '65 c0 0f e1 88 95', '2017-08-21'],
    ['a day of a time zone, which it does not have', '65 80 0f e1 88 95', '2017-08-21'],
    ['a minute', '67 80 0f e1 88 95 8c 9e', '2017-08-21T12:30Z'],
    ['an unknown offset', '67 c0 0f e1 88 95 8c 9e', '2017-08-21T12:30-00:00'],
    ['a second', '68 80 0f e1 88 95 8c 9e 80', '2017-08-21T12:30:00Z'],
    ['a fraction', '6a 80 0f e1 88 95 8c 9e 80 c3 05', '2017-08-21T12:30:00.005Z'],
    ['a fraction of zeros', '69 80 0f e1 88 95 8c 9e 80 c3', '2017-08-21T12:30:00.000Z'],
    ['a fraction without digits', '69 80 0f e1 88 95 8c 9e 80 80', '2017-08-21T12:30:00Z'],
    ['local time east of UTC, over the end of a year', '69 03 a4 0f e0 8c 9f 97 9e 80', '2017-01-01T06:30:00+07:00'],
    ['local time west of UTC, into a leap day', '69 43 e0 0f e0 83 81 81 80 80', '2016-02-29T17:00:00-08:00'],
  ])('reads a timestamp with %s', (_name, hex, text) => {
    expect(read(hex)).toBe(text);
    expect(encode(decode(document(hex)))).toEqual(encode(decode(encode(decode(document(hex))))));
  });

  test('uses the symbols of the document, and of symbol tables that continue others', () => {
    const table = (symbols: string, imports = ''): string => {
      const body = `${imports}87b${(symbols.length / 2).toString(16)}${symbols}`;
      return `ee${(0x80 + body.length / 2 + 3).toString(16)}8183d${(body.length / 2).toString(16)}${body}`;
    };
    expect(read(`${table('8161')} 71 0a`)).toBe('a');
    expect(read(`${table('8161')} ${table('8162', '867103')} b4 71 0a 71 0b`)).toBe('[a,b]');
    expect(read(`${table('8161')} ${table('8162')} 71 0a`)).toBe('b');
    expect(read(`${table('8161')} ${table('8f8162')} 71 0b`)).toBe('b');
    expect(() => read(`${table('8161')} ${VERSION} 71 0a`)).toThrow('symbol $10 is not in the symbol table, which ends at $9');
    expect(() => read(`${table('8161')} ${table('8162')} 71 0b`)).toThrow('symbol $11 is not in the symbol table, which ends at $10');
    expect(() => read(`${table('8f8162')} 71 0a`)).toThrow('symbol $10 has no text');
    expect(() => read(table('8161', '86b1d0'))).toThrow('imports shared symbol tables is not supported');
  });

  test.each([
    ['nothing', '', 'without a value'],
    ['only padding', '03 00 00 00', 'without a value'],
    ['two values', '21 01 21 02', 'several values at its top level'],
    ['another version', 'e0 02 00 ea 20', 'Ion 2.0 is not supported'],
    ['symbol zero', '70', 'symbol $0 has no text'],
    ['a field without a name', 'd3 80 21 01', 'symbol $0 has no text'],
    ['minus zero as an integer', '31 00', 'an integer is minus zero'],
    ['a boolean of two', '12', 'no value begins with byte 0x12'],
    ['a float of three bytes', '43 00 00 00', 'no value begins with byte 0x43'],
    ['the reserved type', 'f0', 'no value begins with byte 0xf0'],
    ['annotations without a value', 'e3 82 84 85', 'no annotations, or no value'],
    ['annotations inside annotations', 'e7 81 84 e4 81 84 21 01', 'annotations stand inside annotations'],
    ['a value that is shorter than its annotations say', 'e5 81 84 21 01 20', 'does not end where its annotations say'],
    ['annotated padding', 'e4 81 84 01 00', 'padding has annotations'],
    ['a value that goes beyond its container', 'b2 22 01', 'goes beyond its end'],
    ['a length that goes beyond the data', '8e 7f ff', 'goes beyond its end'],
    ['a number without an end', '8e 00 00', 'a number has no end'],
    ['a number beyond 53 bits', '8e 7f 7f 7f 7f 7f 7f 7f ff', 'a number is too large'],
    ['an ordered struct without fields', 'd1 80', 'no value begins with byte 0xd1'],
    ['text that is not UTF-8', '82 c3 28', 'a text is not UTF-8'],
    ['half of a surrogate pair', '83 ed a0 80', 'a text is not UTF-8'],
    ['an hour without minutes', '66 c0 0f e1 88 95 8c', 'an hour but no minute'],
    ['the 13th month', '64 c0 0f e1 8d', 'month 13'],
    ['the 29th of February of a common year', '65 c0 0f e1 82 9d', 'day 29'],
    ['year 0 in local time', '67 43 e0 81 81 81 80 80', 'year 0'],
    ['an offset of a day', '68 0b a0 0f e1 81 81 80 80', 'offset 1440'],
    ['a fraction of a second or more', '6a 80 0f e1 88 95 8c 9e 80 c1 0a', 'a second or more'],
    ['a negative fraction', '6a 80 0f e1 88 95 8c 9e 80 c1 81', 'is negative'],
  ])('refuses %s', (_name, hex, message) => {
    expect(() => read(hex)).toThrow(IonFormatError);
    expect(() => read(hex)).toThrow(message);
  });

  test('refuses what is not Ion binary, saying so', () => {
    expect(() => decode(Buffer.from('{a:1}'))).toThrow('not Ion binary: it must begin with the version marker E0 01 00 EA of Ion 1.0');
    expect(() => decode(new Uint8Array())).toThrow(IonFormatError);
  });

  test('reads 200 levels and no more, before the stack can overflow', () => {
    const nested = (levels: number, wrap: (value: Value) => Value): Value => {
      let value: Value = string('bottom');
      for (let i = 0; i < levels; i++) value = wrap(value);
      return value;
    };
    const inList = (value: Value): Value => list([value]);
    const inStruct = (value: Value): Value => struct([{ name: 'name', value }]);
    expect(decodeFully(encode(nested(200, inList)))).toEqual(nested(200, inList));
    expect(writeText(decodeFully(encode(nested(200, inStruct))))).toHaveLength(200 * 7 + 8);
    expect(() => encode(nested(201, inList))).toThrow('nested more than 200 levels deep');
    expect(() => decodeFully(Buffer.concat([document(''), nestedLists(10_000)]))).toThrow('nested more than 200 levels deep');
  });

  test('leaves what is inside a struct until somebody asks', () => {
    const value = decode(document('d8 84 21 01 85 d3 86 21 02')) as StructValue;
    expect(writeText(value)).toBe('{name:1,version:{imports:2}}');
    const broken = decode(document('d5 84 d3 85 12 00')) as StructValue;
    const inner = fieldOf(broken, 'name') as StructValue;
    expect(() => inner.fields).toThrow(IonFormatError);
    expect(() => decodeFully(document('d5 84 d3 85 12 00'))).toThrow(IonFormatError);
  });

  test('gives structs that compare, copy and decode once', () => {
    const value = decode(encode(struct([{ name: 'a', value: list([string('b')]) }]))) as StructValue;
    expect(value.fields).toBe(value.fields);
    expect({ ...value, annotations: ['x'] }).toEqual({ kind: 'struct', annotations: ['x'], fields: [{ name: 'a', value: list([string('b')]) }] });
  });

  test('gives blobs that are views of the bytes', () => {
    const bytes = document('a2 01 02');
    const value = decode(bytes) as { value: Uint8Array };
    expect(value.value.buffer).toBe(bytes.buffer);
    expect([...value.value]).toEqual([1, 2]);
  });

  test('reads symbol tables that continue each other in linear time', () => {
    const step = Buffer.from('ea818 3d7867103 87b2 8161'.replaceAll(' ', ''), 'hex');
    const bytes = Buffer.concat([document(''), ...Array.from({ length: 50_000 }, () => step), Buffer.from('720064', 'hex')]);
    expect(decode(bytes)).toEqual({ kind: 'symbol', value: 'a' });
  });
});

/** `[[[…]]]`, as binary, from the inside out. */
function nestedLists(levels: number): Buffer {
  const parts: Buffer[] = [];
  let length = 0;
  for (let i = 0; i < levels; i++) {
    const header = length < 14 ? [0xb0 + length] : [0xbe, Math.floor(length / 2 ** 14) % 128, Math.floor(length / 128) % 128, 128 + length % 128];
    parts.unshift(Buffer.from(header));
    length += header.length;
  }
  return Buffer.concat(parts);
}

test('ion-js agrees with the hexadecimal examples above', () => {
  const reader = makeReader(document('69 03 a4 0f e0 8c 9f 97 9e 80'));
  reader.next();
  expect(reader.timestampValue()?.toString()).toBe('2017-01-01T06:30:00+07:00');
});
