import { EvaluationError } from '../error';
import { toDecimal, within64Bits } from './arithmetic';
import { decimalOfFloat, floatOfDecimal, MAXIMUM_DIGITS, truncateDecimal } from './decimal';
import { isLob, isNumber, isText, isUnknown, type NumberValue } from './equality';
import { constrainDecimal, decimalText, floatText, parseDecimal, parseFloatText, parseInteger } from './number-text';
import { ionTimestamp } from './timestamp-checks';
import { typeName } from './type-name';
import { timestampText } from '../../ion/timestamp-text';
import { bool, FALSE, int, MISSING, NULL, TRUE, type Decimal, type Value } from '../../ion/value';
import type { TypeReference } from '../ast';

/**
 * CAST.
 *
 * NULL and MISSING stay what they are, whatever the type, but become NULL with `AS null` and MISSING with `AS missing`; nothing else can be
 * cast to those two. A value that has the type already is returned as it is, its annotations included.
 *
 * https://docs.aws.amazon.com/qldb/latest/developerguide/ql-functions.cast.html
 *
 * @throws {EvaluationError} where there is no conversion: `Cannot convert LIST to INT`
 */
export function cast(value: Value, type: TypeReference): Value {
  if (isUnknown(value)) {
    return type.name === 'missing' ? MISSING : type.name === 'null' ? NULL : value;
  }
  switch (type.name) {
    case 'any':
      return value;
    case 'boolean':
      return toBoolean(value);
    case 'smallint': case 'integer':
      return toInteger(value);
    case 'float':
      return toFloat(value);
    case 'decimal':
      return constrained(toDecimalValue(value), type.parameters);
    case 'timestamp':
      return toTimestamp(value);
    case 'string':
      return shortened(toText(value, 'string'), type.parameters, false);
    case 'character':
      return shortened(toText(value, 'string'), type.parameters, true);
    case 'symbol':
      return toText(value, 'symbol');
    case 'clob': case 'blob':
      return value.kind === type.name ? value : isLob(value) ? { kind: type.name, value: value.value } : fail(value, type.name.toUpperCase());
    case 'list': case 'sexp': case 'bag':
      if (value.kind === type.name) {
        return value;
      }
      return 'elements' in value ? { kind: type.name, elements: value.elements } : fail(value, type.name.toUpperCase());
    case 'struct':
      return value.kind === 'struct' ? value : fail(value, 'STRUCT');
    case 'null': case 'missing': case 'date': case 'time':
      return fail(value, type.name.toUpperCase());
  }
}

function fail(value: Value, to: string): never {
  throw new EvaluationError(`Cannot convert ${typeName(value)} to ${to}`);
}

/** A type that converts in general, and a value of it that does not. */
function failValue(value: Value, to: string): never {
  throw new EvaluationError(`Cannot convert ${typeName(value)} to ${to}: can't convert the value to ${to}`);
}

function toBoolean(value: Value): Value {
  if (value.kind === 'bool') {
    return value;
  }
  if (isText(value)) {
    return bool(value.value.toLowerCase() === 'true');
  }
  if (value.kind === 'decimal') {
    return bool(value.value.coefficient !== 0n);
  }
  return isNumber(value) ? (Number(value.value) === 0 ? FALSE : TRUE) : fail(value, 'BOOL');
}

/** Truncates: 1.75 is 1. */
function toInteger(value: Value): Value {
  if (value.kind === 'int') {
    return value;
  }
  if (value.kind === 'bool') {
    return int(value.value ? 1 : 0);
  }
  if (isText(value)) {
    return int(within64Bits(parseInteger(value.value) ?? failValue(value, 'INT')));
  }
  if (!isNumber(value)) {
    return fail(value, 'INT');
  }
  if (value.kind === 'float' && !Number.isFinite(value.value)) {
    return failValue(value, 'INT');
  }
  const whole = truncateDecimal(value.kind === 'float' ? decimalOfFloat(value.value) : value.value, 20);
  if (whole === undefined) {
    throw new EvaluationError('Int overflow or underflow');
  }
  return int(within64Bits(whole));
}

function toFloat(value: Value): Value {
  switch (value.kind) {
    case 'float':
      return value;
    case 'int':
      return { kind: 'float', value: Number(value.value) };
    case 'decimal':
      return { kind: 'float', value: floatOfDecimal(value.value) };
    case 'bool':
      return { kind: 'float', value: value.value ? 1 : 0 };
    case 'string': case 'symbol':
      return { kind: 'float', value: parseFloatText(value.value) ?? failValue(value, 'FLOAT') };
    default:
      return fail(value, 'FLOAT');
  }
}

function toDecimalValue(value: Value): Value & { kind: 'decimal' } {
  if (value.kind === 'decimal') {
    return value;
  }
  return { kind: 'decimal', value: decimalFrom(value) };
}

function decimalFrom(value: Value): Decimal {
  if (value.kind === 'bool') {
    return { coefficient: value.value ? 1n : 0n, exponent: 0 };
  }
  if (isText(value)) {
    return parseDecimal(value.value) ?? failValue(value, 'DECIMAL');
  }
  return isNumber(value) ? toDecimal(value) : fail(value, 'DECIMAL');
}

/** `DECIMAL(precision, scale)`: rounded half even to the scale, an error where the digits do not suffice. */
function constrained(value: Value & { kind: 'decimal' }, [precision, scale = 0]: readonly number[]): Value {
  if (precision === undefined) {
    return value;
  }
  if (precision < 1 || precision > MAXIMUM_DIGITS || scale < 0 || scale > precision) {
    throw new EvaluationError(
      `DECIMAL(${precision}, ${scale}) is not a type: the precision must be from 1 to ${MAXIMUM_DIGITS}, the scale from 0 to the precision`);
  }
  const result = constrainDecimal(value.value, precision, scale);
  if (result === undefined) {
    throw new EvaluationError(`Cannot convert ${decimalText(value.value)} to DECIMAL(${precision}, ${scale}): it has too many digits`);
  }
  return { kind: 'decimal', value: result };
}

function toTimestamp(value: Value): Value {
  if (value.kind === 'timestamp') {
    return value;
  }
  return isText(value)
    ? { kind: 'timestamp', value: ionTimestamp(value.value) ?? failValue(value, 'TIMESTAMP') }
    : fail(value, 'TIMESTAMP');
}

function toText(value: Value, kind: 'string' | 'symbol'): Value & { kind: 'string' | 'symbol' } {
  if (value.kind === kind) {
    return value;
  }
  if (isText(value)) {
    return { kind, value: value.value };
  }
  if (isNumber(value)) {
    return { kind, value: numberText(value) };
  }
  if (value.kind === 'bool') {
    return { kind, value: String(value.value) };
  }
  return value.kind === 'timestamp' ? { kind, value: timestampText(value.value) } : fail(value, kind.toUpperCase());
}

function numberText(value: NumberValue): string {
  switch (value.kind) {
    case 'int':
      return String(value.value);
    case 'float':
      return floatText(value.value);
    case 'decimal':
      return decimalText(value.value);
  }
}

/** `VARCHAR(n)` and `CHAR(n)` cut after n code points; `CHAR(n)` also drops spaces at the end. */
function shortened(value: Value & { kind: 'string' | 'symbol' }, [length]: readonly number[], fixed: boolean): Value {
  if (length === undefined) {
    return value;
  }
  const points = [...value.value];
  if (fixed) {
    points.length = Math.min(points.length, length);
    while (points.at(-1) === ' ') {
      points.pop();
    }
  } else if (points.length <= length) {
    return value;
  }
  return { kind: value.kind, value: points.slice(0, length).join('') };
}
