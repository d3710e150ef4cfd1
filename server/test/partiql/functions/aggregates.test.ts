import fc from 'fast-check';
import { parseText, writeText } from '../../../src/ion/text';
import { MISSING, type Value } from '../../../src/ion/value';
import type { AggregateName } from '../../../src/partiql/ast';
import { createAggregate, distinctFilter } from '../../../src/partiql/functions/aggregates';
import { equals } from '../../../src/partiql/values/equality';
import { value } from '../values/arbitrary-values';

function over(name: AggregateName, values: readonly string[], distinct = false): string {
  const aggregate = createAggregate(name, distinct);
  for (const text of values) {
    aggregate.add(text === 'missing' ? MISSING : parseText(text));
  }
  return writeText(aggregate.result());
}

describe('aggregates', () => {
  it.each<[AggregateName, string[], string]>([
    ['count', ['1', 'null', 'missing', '"a"', '[]'], '3'], ['sum', ['1', '2', 'null', '3', 'missing'], '6'], ['sum', ['1', '2.50'], '3.50'],
    ['sum', ['0.5e0', '1'], '1.5'],
    ['sum', ['0.5e0'], '0.5'], ['avg', ['1', '2', '3'], '2.'], ['avg', ['1', '1', '1', '2'], '1.25'],
    ['avg', ['1', '2', '2'], '1.6666666666666666666666666666666666667'],
    ['avg', ['0.5e0', 'null'], '0.5'], ['avg', ['9223372036854775807', '9223372036854775807'], '9223372036854775807.'],
    ['min', ['2', '1.5', '3e0'], '1.5'], ['max', ['2', '1.5', '3e0', 'null'], '3e0'], ['max', ['442.30', '0', '90.25'], '442.30'],
    ['min', ['"b"', 'a'], 'a'],
    ['max', ['2017T', '2017-01-01T00:00:01Z'], '2017-01-01T00:00:01Z'],
  ])('%s over %j is %s', (name, values, result) => {
    expect(over(name, values)).toBe(writeText(parseText(result)));
  });

  it.each<[AggregateName, string]>([
    ['count', '0'], ['sum', 'null'], ['avg', 'null'], ['min', 'null'], ['max', 'null'],
  ])('%s of nothing is %s', (name, result) => {
    expect(over(name, [])).toBe(result);
    expect(over(name, ['null', 'missing', 'null.int'])).toBe(result);
  });

  it('count equal values once with DISTINCT', () => {
    expect(over('count', ['1', '1.0', '1e0', '2', '"1"', 'null'], true)).toBe('3');
    expect(over('sum', ['1', '1.0', '2'], true)).toBe('3');
    expect(over('avg', ['1', '1', '4'], true)).toBe('2.5');
    expect(over('max', ['1', '1'], true)).toBe('1');
  });

  it('refuse what they cannot work on', () => {
    expect(() => over('sum', ['"1"'])).toThrow('Aggregate function sum expects numbers, got STRING');
    expect(() => over('avg', ['1', 'true'])).toThrow('Aggregate function avg expects numbers, got BOOL');
    expect(() => over('min', ['1', '"1"'])).toThrow('Cannot compare values: STRING and INT');
    expect(() => over('sum', ['9223372036854775807', '1'])).toThrow('Int overflow or underflow');
  });

  it('find the different values among many, long ones too', () => {
    fc.assert(fc.property(fc.array(value, { maxLength: 12 }), (values) => {
      const isNew = distinctFilter();
      const kept = values.filter(isNew);
      const expected = values.reduce<Value[]>(
        (found, candidate) => found.some((other) => equals(other, candidate)) ? found : [...found, candidate], []);
      expect(kept).toEqual(expected);
    }), { numRuns: 500 });
  });
});
