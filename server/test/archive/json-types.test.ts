import * as fc from 'fast-check';
import { parseJson, JsonError } from '../../src/archive/json/parse-json';
import { RetypeTree } from '../../src/archive/json/retype-tree';
import { TypeRecovery } from '../../src/archive/json/type-recovery';
import { hashValue } from '../../src/ion/hash';
import { parseText, writeText } from '../../src/ion/text';
import { struct, type Value } from '../../src/ion/value';
import { writeJson } from '../../src/ion/write-json';
import { anyValue } from '../ion/arbitraries';

/** What a document of Ion becomes that was exported as JSON, with only its hash known. */
function recover(ionText: string, recovery = new TypeRecovery(), changed = (json: string) => json): string | undefined {
  const value = parseText(ionText);
  const hash = hashValue(value);
  const found = recovery.recover(parseJson(changed(writeJson(value))), (dataHash) => dataHash.equals(hash), 'table').value;
  return found && writeText(found);
}

describe('types that JSON lost', () => {
  test.each([
    ['texts, integers, truth', '{a:"x",b:5,c:true,d:null,e:[1,"y"],f:{g:""}}'],
    ['timestamps of every precision', '{a:2017-08-21,b:2017-08T,c:2017T,d:2019-09-16T19:37:05.360Z,e:2019-09-16T19:37+02:00,f:2019-09-16T19:37:05-00:00}'],
    ['decimals with their zeros', '{a:90.25,b:1.0,c:1.00,d:-0.0,e:12345678901234567890.123,f:1d-30}'],
    ['decimals without a fraction', '{a:5.,b:"x"}'],
    ['floats', '{a:1.5e0,b:1e-7,c:-2e300}'],
    ['floats that are no numbers', '{a:nan,b:1}'],
    ['blobs', '{a:{{aGVsbG8gd29ybGQ=}},b:"hello"}'],
    ['blobs that look like words', '{a:{{Audi}},b:"Audi"}'],
    ['clobs and symbols', '{a:{{"hello"}},b:symbol,c:"text"}'],
    ['typed nulls', '{a:null.timestamp,b:null,c:null.string}'],
    ['s-expressions', '{a:(1 2 3),b:[1,2]}'],
    ['texts that look like timestamps', '{a:"2017-08-21",b:2017-08-21}'],
    ['everything that looks like a timestamp and is none', '{a:"2017-08-21",b:"2018T",c:"2019-01T"}'],
    ['fields that stand twice', '{a:1,a:"x",a:2017T}'],
    ['characters of all kinds', '{\'ä "quoted"\':"\\u0001\\n😀","":"\\\\"}'],
    ['large documents', `{${Array.from({ length: 400 }, (_, n) => `f${n}:[${n},2017-08-21,1.5]`).join()}}`],
  ])('are found again: %s', (_, text) => {
    expect(recover(text)).toBe(writeText(parseText(text)));
  });

  test('are not found where the hash binds what JSON has not: annotations', () => {
    expect(recover('{a:note::5}')).toBeUndefined();
  });

  test('are never found for another value', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 200 }), (at) => {
      const text = '{vin:"1N4AL11D75C109151",amount:90.25,from:2017-08-21,owners:[{id:"x"},{id:"y"}],year:2011,f:1.5e0}';
      const change = (json: string): string => {
        const index = at % json.length;
        return /[A-Za-z0-9]/.test(json[index]!) ? `${json.slice(0, index)}${json[index] === '7' ? '8' : '7'}${json.slice(index + 1)}` : json;
      };
      const original = writeJson(parseText(text));
      const changed = change(original);
      let isJson = changed !== original;
      try {
        parseJson(changed);
      } catch (error) {
        if (!(error instanceof JsonError)) throw error;
        isJson = false;
      }
      fc.pre(isJson);
      expect(recover(text, new TypeRecovery({ maxCombinations: 300 }), change)).toBeUndefined();
    }));
  });

  test('are learnt from other revisions of the same table, where there are too many to try', () => {
    const text = (n: number, from: number) => `{${Array.from({ length: 14 }, (_, field) => `f${field}:${field >= from && field < from + 2 ? `{{${'Audi'.repeat(n)}}}` : `"${'Audi'.repeat(n)}"`}`).join()}}`;
    // Two fields differ from what is likely: found by looking at pairs, after some hundred tries.
    const few = () => new TypeRecovery({ maxCombinations: 40 });
    expect(recover(text(1, 10), few())).toBeUndefined();
    const learning = new TypeRecovery();
    expect(recover(text(1, 10), learning)).toBeDefined();
    let tries = 0;
    const again = parseText(text(2, 10));
    learning.recover(parseJson(writeJson(again)), (hash) => { tries++; return hash.equals(hashValue(again)); }, 'table');
    expect(tries).toBe(1);
  });

  test('are tried no more often than was stated', () => {
    let tries = 0;
    const json = parseJson(JSON.stringify(Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`f${n}`, '2017-08-21']))));
    const recovery = new TypeRecovery({ maxCombinations: 500 });
    expect(recovery.recover(json, () => { tries++; return false; }, 'table')).toEqual({ reason: 'none of 500 combinations of types that were tried makes its hash' });
    expect(tries).toBe(500);
  });

  test('of a kind of documents that always fails are tried less and less', () => {
    const recovery = new TypeRecovery({ maxCombinations: 500 });
    const json = parseJson('{"a":"2017-08-21","b":"2017-08-21","c":"2017-08-21"}');
    let tries = 0;
    for (let n = 0; n < 40; n++) {
      tries = 0;
      recovery.recover(json, () => { tries++; return false; }, 'table');
    }
    expect(tries).toBeLessThanOrEqual(64);
  });

  test('make the hashes that Ion Hash makes, whatever the document is', () => {
    fc.assert(fc.property(anyValue, (value) => {
      const document = struct([{ name: 'a', value }, { name: 'b', value }]);
      const tree = new RetypeTree(parseJson(writeJson(document)));
      const choices = tree.slotList().map(({ choices: possible }) => possible.length - 1);
      expect(tree.hash(choices).equals(hashValue(tree.value(choices) as Value))).toBe(true);
    }), { numRuns: 300 });
  });
});

describe('JSON', () => {
  test('is read as JSON.parse reads it', () => {
    fc.assert(fc.property(fc.json(), (text) => {
      expect(plain(parseJson(text))).toEqual(JSON.parse(text));
    }));
  });

  test.each(['', '{', '{"a":1,}', '[1 2]', '01', '1.', '"\u0001"', '"\\x"', '{a:1}', 'nul', '1 2', '"a', `${'['.repeat(300)}${']'.repeat(300)}`])('is refused: %s', (text) => {
    expect(() => parseJson(text)).toThrow(JsonError);
  });

  test('keeps digits and fields that stand twice', () => {
    expect(parseJson('{"a":1.00,"a":12345678901234567890}')).toEqual({
      kind: 'object', fields: [{ name: 'a', value: { kind: 'number', text: '1.00' } }, { name: 'a', value: { kind: 'number', text: '12345678901234567890' } }],
    });
  });
});

function plain(json: ReturnType<typeof parseJson>): unknown {
  switch (json.kind) {
    case 'null': return null;
    case 'bool':
    case 'string': return json.value;
    case 'number': return Number(json.text);
    case 'array': return json.elements.map(plain);
    case 'object': return Object.assign(Object.create(Object.prototype), ...json.fields.map(({ name, value }) => Object.defineProperty({}, name, { value: plain(value), enumerable: true })));
  }
}
