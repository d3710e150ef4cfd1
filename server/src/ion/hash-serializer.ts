/* eslint-disable no-bitwise -- the format is defined in bits */
import { type BinaryReader, NULL_LENGTH, TypeCode } from './binary-reader';
import { checkDepth } from './depth';
import { floatRepresentation, hasCanonicalDecimal, hasCanonicalTimestamp, rewriteDecimal, rewriteTimestamp } from './hash-representation';
import type { HashWriter } from './hash-writer';
import type { SymbolTable } from './symbol-table';
import { symbolId } from './top-level';

/** Makes what Ion Hash hashes directly from Ion binary, without decoding it. */
export class HashSerializer {
  constructor(private readonly reader: BinaryReader, private readonly symbols: SymbolTable, private readonly writer: HashWriter) {}

  /** The value whose header was just read. `depth` is the number of containers around it. */
  value(depth: number): void {
    const { reader } = this;
    if (reader.isNull) return this.writer.leaf((reader.type === TypeCode.NEGATIVE_INT ? TypeCode.POSITIVE_INT : reader.type) << 4 | NULL_LENGTH);
    switch (reader.type) {
      case TypeCode.BOOL: return this.writer.leaf(TypeCode.BOOL << 4 | reader.low);
      case TypeCode.POSITIVE_INT:
      case TypeCode.NEGATIVE_INT: return this.integer();
      case TypeCode.FLOAT: return this.representation(TypeCode.FLOAT, floatRepresentation(reader));
      case TypeCode.DECIMAL: return this.scalar(hasCanonicalDecimal(reader) ? undefined : rewriteDecimal(reader));
      case TypeCode.TIMESTAMP: return this.scalar(hasCanonicalTimestamp(reader) ? undefined : rewriteTimestamp(reader));
      case TypeCode.SYMBOL: return this.symbol(symbolId(reader));
      case TypeCode.STRING:
      case TypeCode.CLOB:
      case TypeCode.BLOB: return this.scalar(undefined);
      case TypeCode.LIST:
      case TypeCode.SEXP: return this.elements(reader.type, reader.start, reader.end, depth + 1);
      case TypeCode.STRUCT: return this.struct(reader.start, reader.end, depth + 1);
      case TypeCode.ANNOTATION: return this.annotated(depth);
      default: throw reader.broken(reader.start, 'padding stands where a value is expected');
    }
  }

  private integer(): void {
    const { bytes, start, end, type } = this.reader;
    let first = start;
    while (first < end && bytes[first] === 0) first++;
    if (first === end && type === TypeCode.NEGATIVE_INT) throw this.reader.broken(start, 'an integer is minus zero');
    this.writer.bytes(type << 4, bytes, first, end);
  }

  private elements(type: number, start: number, end: number, depth: number): void {
    checkDepth(depth);
    const { reader, writer } = this;
    writer.begin(type << 4);
    for (let position = start; position < end;) {
      reader.header(position, end);
      position = reader.end;
      if (!reader.isPadding) this.value(depth);
    }
    writer.end();
  }

  private struct(start: number, end: number, depth: number): void {
    checkDepth(depth);
    const { reader, writer } = this;
    const digests: string[] = [];
    const mark = writer.mark();
    for (let position = start; position < end;) {
      const name = reader.varUInt(position, end);
      reader.header(reader.position, end);
      position = reader.end;
      if (reader.isPadding) continue;
      this.symbol(name);
      this.value(depth);
      digests.push(writer.field(mark));
    }
    writer.struct(digests);
  }

  private annotated(depth: number): void {
    this.writer.begin(TypeCode.ANNOTATION << 4);
    this.reader.annotations((id) => this.symbol(id));
    this.value(depth);
    this.writer.end();
  }

  private symbol(id: number): void {
    const { bytes, start, end } = this.symbols.utf8(id);
    this.writer.bytes(TypeCode.SYMBOL << 4, bytes, start, end);
  }

  /** The scalar whose header was just read, with its bytes as they stand or others in their place. */
  private scalar(representation: Uint8Array | undefined): void {
    const { type, bytes, start, end } = this.reader;
    if (representation) return this.representation(type, representation);
    this.writer.bytes(type << 4, bytes, start, end);
  }

  private representation(type: number, bytes: Uint8Array): void {
    this.writer.bytes(type << 4, bytes, 0, bytes.length);
  }
}
