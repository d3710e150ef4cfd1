/* eslint-disable no-bitwise -- the format is defined in bits */
import { candidatesOf, type Candidate, type LostType } from './candidates';
import type { JsonValue } from './json-value';
import { TypeCode } from '../../ion/binary-reader';
import { hashSerialization } from '../../ion/hash';
import { sha256 } from '../../ion/sha256';
import type { Value } from '../../ion/value';

/** A place of a document whose type is to be found, by its path: the elements of a list have one place. */
export interface Slot {
  readonly path: string;
  /** The likeliest first. */
  readonly choices: readonly LostType[];
}

/** Which choice was made for each slot. */
export type Choices = readonly number[];

/** A document of JSON as all documents of Ion that it may have been. */
export class RetypeTree {
  private readonly slots = new Map<string, { index: number; path: string; choices: LostType[] }>();
  private readonly root: Node;
  /** Scalars in it. */
  leaves = 0;

  constructor(json: JsonValue) {
    this.root = this.node(json, '');
  }

  slotList(): readonly Slot[] {
    return [...this.slots.values()];
  }

  /** Ion hash of the document with these types. */
  hash(choices: Choices): Buffer {
    return sha256(this.root.serialize(choices));
  }

  value(choices: Choices): Value {
    return this.root.value(choices);
  }

  private node(json: JsonValue, path: string): Node {
    switch (json.kind) {
      case 'object': return new StructNode(json.fields.map(({ name, value }) => ({
        name, node: this.node(value, `${path}.${JSON.stringify(name)}`),
      })));
      case 'array': {
        const slot = this.slot(`${path} array`, ['list', 'sexp']);
        return new SequenceNode(slot, json.elements.map((element) => this.node(element, `${path}[]`)));
      }
      default: {
        this.leaves++;
        const candidates = candidatesOf(json);
        return new LeafNode(this.slot(`${path} ${json.kind}`, candidates.map(({ type }) => type)), candidates);
      }
    }
  }

  /** The slot of a path, with what the value there may be besides what others there may be. */
  private slot(path: string, choices: readonly LostType[]): OpenSlot {
    const known = this.slots.get(path);
    if (!known) {
      const slot = { index: this.slots.size, path, choices: [...choices] };
      this.slots.set(path, slot);
      return slot;
    }
    for (const choice of choices) if (!known.choices.includes(choice)) known.choices.push(choice);
    return known;
  }
}

interface OpenSlot {
  readonly index: number;
  readonly choices: readonly LostType[];
}

interface Node {
  /** s(value) of Ion Hash. The same object as long as nothing below has changed. */
  serialize(choices: Choices): Buffer;
  value(choices: Choices): Value;
}

class LeafNode implements Node {
  private readonly serializations = new Map<Candidate, Buffer>();

  constructor(private readonly slot: OpenSlot, private readonly candidates: readonly Candidate[]) {}

  serialize(choices: Choices): Buffer {
    const candidate = this.candidate(choices);
    let serialization = this.serializations.get(candidate);
    if (!serialization) {
      serialization = hashSerialization(candidate.value);
      this.serializations.set(candidate, serialization);
    }
    return serialization;
  }

  value(choices: Choices): Value {
    return this.candidate(choices).value;
  }

  /** Of the chosen type, or the likeliest where this value cannot be of that type. */
  private candidate(choices: Choices): Candidate {
    const type = this.slot.choices[choices[this.slot.index]!];
    return this.candidates.find((candidate) => candidate.type === type) ?? this.candidates[0]!;
  }
}

class SequenceNode implements Node {
  private parts: readonly Buffer[] = [];
  private kind: LostType | undefined;
  private serialization: Buffer | undefined;

  constructor(private readonly slot: OpenSlot, private readonly elements: readonly Node[]) {}

  serialize(choices: Choices): Buffer {
    const kind = this.chosen(choices);
    const parts = this.elements.map((element) => element.serialize(choices));
    if (this.serialization && kind === this.kind && parts.every((part, index) => part === this.parts[index])) return this.serialization;
    this.parts = parts;
    this.kind = kind;
    const type = kind === 'sexp' ? TypeCode.SEXP : TypeCode.LIST;
    this.serialization = Buffer.concat([Buffer.of(BEGIN, type << 4), ...parts, Buffer.of(END)]);
    return this.serialization;
  }

  value(choices: Choices): Value {
    return { kind: this.chosen(choices) === 'sexp' ? 'sexp' : 'list', elements: this.elements.map((element) => element.value(choices)) };
  }

  private chosen(choices: Choices): LostType | undefined {
    return this.slot.choices[choices[this.slot.index]!];
  }
}

interface FieldNode {
  readonly name: string;
  readonly symbol: Buffer;
  readonly node: Node;
  part: Buffer | undefined;
  digest: Buffer;
}

class StructNode implements Node {
  private readonly fields: FieldNode[];
  private serialization: Buffer | undefined;

  constructor(fields: ReadonlyArray<{ readonly name: string; readonly node: Node }>) {
    this.fields = fields.map(({ name, node }) => ({
      name, node, symbol: hashSerialization({ kind: 'symbol', value: name }), part: undefined, digest: Buffer.alloc(0),
    }));
  }

  serialize(choices: Choices): Buffer {
    let changed = false;
    for (const field of this.fields) {
      const part = field.node.serialize(choices);
      if (part === field.part) continue;
      field.part = part;
      field.digest = sha256(Buffer.concat([field.symbol, part]));
      changed = true;
    }
    if (this.serialization && !changed) return this.serialization;
    this.serialization = structSerialization(this.fields.map(({ digest }) => digest));
    return this.serialization;
  }

  value(choices: Choices): Value {
    return { kind: 'struct', fields: this.fields.map(({ name, node }) => ({ name, value: node.value(choices) })) };
  }
}

const BEGIN = 0x0b;
const ESCAPE = 0x0c;
const END = 0x0e;

/** https://amazon-ion.github.io/ion-hash/docs/spec.html */
function structSerialization(digests: Buffer[]): Buffer {
  digests.sort(Buffer.compare);
  const out = Buffer.allocUnsafe(digests.length * 64 + 3);
  let at = 0;
  out[at++] = BEGIN;
  out[at++] = TypeCode.STRUCT << 4;
  for (const digest of digests) {
    for (const byte of digest) {
      if (byte === BEGIN || byte === ESCAPE || byte === END) out[at++] = ESCAPE;
      out[at++] = byte;
    }
  }
  out[at++] = END;
  return out.subarray(0, at);
}
