import { candidatesOf } from './candidates';
import type { JsonValue } from './json-value';
import { list, NULL, string, struct, type Value } from '../../ion/value';

/** JSON as Ion takes it: what there is where types that JSON has lost could not be found again. https://amazon-ion.github.io/ion-docs/docs/spec.html */
export function plainIon(json: JsonValue): Value {
  switch (json.kind) {
    case 'null': return NULL;
    case 'string': return string(json.value);
    case 'array': return list(json.elements.map(plainIon));
    case 'object': return struct(json.fields.map(({ name, value }) => ({ name, value: plainIon(value) })));
    default: return candidatesOf(json)[0]!.value;
  }
}
