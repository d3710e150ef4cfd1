import { EvaluationError } from '../error';
import {
  addDecimals, divideDecimals, multiplyDecimals, negateDecimal, remainderOfDecimals, roundDecimal, subtractDecimals,
} from './decimal';
import { exactNumber, isNumber, isText, isUnknown, type NumberValue } from './equality';
import { typeName } from './type-name';
import { int, NULL, string, type Decimal, type Value } from '../../ion/value';

/**
 * Arithmetic as PartiQL in QLDB had it. NULL or MISSING on either side gives NULL.
 *
 * | operands | result |
 * | --- | --- |
 * | int, int | int of 64 bits; division truncates; beyond: "Int overflow or underflow" |
 * | decimal with decimal, int or float | decimal, exact up to 38 digits, then rounded half even; a float counts with its exact value |
 * | float with float or int | float, IEEE |
 *
 * Decimals never pass through floats. What cannot become a decimal (NaN, infinities) is an error there. Dividing by zero is an error for
 * floats too.
 */
export function add(a: Value, b: Value): Value {
  return calculate(a, b, '+');
}

export function subtract(a: Value, b: Value): Value {
  return calculate(a, b, '-');
}

export function multiply(a: Value, b: Value): Value {
  return calculate(a, b, '*');
}

export function divide(a: Value, b: Value): Value {
  return calculate(a, b, '/');
}

/** The remainder has the sign of `a`. */
export function modulo(a: Value, b: Value): Value {
  return calculate(a, b, '%');
}

/** Unary minus. A decimal zero becomes minus zero, as in the implementation QLDB ran. */
export function negate(value: Value): Value {
  if (isUnknown(value)) {
    return NULL;
  }
  const operand = number(value, '-');
  switch (operand.kind) {
    case 'int':
      return int(within64Bits(-operand.value));
    case 'float':
      return { kind: 'float', value: -operand.value };
    case 'decimal':
      return { kind: 'decimal', value: negateDecimal(operand.value) };
  }
}

/** Unary plus: a check that the operand is a number. */
export function plus(value: Value): Value {
  return isUnknown(value) ? NULL : number(value, '+');
}

/** `||` on strings and symbols. */
export function concat(a: Value, b: Value): Value {
  if (isUnknown(a) || isUnknown(b)) {
    return NULL;
  }
  if (!isText(a) || !isText(b)) {
    throw new EvaluationError(`Wrong argument type for ||: strings or symbols are needed, got ${typeName(a)} and ${typeName(b)}`);
  }
  if (a.value.length + b.value.length > MAXIMUM_TEXT) {
    throw new EvaluationError(`the result of || would have more than ${MAXIMUM_TEXT} characters`);
  }
  return string(a.value + b.value);
}

/** No document holds as much. Without a bound, thirty nested `x || x` would fill the memory. */
const MAXIMUM_TEXT = 4 * 1024 * 1024;

const MINIMUM = -(2n ** 63n);
const MAXIMUM = 2n ** 63n - 1n;

/** @throws {EvaluationError} when `value` needs more than 64 bits */
export function within64Bits(value: bigint): bigint {
  if (value < MINIMUM || value > MAXIMUM) {
    throw new EvaluationError('Int overflow or underflow');
  }
  return value;
}

/** Ion's implementations hold exponents in 32 bits. */
function within32BitExponent(value: Decimal): Decimal {
  if (Math.abs(value.exponent) > 0x7fffffff) {
    throw new EvaluationError(`Decimal overflow or underflow: the result would have the exponent ${value.exponent}`);
  }
  return value;
}

/**
 * A number as decimal; a float with its exact value, rounded to 38 digits.
 *
 * @throws {EvaluationError} NaN and infinities
 */
export function toDecimal(value: NumberValue): Decimal {
  const exact = exactNumber(value);
  if (typeof exact === 'string') {
    throw new EvaluationError(`Cannot convert FLOAT to DECIMAL: the value is ${value.value}`);
  }
  return value.kind === 'float' ? roundDecimal(exact) : exact;
}

type Operator = '+' | '-' | '*' | '/' | '%';

function calculate(a: Value, b: Value, operator: Operator): Value {
  if (isUnknown(a) || isUnknown(b)) {
    return NULL;
  }
  const [left, right] = [number(a, operator), number(b, operator)];
  if ((operator === '/' || operator === '%') && isZero(right)) {
    throw new EvaluationError(`${operator} by zero`);
  }
  if (left.kind === 'int' && right.kind === 'int') {
    return int(within64Bits(INTS[operator](within64Bits(left.value), within64Bits(right.value))));
  }
  if (left.kind === 'decimal' || right.kind === 'decimal') {
    return { kind: 'decimal', value: within32BitExponent(DECIMALS[operator](toDecimal(left), toDecimal(right))) };
  }
  return { kind: 'float', value: FLOATS[operator](Number(left.value), Number(right.value)) };
}

const INTS: Readonly<Record<Operator, (a: bigint, b: bigint) => bigint>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

const FLOATS: Readonly<Record<Operator, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

const DECIMALS: Readonly<Record<Operator, (a: Decimal, b: Decimal) => Decimal>> = {
  '+': addDecimals,
  '-': subtractDecimals,
  '*': multiplyDecimals,
  '/': divideDecimals,
  '%': remainderOfDecimals,
};

function number(value: Value, operator: string): NumberValue {
  if (!isNumber(value)) {
    throw new EvaluationError(`Expected number: ${operator} does not work on ${typeName(value)}`);
  }
  return value;
}

function isZero(value: NumberValue): boolean {
  return value.kind === 'decimal' ? value.value.coefficient === 0n : Number(value.value) === 0;
}
