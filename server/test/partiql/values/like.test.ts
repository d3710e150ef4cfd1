import fc from 'fast-check';
import { int, MISSING, NULL, string, type Value } from '../../../src/ion/value';
import { EvaluationError } from '../../../src/partiql/error';
import { like, likeMatcher } from '../../../src/partiql/values/like';

/** The definition of LIKE, with time that grows with the square. */
function reference(text: readonly string[], pattern: ReadonlyArray<{ readonly character: string; readonly literal: boolean }>): boolean {
  let reachable = [true, ...text.map(() => false)];
  for (const { character, literal } of pattern) {
    const next = reachable.map(() => false);
    for (const [index, reached] of reachable.entries()) {
      if (!literal && character === '%') {
        next[index] = reached || (index > 0 && next[index - 1] === true);
      } else if (reached && index < text.length && ((!literal && character === '_') || text[index] === character)) {
        next[index + 1] = true;
      }
    }
    reachable = next;
  }
  return reachable.at(-1) === true;
}

const unit = fc.constantFrom('a', 'b', '%', '_', '\u{1f600}');
const written = fc.array(fc.record({ character: unit, literal: fc.boolean() }), { maxLength: 12 })
  .map((pattern) => pattern.map((part) => ({ ...part, literal: part.literal || (part.character !== '%' && part.character !== '_') })));

describe('LIKE', () => {
  it('matches as the definition says', () => {
    fc.assert(fc.property(fc.array(unit, { maxLength: 14 }), written, (text, pattern) => {
      const source = pattern
        .map(({ character, literal }) => literal && (character === '%' || character === '_') ? `\\${character}` : character)
        .join('');
      expect(likeMatcher(source, '\\')(text.join(''))).toBe(reference(text, pattern));
    }), { numRuns: 5000 });
  });

  it('finds long segments with wildcards, across the words of its bit sets', () => {
    const long = fc.array(fc.constantFrom('a', 'a', 'a', 'b'), { minLength: 60, maxLength: 200 });
    const gaps = fc.array(fc.nat(89), { maxLength: 5 });
    fc.assert(fc.property(long, fc.nat(100), fc.integer({ min: 20, max: 90 }), gaps, (text, from, length, holes) => {
      const piece = text.slice(from, from + length).map((character, index) => holes.includes(index) ? '_' : character);
      const pattern = `%${piece.join('')}%`;
      expect(likeMatcher(pattern)(text.join(''))).toBe(true);
      const altered = pattern.replace(/[ab]/, 'c');
      expect(likeMatcher(altered)(text.join(''))).toBe(altered === pattern);
    }), { numRuns: 300 });
  });

  it('matches characters, not UTF-16 units', () => {
    expect(likeMatcher('_')('\u{1f600}')).toBe(true);
    expect(likeMatcher('__')('\u{1f600}')).toBe(false);
    expect(likeMatcher('a%', '\u{1f600}')('ab')).toBe(true);
  });

  it('takes symbols for strings, and any case for another', () => {
    expect(like({ kind: 'symbol', value: 'ab' }, string('a%'))).toEqual({ kind: 'bool', value: true });
    expect(like(string('AB'), string('a%'))).toEqual({ kind: 'bool', value: false });
  });

  it('answers NULL to NULL and MISSING', () => {
    const unknown: readonly Value[] = [NULL, MISSING];
    for (const nothing of unknown) {
      expect(like(nothing, string('a'))).toEqual(NULL);
      expect(like(int(1), nothing)).toEqual(NULL);
      expect(like(string('a'), string('a'), nothing)).toEqual(NULL);
    }
  });

  it.each<[string, Value, Value, Value | undefined, string]>([
    ['a number', int(1), string('a'), undefined, 'LIKE expression must be given strings: the value is INT'],
    ['a pattern that is a number', string('a'), int(1), undefined, 'LIKE expression must be given strings: the pattern is INT'],
    ['an escape that is a number', string('a'), string('a'), int(1), 'LIKE expression must be given strings: the escape is INT'],
    ['an escape of two characters', string('a'), string('a'), string('aa'), 'Escape character must have size 1 : aa'],
    ['an empty escape', string('a'), string('a'), string(''), 'Cannot use empty character as ESCAPE character'],
    ['an escape before another character', string('a'), string('[a'), string('['), 'Invalid escape sequence : [a'],
    ['an escape at the end', string('a'), string('a['), string('['), 'Invalid escape sequence : a['],
  ])('refuses %s', (_, text, pattern, escape, message) => {
    expect(() => like(text, pattern, escape)).toThrow(EvaluationError);
    expect(() => like(text, pattern, escape)).toThrow(message);
  });

  it('answers at once where backtracking would take ages', () => {
    const text = 'a'.repeat(60);
    expect(likeMatcher(`${'%a'.repeat(9)}%b`)(text)).toBe(false);
    const long = 'a'.repeat(100_000);
    expect(likeMatcher(`${'%a'.repeat(40_000)}%b`)(long)).toBe(false);
    expect(likeMatcher(`%${'a'.repeat(50_000)}b%`)(long)).toBe(false);
    expect(likeMatcher(`%${'a'.repeat(2_000)}_${'a'.repeat(2_000)}b%`)(long)).toBe(false);
    expect(likeMatcher(`${'a'.repeat(49_999)}_${'a'.repeat(50_000)}`)(long)).toBe(true);
  });

  it('refuses segments with wildcards that would take long', () => {
    expect(() => likeMatcher(`%${'a'.repeat(4_096)}_%`)).toThrow(EvaluationError);
    expect(() => likeMatcher(`%${'a'.repeat(4_096)}_%`)).toThrow('between two % there may be 4096 characters at most if _ is among them');
    expect(likeMatcher(`%${'a'.repeat(4_095)}_%`)('a'.repeat(4_096))).toBe(true);
  });
});
