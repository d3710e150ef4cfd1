import { parseText } from '../../ion/text';
import { int, type Value } from '../../ion/value';
import { PartiqlError } from '../error';
import type { IonToken, NumberToken } from './token';
import { roundDecimal } from '../values/decimal';

/** https://partiql.org/assets/PartiQL-Specification.pdf: integers of the implementation QLDB ran have 64 bits. */
const LEAST_INTEGER = -(2n ** 63n);
const GREATEST_INTEGER = 2n ** 63n - 1n;

/** The largest exponent of a decimal in Ion's reference implementations, which hold it in 32 bits. */
const MAX_EXPONENT = 2 ** 31 - 1;

export const numberValue = (token: NumberToken): Value => signedNumber(token, '');

export const negatedNumber = (token: NumberToken): Value => signedNumber(token, '-');

/**
 * Digits alone are an integer; a point or an exponent makes a decimal, of 38 digits as in the implementation QLDB ran. Ion literals and
 * parameters keep all of theirs.
 */
function signedNumber(token: NumberToken, sign: '' | '-'): Value {
  const [mantissa = '', exponent = '0'] = token.text.split(/[eE]/);
  const [whole = '', fraction = ''] = mantissa.split('.');
  const coefficient = BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n);
  if (/^[0-9]+$/.test(token.text)) {
    if (coefficient < LEAST_INTEGER || coefficient > GREATEST_INTEGER) {
      throw new PartiqlError('Semantic', 'Int overflow or underflow at compile time: integers have 64 bits', token.at);
    }
    return int(coefficient);
  }
  const scaled = Number(exponent) - fraction.length;
  if (Math.abs(scaled) > MAX_EXPONENT) {
    throw new PartiqlError('Lexer', `invalid number: the exponent must be from -${MAX_EXPONENT} to ${MAX_EXPONENT}`, token.at);
  }
  const negativeZero = sign === '-' && coefficient === 0n;
  return { kind: 'decimal', value: roundDecimal({ coefficient, exponent: scaled, ...(negativeZero ? { negativeZero } : {}) }) };
}

/** @throws PartiqlError at the backtick when the text between the backticks is not one Ion value */
export function ionValue(token: IonToken): Value {
  try {
    return parseText(token.text);
  } catch (error) {
    throw new PartiqlError('Lexer', `invalid Ion literal: ${error instanceof Error ? error.message : String(error)}`, token.at);
  }
}
