import fc from 'fast-check';
import { parseText, writeText } from '../../../src/ion/text';
import { int, MISSING, NULL, type Value } from '../../../src/ion/value';
import { EvaluationError } from '../../../src/partiql/error';
import { add, concat, divide, modulo, multiply, negate, plus, subtract } from '../../../src/partiql/values/arithmetic';

const ion = (text: string): Value => parseText(text);
const operators: Readonly<Record<string, (a: Value, b: Value) => Value>> = {
  '+': add, '-': subtract, '*': multiply, '/': divide, '%': modulo, '||': concat,
};
const calculate = (a: string, operator: string, b: string): string => writeText(operators[operator]?.(ion(a), ion(b)) ?? MISSING);

describe('arithmetic', () => {
  it.each([
    ['7', '+', '2', '9'], ['7', '/', '2', '3'], ['-7', '/', '2', '-3'], ['-7', '%', '2', '-1'], ['7', '%', '-2', '1'],
    // A decimal with anything is a decimal, exactly.
    ['0.1', '+', '0.2', '0.3'], ['1', '+', '1.00', '2.00'], ['2', '*', '1.50', '3.00'], ['1.5', '-', '1.5', '0.0'], ['1', '/', '4.', '0.25'],
    ['1', '/', '3.0', '0.33333333333333333333333333333333333333'], ['5.', '%', '2', '1.'], ['5.5', '%', '2', '1.5'], ['-5.5', '%', '2', '-1.5'],
    ['0.5e0', '+', '0.25', '0.75'], ['0.1e0', '*', '1.', '0.10000000000000000555111512312578270212'],
    ['99999999999999999999999999999999999999.', '+', '1.', '10000000000000000000000000000000000000d1'],
    ['12345678901234567890123456789012345678.', '+', '0.5', '12345678901234567890123456789012345678.'],
    ['12345678901234567890123456789012345677.', '+', '0.5', '12345678901234567890123456789012345678.'],
    ['1d1000', '-', '1d-1000', '10000000000000000000000000000000000000d963'],
    // A float with a float or an int is a float.
    ['3e0', '-', '1', '2e0'], ['3e0', '/', '2', '1.5e0'], ['3e0', '%', '2', '1e0'], ['1e308', '*', '10', '+inf'],
  ])('%s %s %s is %s', (a, operator, b, result) => {
    expect(calculate(a, operator, b)).toBe(writeText(ion(result)));
  });

  it.each([
    ['9223372036854775807', '+', '1'], ['-9223372036854775808', '-', '1'], ['4611686018427387904', '*', '2'], ['-9223372036854775808', '/', '-1'],
    // A stored integer may be longer than what arithmetic takes.
    ['9223372036854775808', '%', '10'],
  ])('%s %s %s overflows', (a, operator, b) => {
    expect(() => calculate(a, operator, b)).toThrow(new EvaluationError('Int overflow or underflow'));
  });

  it.each(['0', '0.00', '-0.', '0e0', '-0e0'])('does not divide by %s', (zero) => {
    for (const dividend of ['1', '1.0', '1e0']) {
      expect(() => calculate(dividend, '/', zero)).toThrow(new EvaluationError('/ by zero'));
      expect(() => calculate(dividend, '%', zero)).toThrow(new EvaluationError('% by zero'));
    }
  });

  it('has the results of whole numbers within 64 bits, and nothing beyond', () => {
    const long = fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt({ min: -(2n ** 33n), max: 2n ** 33n }),
      fc.constantFrom(2n ** 63n - 1n, -(2n ** 63n), 0n, 1n, -1n));
    const reference: ReadonlyArray<readonly [string, (a: bigint, b: bigint) => bigint]> = [
      ['+', (a, b) => a + b], ['-', (a, b) => a - b], ['*', (a, b) => a * b], ['/', (a, b) => a / b], ['%', (a, b) => a % b],
    ];
    fc.assert(fc.property(long, long, fc.constantFrom(...reference), (a, b, [operator, exact]) => {
      fc.pre(b !== 0n || (operator !== '/' && operator !== '%'));
      const expected = exact(a, b);
      if (BigInt.asIntN(64, expected) === expected) {
        expect(operators[operator]?.(int(a), int(b))).toEqual(int(expected));
      } else {
        expect(() => operators[operator]?.(int(a), int(b))).toThrow('Int overflow or underflow');
      }
    }), { numRuns: 2000 });
  });

  it.each(Object.keys(operators))('answers NULL to %s with an unknown operand, even where the other is wrong', (operator) => {
    for (const unknown of [NULL, MISSING, ion('null.int')]) {
      expect(operators[operator]?.(unknown, ion('[]'))).toEqual(NULL);
      expect(operators[operator]?.(ion('0'), unknown)).toEqual(NULL);
    }
  });

  it('negates', () => {
    expect(writeText(negate(ion('-9223372036854775807')))).toBe('9223372036854775807');
    expect(() => negate(ion('-9223372036854775808'))).toThrow('Int overflow or underflow');
    expect(writeText(negate(ion('1.50')))).toBe('-1.50');
    expect(negate(ion('0.0'))).toEqual({ kind: 'decimal', value: { coefficient: 0n, exponent: -1, negativeZero: true } });
    expect(negate(ion('0e0'))).toEqual({ kind: 'float', value: -0 });
    expect(negate(MISSING)).toEqual(NULL);
    expect(plus(ion('1.50'))).toEqual(ion('1.50'));
  });

  it('works on numbers only', () => {
    expect(() => add(ion('1'), ion('"1"'))).toThrow('Expected number: + does not work on STRING');
    expect(() => plus(ion('true'))).toThrow('Expected number: + does not work on BOOL');
    expect(() => negate(ion('"1"'))).toThrow('Expected number: - does not work on STRING');
    expect(() => add(ion('+inf'), ion('1.'))).toThrow('Cannot convert FLOAT to DECIMAL');
  });

  it('refuses results whose exponent Ion could not hold', () => {
    expect(() => calculate('1d2147483647', '*', '1d1')).toThrow('Decimal overflow or underflow');
    expect(() => calculate('1d-2147483647', '/', '1d1')).toThrow('Decimal overflow or underflow');
  });

  it('joins text', () => {
    expect(calculate('"a"', '||', 'b')).toBe('"ab"');
    expect(() => calculate('"a"', '||', '1')).toThrow('Wrong argument type for ||: strings or symbols are needed, got STRING and INT');
    expect(() => calculate('[1]', '||', '[2]')).toThrow('Wrong argument type for ||');
  });

  it('does not fill the memory with text that doubles', () => {
    const doubled = (value: Value, times: number): Value => times === 0 ? value : doubled(concat(value, value), times - 1);
    expect(() => doubled(ion('"0123456789"'), 40)).toThrow(new EvaluationError('the result of || would have more than 4194304 characters'));
  });
});
