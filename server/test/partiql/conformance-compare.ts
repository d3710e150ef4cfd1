import { parseText } from '../../src/ion/text';
import { MISSING, bag, list, struct } from '../../src/ion/value';
import type { Value } from '../../src/ion/value';

/** What Ion text of the suite means: `$bag::[…]` and `$missing::null` are values that Ion has not. */
export function expectedValue(text: string): Value {
  return withoutMarks(parseText(text));
}

function withoutMarks(value: Value): Value {
  const [mark] = value.annotations ?? [];
  if (mark === '$missing') {
    return MISSING;
  }
  switch (value.kind) {
    case 'list': {
      const elements = value.elements.map(withoutMarks);
      return mark === '$bag' ? bag(elements) : list(elements);
    }
    case 'sexp':
      return { kind: 'sexp', elements: value.elements.map(withoutMarks) };
    case 'struct':
      return struct(value.fields.map((field) => ({ name: field.name, value: withoutMarks(field.value) })));
    default:
      return value;
  }
}

/**
 * The same text for the same result, and only then. Stricter than PartiQL's equality: types count, and the precision of decimals and
 * timestamps. Bags and structs are multisets; lists have an order; annotations do not count.
 */
export function fingerprint(value: Value): string {
  switch (value.kind) {
    case 'missing':
      return 'missing';
    case 'null':
      return `null.${value.type}`;
    case 'list': case 'sexp':
      return `${value.kind}(${value.elements.map(fingerprint).join(',')})`;
    case 'bag':
      return `bag(${value.elements.map(fingerprint).sort().join(',')})`;
    case 'struct':
      return `struct(${value.fields.map((field) => `${JSON.stringify(field.name)}:${fingerprint(field.value)}`).sort().join(',')})`;
    case 'decimal':
      return `decimal(${value.value.negativeZero === true ? '-0' : value.value.coefficient}d${value.value.exponent})`;
    case 'float':
      return `float(${Object.is(value.value, -0) ? '-0' : value.value})`;
    case 'blob': case 'clob':
      return `${value.kind}(${Buffer.from(value.value).toString('hex')})`;
    case 'timestamp': {
      const { precision, offset, year, month, day, hour, minute, second, fraction } = value.value;
      return `timestamp(${[precision, offset, year, month, day, hour, minute, second, fraction].join(' ')})`;
    }
    case 'bool': case 'int': case 'string': case 'symbol':
      return `${value.kind}(${JSON.stringify(String(value.value))})`;
  }
}
