import { storableText } from './literal';
import { fitsNumeric, numericText } from './numbers';
import { timestampText } from '../ion/timestamp-text';
import type { Field, Value } from '../ion/value';
import { writeText } from '../ion/write-text';

/**
 * A value as JSON that `jsonb` takes. It is what Ion's rules for JSON make of it, and exports of journals have, but for what `jsonb` has no
 * place for: numbers that are too large and floats that are no numbers become strings with their Ion text, characters that PostgreSQL has
 * not are replaced, and of fields with the same name the first one stays, which is the one that queries find.
 */
export function jsonText(value: Value): string {
  switch (value.kind) {
    case 'null':
    case 'missing': return 'null';
    case 'bool': return String(value.value);
    case 'int': return numberText(value, { coefficient: value.value, exponent: 0 });
    case 'decimal': return numberText(value, value.value);
    case 'float': return Number.isFinite(value.value) ? value.value.toExponential() : text(writeText({ kind: 'float', value: value.value }));
    case 'timestamp': return text(timestampText(value.value));
    case 'symbol':
    case 'string': return text(value.value);
    case 'clob': return text(Buffer.from(value.value).toString('latin1'));
    case 'blob': return text(Buffer.from(value.value).toString('base64'));
    case 'list':
    case 'bag':
    case 'sexp': return `[${value.elements.map(jsonText).join(',')}]`;
    case 'struct': return structText(value.fields);
  }
}

function numberText(value: Value, decimal: { readonly coefficient: bigint; readonly exponent: number }): string {
  return fitsNumeric(decimal) ? numericText(decimal) : text(writeText({ ...value, annotations: [] }));
}

function text(content: string): string {
  return JSON.stringify(storableText(content));
}

function structText(fields: readonly Field[]): string {
  const members = new Map<string, string>();
  for (const { name, value } of fields) {
    const key = text(name);
    if (!members.has(key) && value.kind !== 'missing') members.set(key, `${key}:${jsonText(value)}`);
  }
  return `{${[...members.values()].join(',')}}`;
}
