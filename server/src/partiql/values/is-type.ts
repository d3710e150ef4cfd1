import { digitsOf } from './decimal';
import type { Decimal, Value } from '../../ion/value';
import type { TypeReference } from '../ast';

/**
 * `value IS type`. A null of any type is NULL and of no other type; MISSING is both MISSING and NULL.
 *
 * `DECIMAL(5, 2)` asks for at most two digits after the point and three before it, `VARCHAR(5)` for at most five code points, `CHAR(5)` for
 * exactly five.
 */
export function isType(value: Value, type: TypeReference): boolean {
  switch (type.name) {
    case 'any':
      return true;
    case 'null':
      return value.kind === 'null' || value.kind === 'missing';
    case 'boolean':
      return value.kind === 'bool';
    case 'smallint': case 'integer':
      return value.kind === 'int';
    case 'decimal':
      return value.kind === 'decimal' && decimalFits(value.value, type.parameters);
    case 'string':
      return value.kind === 'string' && lengthFits(value.value, type.parameters, (length, limit) => length <= limit);
    case 'character':
      return value.kind === 'string' && lengthFits(value.value, type.parameters, (length, limit) => length === limit);
    case 'missing': case 'float': case 'timestamp': case 'symbol': case 'clob': case 'blob': case 'list': case 'sexp': case 'struct': case 'bag':
      return value.kind === type.name;
    // QLDB has no values of these types.
    case 'date': case 'time':
      return false;
  }
}

function decimalFits(value: Decimal, [precision, scale = 0]: readonly number[]): boolean {
  return precision === undefined
    || (-value.exponent <= scale && digitsOf(value.coefficient) + value.exponent <= precision - scale);
}

function lengthFits(text: string, [limit]: readonly number[], fits: (length: number, limit: number) => boolean): boolean {
  return limit === undefined || fits([...text].length, limit);
}
