/** JSON as it is written: digits of numbers are kept, and fields that stand twice stand twice. */
export type JsonValue =
  | { readonly kind: 'null' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'array'; readonly elements: readonly JsonValue[] }
  | JsonObject;

export interface JsonObject {
  readonly kind: 'object';
  readonly fields: readonly JsonField[];
}

export interface JsonField {
  readonly name: string;
  readonly value: JsonValue;
}

/** The first field of that name. */
export function jsonField(value: JsonValue, name: string): JsonValue | undefined {
  return value.kind === 'object' ? value.fields.find((field) => field.name === name)?.value : undefined;
}
