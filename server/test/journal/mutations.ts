import type { Value } from '../../src/ion/value';

/** A change at one place of a value, and the way to the place. */
export interface Mutation {
  readonly path: string;
  readonly value: Value;
}

/** Every way to change a value at one place: each scalar, each field and element left out, doubled or swapped with the next, a field added. */
export function mutationsOf(value: Value, path = ''): Mutation[] {
  const own = ownMutations(value).map(([name, mutated]) => ({ path: `${path}${name}`, value: mutated }));
  return [...own, ...childMutations(value, path)];
}

function ownMutations(value: Value): Array<readonly [string, Value]> {
  const annotated = [' annotated', { ...value, annotations: [...value.annotations ?? [], 'note'] }] as const;
  switch (value.kind) {
    case 'string': return [annotated, ['', { ...value, value: `${value.value}x` }], [' as symbol', { kind: 'symbol', value: value.value }]];
    case 'int': return [
      annotated, ['', { ...value, value: value.value + 1n }], [' as decimal', { kind: 'decimal', value: { coefficient: value.value, exponent: 0 } }],
    ];
    case 'timestamp': {
      const { value: time } = value;
      const moved = [annotated, ['', { ...value, value: { ...time, year: time.year + 1, day: Math.min(time.day, 28) } }]] as const;
      if (time.precision !== 'second') return [...moved];
      return [
        ...moved, [' precision', { ...value, value: { ...time, fraction: `${time.fraction}0` } }], [' offset', { ...value, value: { ...time, offset: undefined } }],
      ];
    }
    case 'blob': return [annotated, ...value.value.length > 0 ? [
      ['', { ...value, value: flipped(value.value, value.value.length - 1) }] as const,
      [' first byte', { ...value, value: flipped(value.value, 0) }] as const,
      [' emptied', { ...value, value: new Uint8Array() }] as const,
      [' as clob', { kind: 'clob', value: value.value } as Value] as const,
    ] : [['', { ...value, value: new Uint8Array(32) }] as const]];
    case 'list': return [annotated, ...changedItems(value.elements).map(([name, elements]) => [name, { ...value, elements }] as const)];
    case 'struct': return [
      annotated,
      [' field added', { ...value, fields: [...value.fields, { name: 'approved', value: { kind: 'bool', value: true } }] }],
      ...changedItems(value.fields).map(([name, fields]) => [name, { ...value, fields }] as const),
    ];
    default: return [annotated, [' as null', { kind: 'null', type: 'null' }]];
  }
}

function childMutations(value: Value, path: string): Mutation[] {
  if (value.kind === 'list') {
    return value.elements.flatMap((element, index) => mutationsOf(element, `${path}[]`)
      .map((mutation) => ({ ...mutation, value: { ...value, elements: value.elements.with(index, mutation.value) } })));
  }
  if (value.kind === 'struct') {
    return value.fields.flatMap((field, index) => mutationsOf(field.value, `${path}.${field.name}`)
      .map((mutation) => ({ ...mutation, value: { ...value, fields: value.fields.with(index, { name: field.name, value: mutation.value }) } })));
  }
  return [];
}

function changedItems<Item>(items: readonly Item[]): Array<readonly [string, readonly Item[]]> {
  return items.flatMap((item, index) => [
    [' less one', items.toSpliced(index, 1)] as const,
    [' one twice', items.toSpliced(index, 0, item)] as const,
    ...index + 1 < items.length ? [[' swapped', items.with(index, items[index + 1]!).with(index + 1, item)] as const] : [],
  ]);
}

function flipped(bytes: Uint8Array, index: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[index] = (copy[index]! + 1) % 256;
  return copy;
}
