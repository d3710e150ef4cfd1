import * as fc from 'fast-check';
import { makeBinaryWriter, makeReader, makeTextWriter, makePrettyWriter, type Writer } from 'ion-js';
import { MAX_VALUE_BYTES, type ReadValue } from '../../src/archive/read/read-value';
import { readValues } from '../../src/archive/read/read-values';
import { parseText, writeText } from '../../src/ion/text';
import { anyValue } from '../ion/arbitraries';

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(bytes: Buffer | string, size = 7): Promise<ReadValue[]> {
  const values: ReadValue[] = [];
  for await (const value of readValues(pieces(Buffer.from(bytes), size))) values.push(value);
  return values;
}

const texts = (values: readonly ReadValue[]): string[] => values.map((value) => value.kind === 'ion' ? writeText(value.value) : JSON.stringify(value));

/** What AWS's own library writes: one stream, its symbols at the beginning of it. */
function written(writer: Writer, values: readonly string[]): Buffer {
  for (const text of values) {
    const reader = makeReader(text);
    writer.writeValues(reader);
  }
  writer.close();
  return Buffer.from(writer.getBytes());
}

const ODD = [
  '{a:"}",b:\'}\',c:"\\"}",d:\'\'\'} " \' }\'\'\'}',
  '{a:{{ aGVsbG8//2E= }},b:{{"}} \\" }"}},c:{{\'\'\'a\'\'\' \'\'\'}}\'\'\'}}}',
  '{/* } */ a: 1, // }\n b: (- / + {x:1}) }',
  '{}',
  '{\'a\':[],b:{c:{d:[{},[{}]]}}}',
];

describe('values of Ion text', () => {
  test.each([1, 2, 3, 5, 64, 100_000])('are told from each other in pieces of %d bytes', async (size) => {
    const text = `$ion_1_0 // a comment\n/* { */ ${ODD.join('\n')}${ODD[3]}`;
    const found = await read(text, size);
    expect(texts(found)).toEqual([...ODD, ODD[3]!].map((odd) => writeText(parseText(odd))));
  });

  test.each([['compact', makeTextWriter], ['on many lines', makePrettyWriter]] as const)('are read as AWS\'s library writes them, %s', async (_, make) => {
    const values = ['{a:1,b:[x,\'y z\',"é"]}', '{a:{{YQ==}},t:2019-09-16T19:37:05.360Z}', '{long:"' + 'x'.repeat(5000) + '"}'];
    expect(texts(await read(written(make(), values)))).toEqual(values.map((text) => writeText(parseText(text))));
  });

  test('that are none are told, and those behind them are read', async () => {
    const found = await read('{a:1}{a:}{b:2}');
    expect(found.map(({ kind }) => kind)).toEqual(['ion', 'unreadable', 'ion']);
  });

  test.each([['{a:1', 'truncated'], ['{a:1}{b:"x}', 'truncated'], ['{a:1} 7', 'damaged'], ['no ion', 'damaged'], ['{a:1}/* no end', 'truncated'], ['\u0000\u0001\u0002\u0003', 'damaged']])(
    'that end too early, or are something else, are told: %s', async (text, ends) => {
      expect((await read(text)).at(-1)).toMatchObject({ kind: 'unreadable', ends });
    });
});

describe('values of Ion binary', () => {
  const values = ['{a:1,b:symbol}', '{a:2,b:another,c:{d:[symbol,"x"]}}', '{a:3,e:third}'];

  test.each([1, 2, 3, 11, 100_000])('are read from one stream with symbols of its own, in pieces of %d bytes', async (size) => {
    expect(texts(await read(written(makeBinaryWriter(), values), size))).toEqual(values);
  });

  test('have symbols that were appended on the way', async () => {
    const bytes = Buffer.from([
      0xe0, 0x01, 0x00, 0xea,
      ...[0xe7, 0x81, 0x83, 0xd4, 0x87, 0xb2, 0x81, 0x61], // $ion_symbol_table::{symbols:["a"]}
      ...[0xd3, 0x8a, 0x21, 0x01], // {a:1}
      ...[0x02, 0x00, 0x00], // padding
      ...[0xea, 0x81, 0x83, 0xd7, 0x86, 0x71, 0x03, 0x87, 0xb2, 0x81, 0x62], // $ion_symbol_table::{imports:$ion_symbol_table,symbols:["b"]}
      ...[0xd6, 0x8a, 0x21, 0x02, 0x8b, 0x71, 0x0b], // {a:2,b:b}
      0xe0, 0x01, 0x00, 0xea,
      ...[0xe7, 0x81, 0x83, 0xd4, 0x87, 0xb2, 0x81, 0x63],
      ...[0xd3, 0x8a, 0x21, 0x03], // {c:3}
    ]);
    const expected = ['{a:1}', '{a:2,b:b}', '{c:3}'];
    for (const size of [1, 4, 1000]) expect(texts(await read(bytes, size))).toEqual(expected);
  });

  test('that end too early are told', async () => {
    const bytes = written(makeBinaryWriter(), values);
    const found = await read(bytes.subarray(0, bytes.length - 2));
    expect(found.map(({ kind }) => kind)).toEqual(['ion', 'ion', 'unreadable']);
    expect(found[2]).toMatchObject({ ends: 'truncated' });
  });

  test('that say to be longer than any block are told before they are read', async () => {
    const found = await read(Buffer.from([0xe0, 0x01, 0x00, 0xea, 0xde, 0x7f, 0x7f, 0x7f, 0x7f, 0xff, 0x00]));
    expect(found).toEqual([{ kind: 'unreadable', problem: expect.stringContaining('longer than any block can be'), ends: 'damaged' }]);
  });
});

describe('lines of JSON', () => {
  test.each([1, 3, 1000])('are read one by one, in pieces of %d bytes', async (size) => {
    const found = await read('\ufeff{"a":1}\r\n\n{"b":"}\\n{"}\n{"c":[]}', size);
    expect(found).toHaveLength(3);
    expect(found.every(({ kind }) => kind === 'json')).toBe(true);
  });

  test('that are none are told, and those behind them are read', async () => {
    const found = await read('{"a":1}\n{"a":\n{"b":2}\n{"c"');
    expect(found.map((value) => value.kind === 'unreadable' ? value.ends : value.kind)).toEqual(['json', false, 'json', 'truncated']);
  });
});

test('values of any size are read: 3 MB as text, binary and JSON', async () => {
  const long = 'x'.repeat(3 * 1024 * 1024);
  expect(long.length).toBeLessThan(MAX_VALUE_BYTES);
  for (const bytes of [Buffer.from(`{a:"${long}"}{b:1}`), Buffer.from(`{"a":"${long}"}\n{"b":1}\n`), written(makeBinaryWriter(), [`{a:"${long}"}`, '{b:1}'])]) {
    const found = await read(bytes, 64 * 1024);
    expect(found.map(({ kind }) => kind)).toEqual([found[0]!.kind, found[0]!.kind]);
    expect(found[0]!.kind).not.toBe('unreadable');
  }
});

test('values that are longer than any block are not gathered', async () => {
  async function* endless(): AsyncGenerator<Buffer> {
    yield Buffer.from('{a:"');
    for (let n = 0; n < 1000; n++) yield Buffer.alloc(1024 * 1024, 'x');
  }
  const found: ReadValue[] = [];
  for await (const value of readValues(endless())) found.push(value);
  expect(found).toMatchObject([{ kind: 'unreadable', ends: 'damaged' }]);
});

test('structs of any kind are read as they were written, in pieces of any size', async () => {
  await fc.assert(fc.asyncProperty(fc.array(anyValue, { maxLength: 5 }), fc.integer({ min: 1, max: 50 }), async (values, size) => {
    const expected = values.map((value) => writeText({ kind: 'struct', fields: [{ name: 'a', value }] }));
    expect(texts(await read(expected.join('\n'), size))).toEqual(expected);
  }));
});
