/* eslint-disable no-bitwise -- the format is defined in bits */
import { BackwardWriter } from './backward-writer';
import { NULL_LENGTH, TypeCode } from './binary-reader';
import { checkDepth } from './depth';
import { TYPE_CODES } from './encode';
import { writeDecimalBody, writeTimestampBody } from './encode-scalar';
import type { HashWriter } from './hash-writer';
import { NULL, type Field, type Value } from './value';

const NOTHING = Buffer.alloc(0);
const NAN = Buffer.from('7ff8000000000000', 'hex');

/** Makes what Ion Hash hashes from a value in memory: the same as from its Ion binary. */
export class ValueHashSerializer {
  /** Numbers and timestamps are hashed as Ion binary writes them. */
  private readonly scalars = new BackwardWriter(64);

  constructor(private readonly writer: HashWriter) {}

  /** @param depth number of containers around the value */
  value(value: Value, depth: number): void {
    const { annotations } = value;
    if (!annotations?.length) return this.plain(value, depth);
    this.writer.begin(TypeCode.ANNOTATION << 4);
    for (const annotation of annotations) this.writer.text(TypeCode.SYMBOL << 4, annotation);
    this.plain(value, depth);
    this.writer.end();
  }

  private plain(value: Value, depth: number): void {
    const { writer } = this;
    switch (value.kind) {
      case 'null': return writer.leaf(TYPE_CODES[value.type] << 4 | NULL_LENGTH);
      case 'missing': return this.plain(NULL, depth);
      case 'bool': return writer.leaf(TypeCode.BOOL << 4 | (value.value ? 1 : 0));
      case 'int': return this.integer(value.value);
      case 'float': return this.representation(TypeCode.FLOAT, floatBytes(value.value));
      case 'decimal': {
        this.scalars.clear();
        writeDecimalBody(this.scalars, value.value);
        return this.representation(TypeCode.DECIMAL, this.scalars.view());
      }
      case 'timestamp': {
        this.scalars.clear();
        writeTimestampBody(this.scalars, value.value);
        return this.representation(TypeCode.TIMESTAMP, this.scalars.view());
      }
      case 'symbol': return writer.text(TypeCode.SYMBOL << 4, value.value);
      case 'string': return writer.text(TypeCode.STRING << 4, value.value);
      case 'clob': return this.representation(TypeCode.CLOB, value.value);
      case 'blob': return this.representation(TypeCode.BLOB, value.value);
      case 'sexp': return this.elements(TypeCode.SEXP, value.elements, depth + 1);
      case 'list':
      case 'bag': return this.elements(TypeCode.LIST, value.elements, depth + 1);
      case 'struct': return this.struct(value.fields, depth + 1);
    }
  }

  private integer(value: bigint): void {
    this.scalars.clear();
    this.scalars.magnitude(value < 0n ? -value : value);
    this.representation(value < 0n ? TypeCode.NEGATIVE_INT : TypeCode.POSITIVE_INT, this.scalars.view());
  }

  private elements(type: number, elements: readonly Value[], depth: number): void {
    checkDepth(depth);
    this.writer.begin(type << 4);
    for (const element of elements) this.value(element, depth);
    this.writer.end();
  }

  private struct(fields: readonly Field[], depth: number): void {
    checkDepth(depth);
    const { writer } = this;
    const digests: string[] = [];
    const mark = writer.mark();
    for (const { name, value } of fields) {
      if (value.kind === 'missing') continue;
      writer.text(TypeCode.SYMBOL << 4, name);
      this.value(value, depth);
      digests.push(writer.field(mark));
    }
    writer.struct(digests);
  }

  private representation(type: number, bytes: Uint8Array): void {
    this.writer.bytes(type << 4, bytes, 0, bytes.length);
  }
}

function floatBytes(value: number): Buffer {
  if (Object.is(value, 0)) return NOTHING;
  if (Number.isNaN(value)) return NAN;
  const double = Buffer.allocUnsafe(8);
  double.writeDoubleBE(value);
  return double;
}
