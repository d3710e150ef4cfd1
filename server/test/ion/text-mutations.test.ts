import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { makePrettyWriter, makeTextWriter } from 'ion-js';
import { anyValue, RUNS } from './arbitraries';
import { parseWithIonJs, writeWithIonJs } from './ion-js-oracle';
import { IonFormatError } from '../../src/ion/ion-format-error';
import { parseText, writeText } from '../../src/ion/text';
import type { Value } from '../../src/ion/value';

/** Pieces that have a meaning in Ion text, or none. */
const PIECES = [
  '{', '}', '[', ']', '(', ')', '"', "'", "'''", ',', ':', '::', ' ', '\n', '\r\n', '\r', '\t', '/', '//', '/*', '*/', '\\', '\\u', '\\x', '\\U0001F600', '0',
  '1', '-', '+', '.', 'e', 'd', 'T', 'Z', '2017-08-21', 'null', 'null.int', 'true', 'nan', '+inf', '-inf', '$10', '$0', '$4', 'a', '_', '1_0', '0x', '0b1',
  '{{', '}}', '=', '==', '{{aGVsbG8=}}', 'é', '\0', '\ud800', '$ion_1_0 ', '$ion_symbol_table::{symbols:["x"]} ',
];

const SEEDS = [
  '{a:1,b:[1,2.5,3e0],c:(a + b),d:{{aGVs bG8=}},e:{{"clob"}},f:\'\'\'x\'\'\' \'\'\'y\'\'\',g:2017-08-21T12:30:00.500+05:30}',
  '[0x1F, 1.50, 15d-1, -0.0, -0e0, nan, +inf, -inf, null.list]',
  '(a+b -1 --2 /* c */ // d\n 3)',
  "x::'y z'::\"\\u00e9\\n\\x41\"",
  '$ion_symbol_table::{symbols:["x","y"]} {$10:$11,$4:$3::1}',
  '[2017T,2017-08T,2017-08-21,2017-08-21T,2017-08-21T12:30Z]',
];

/** Where the two are right to differ, because ion-js 5.2 does not do what the specification says. */
const DIFFERENCES: ReadonlyArray<readonly [reason: string, RegExp]> = [
  ['ion-js takes no underscores between digits', /[\da-f]_[\da-f]/i],
  ['ion-js takes no binary integers', /0b[01]/i],
  ['ion-js takes a comment that has no end', /\/\*/],
  ['ion-js does not see the end of a comment behind two asterisks, and looks for it forever between parts of strings', /\/\*/],
  ['ion-js looks for nothing behind the T of a year or month', /\d{4}(-\d\d)?T/],
  ['ion-js takes f for the exponent of floats, and reads no number from it', /\d[fF]/],
  ['ion-js takes exponents that 32 bits do not hold', /[dD][+-]?\d{7,}/],
  ['ion-js takes annotations that no value follows', /::\s*(\/\/.*)?$/],
  ['ion-js takes a symbol table for one at any depth, and only if it has no other annotation', /\$ion_symbol_table|\$3/],
  ['ion-js takes any text behind $ for a number that JavaScript takes for one', /\$\d+[a-z]|\$Infinity/i],
  ['ion-js takes version markers with a number alone', /\$ion_\d/],
  ['ion-js makes a byte of an escaped end of a line in a clob', /\\[\r\n]/],
  ['ion-js takes other dates than those of the Gregorian calendar, and rounds fractions of seconds', /\d{4}-\d\d/],
];

type Outcome = { readonly value: Value } | { readonly error: unknown };

function outcome(parse: (text: string) => Value, text: string): Outcome {
  try {
    return { value: parse(text) };
  } catch (error) {
    return { error };
  }
}

const anyText = fc.oneof(
  { weight: 2, arbitrary: anyValue.map(writeText).filter((text) => text.length < 500) },
  { weight: 1, arbitrary: fc.constantFrom(...SEEDS) },
);
const anyChange = fc.record({ at: fc.nat(), taken: fc.integer({ min: 0, max: 3 }), put: fc.constantFrom('', ...PIECES) });

function changed(text: string, changes: ReadonlyArray<{ readonly at: number; readonly taken: number; readonly put: string }>): string {
  return changes.reduce((before, { at, taken, put }) => {
    const place = at % (before.length + 1);
    return before.slice(0, place) + put + before.slice(place + taken);
  }, text);
}

describe('Ion text', () => {
  test('is read as ion-js reads it, and as ion-js writes it', () => {
    fc.assert(fc.property(anyValue, fc.boolean(), (value, pretty) => {
      // Also quoted these are version markers for ion-js, and texts with a lone carriage return become others.
      fc.pre(!/\$ion_/.test(writeText(value)));
      expect(parseWithIonJs(writeText(value))).toEqual(value);
      const writer = pretty ? makePrettyWriter() : makeTextWriter();
      writeWithIonJs(value, writer);
      writer.close();
      const text = Buffer.from(writer.getBytes()).toString();
      const [ours, theirs] = [outcome(parseText, text), outcome(parseWithIonJs, text)];
      // It writes annotations that are operators without quotes, which nobody reads.
      if ('error' in ours && 'error' in theirs) expect(text).toMatch(/[!#%&*+\-./;<=>?@^`|~]::/);
      else expect(ours).toEqual(theirs);
    }), { numRuns: RUNS });
  });

  test('that was changed is refused or read as ion-js does', () => {
    const reached = { same: 0, refused: 0 };
    fc.assert(fc.property(anyText, fc.array(anyChange, { minLength: 1, maxLength: 4 }), (text, changes) => {
      const mutant = changed(text, changes);
      const ours = outcome(parseText, mutant);
      if ('error' in ours) expect(ours.error).toBeInstanceOf(IonFormatError);
      if (DIFFERENCES.some(([, pattern]) => pattern.test(mutant))) return;
      const theirs = outcome(parseWithIonJs, mutant);
      if ('error' in ours && 'error' in theirs) {
        reached.refused++;
        return;
      }
      expect('error' in ours ? ours.error : 'read').toBe('error' in theirs ? theirs.error : 'read');
      if ('value' in ours && 'value' in theirs && isDeepStrictEqual(ours.value, theirs.value)) reached.same++;
      else expect(ours).toEqual(theirs);
    }), { numRuns: RUNS * 10 });
    expect(reached.same).toBeGreaterThan(20);
    expect(reached.refused).toBeGreaterThan(100);
  });

  test.each([
    ['1_000', '1000'], ['-0b1_01', '-5'], ['0x1_f', '31'], ['1_0.2_5', '10.25'], ['1_0e1', '1e2'], ['/***/1', '1'], ['1 /**// 2', undefined],
    ['/* x', undefined], ['1/* x', undefined], ['2017Tx', undefined], ['(2017Tx)', undefined], ['2017-08T1', undefined], ['1f0', undefined], ['1d99999999999', undefined],
    ['a::', undefined], ['a:: // none', undefined], ['1__0', undefined], ['1_', undefined], ['_1_', '_1_'], ['0_1', undefined], ['1._5', undefined], ['1.5_', undefined],
    ['0x', undefined], ['0b', undefined], ['0b2', undefined], ['00', undefined], ['01.5', undefined], ['+1', undefined], ['--1', undefined], ['1e', undefined],
    ['$1e0', "'$1e0'"], ['$ion_2_0 1', undefined], ['$ion_1_0 1 $ion_1_0', '1'], ['[$ion_1_0]', '[$ion_1_0]'],
    ['1500-02-29', undefined], ['2000-02-29', '2000-02-29'], ['2017-01-01T00:00:00.0000Z', '2017-01-01T00:00:00.0000Z'], ['2017-01-01T00:00:59.99999Z', '2017-01-01T00:00:59.99999Z'],
    ['$4', 'name'], ['$99', undefined], ['{$0:1}', undefined], ['$0::1', undefined],
    ['$ion_symbol_table::{symbols:["x", 5, "z"]} [$10,$12]', '[x,z]'], ['$ion_symbol_table::{symbols:[5]} $10', undefined],
    ['$ion_symbol_table::{symbols:["x"]} $ion_symbol_table::{imports:$ion_symbol_table,symbols:["y"]} [$10,$11]', '[x,y]'],
    ['$ion_symbol_table::{symbols:["x"]} $ion_symbol_table::{symbols:["y"]} $10', 'y'],
    ['$ion_symbol_table::{symbols:["x"]} $ion_1_0 $10', undefined],
    ['$ion_symbol_table::{imports:[{name:"t",version:1,max_id:3}]} 1', undefined],
    ['$ion_symbol_table::{symbols:[],symbols:[]} 1', undefined], ['$ion_symbol_table::{} ', undefined],
    ['"\\ud83d\\ude00\\U0001F600"', '"\ud83d\ude00\ud83d\ude00"'], ['"\\ud83d"', undefined], ['"\\ude00"', undefined], ['"\ud83d"', undefined], ['"\\U00110000"', undefined],
    ["'''a\r\nb''' /* and */ '''\\\r\nc'''", '"a\\nbc"'], ["'''a''''b'''", undefined], ['"a\nb"', undefined], ['"a\\\nb"', '"ab"'], ['"\\q"', undefined], ['"\\x4"', undefined],
    ["{{ '''a''' '''b\\xff''' }}", '{{"ab\\xff"}}'], ["{{ '''a''' /* no */ '''b''' }}", undefined], ['{{"\\u0041"}}', undefined], ['{{"é"}}', undefined], ["{{'a'}}", undefined],
    ['{{ aG Vs\nbG8 = }}', '{{aGVsbG8=}}'], ['{{aGVsbG8}}', undefined], ['{{aGVs-G8=}}', undefined], ['{{aGVsbA= =}}', '{{aGVsbA==}}'], ['{{====}}', undefined], ['{{}}', '{{}}'],
    ['{{aGVsbG8=} }', undefined], ['{{aG=Vs=}}', undefined], ['{a:1,}', '{a:1}'], ['[1,]', '[1]'], ['[,]', undefined], ['{,}', undefined], ['{null:1}', undefined], ['null::1', undefined],
    ["{'''long''' '''name''':1}", '{longname:1}'], ["'''a'''::1", undefined], ['null.nothing', undefined], ['null .int', undefined], ['(+inf+ -inf)', "('+' inf '+' -inf)"], ['(+infx)', "('+' infx)"],
    ['(a,b)', undefined], ['{a 1}', undefined], ['a : : 1', undefined], ['a :: b :: 1', 'a::b::1'], ['{a:b::c:1}', undefined], ['\ufeff1', undefined], [']', undefined],
  ])('%s is read as the specification says', (text, expected) => {
    const result = outcome(parseText, text);
    if (expected === undefined) expect(result).toEqual({ error: expect.any(IonFormatError) as unknown });
    else expect(result).toEqual({ value: parseText(expected) });
    if (expected !== undefined && 'value' in result) expect(writeText(result.value)).toBe(expected);
  });

  test.each([
    ['{a:1', '"," or "}" is expected (at its end)'], ['{a:1 b:2}', '"," or "}" is expected (character 5)'], ['[1,\n  @]', 'a value is expected (character 6)'],
    ['{a:2017-02-30}', 'the day 30'], ['{a:2017-02-30}', '(character 3)'], ['"open', 'a text in quotes has no end (at its end)'], ['0123', 'a zero too many (character 0)'],
  ])('%s is refused with the place: %s', (text, message) => {
    expect(() => parseText(text)).toThrow(message);
    expect(() => parseText(text)).toThrow('not valid Ion text: ');
  });

  test('is read 200 levels deep, and refused beyond', () => {
    const nested = (levels: number): string => `${'[{a:('.repeat(levels)}${')}]'.repeat(levels)}`;
    expect(writeText(parseText(nested(66)))).toBe(nested(66));
    expect(() => parseText(nested(67))).toThrow('nested more than 200 levels deep');
  });
});
