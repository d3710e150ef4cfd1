import { NULL, type Value } from '../../ion/value';

/**
 * A value as a document can hold it: Ion knows neither bags nor MISSING. A bag becomes a list, a field that is MISSING is left out, and an
 * element that is MISSING becomes null, so that the others keep their places.
 */
export function storedValue(value: Value): Value {
  return isStored(value) ? value : convert(value);
}

/** Most values are stored ones already and need no copy. */
function isStored(value: Value): boolean {
  switch (value.kind) {
    case 'missing':
    case 'bag': return false;
    case 'list':
    case 'sexp': return value.elements.every(isStored);
    case 'struct': return value.fields.every((field) => isStored(field.value));
    default: return true;
  }
}

function convert(value: Value): Value {
  switch (value.kind) {
    case 'missing': return NULL;
    case 'bag': return { kind: 'list', elements: value.elements.map(convert) };
    case 'list':
    case 'sexp': return { ...value, elements: value.elements.map(convert) };
    case 'struct': return { ...value, fields: value.fields.flatMap(({ name, value: field }) => field.kind === 'missing' ? [] : [{ name, value: convert(field) }]) };
    default: return value;
  }
}
