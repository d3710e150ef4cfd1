import { type BinaryReader, TypeCode } from './binary-reader';
import { readDecimal, readFloat, readInt, readTimestamp } from './decode-scalar';
import { checkDepth } from './depth';
import type { SymbolTable } from './symbol-table';
import { findTopLevelValue, symbolId } from './top-level';
import { FALSE, TRUE, type Field, type IonType, type Value } from './value';

/**
 * Reads the one value of a document in Ion 1.0 binary.
 *
 * What a list, an s-expression or a struct holds is decoded when it is first asked for, so that a part which nobody looks at costs nothing.
 * What is wrong in there is found then, as an `IonFormatError` as well; `decodeFully` finds it at once.
 *
 * The value refers to `bytes`: blobs and clobs are views of them, not copies, and they must not change.
 *
 * @throws IonFormatError where the bytes are not one value of Ion 1.0 with its own symbols, nested at most 200 levels
 */
export function decode(bytes: Uint8Array): Value {
  const { reader, symbols, start, end } = findTopLevelValue(bytes);
  return decodeAt(reader, symbols, start, end);
}

/** The same of a value that is somewhere in a stream, with the symbols that hold there. */
export function decodeAt(reader: BinaryReader, symbols: SymbolTable, start: number, end: number): Value {
  reader.header(start, end);
  return new Decoder(reader, symbols, false).value(0);
}

/** The same, with everything that it holds: for what is going to be looked at as a whole. */
export function decodeFullyAt(reader: BinaryReader, symbols: SymbolTable, start: number, end: number): Value {
  reader.header(start, end);
  return new Decoder(reader, symbols, true).value(0);
}

/** The same, but nothing wrong is left to be found: for what comes from outside and is going to be kept. */
export function decodeFully(bytes: Uint8Array): Value {
  const { reader, symbols, start, end } = findTopLevelValue(bytes);
  return decodeFullyAt(reader, symbols, start, end);
}

const NULL_TYPES: readonly IonType[] = [
  'null', 'bool', 'int', 'int', 'float', 'decimal', 'timestamp', 'symbol', 'string', 'clob', 'blob', 'list', 'sexp', 'struct',
];

class Decoder {
  constructor(private readonly reader: BinaryReader, private readonly symbols: SymbolTable, private readonly fully: boolean) {}

  /** The value whose header was just read. `depth` is the number of containers around it. */
  value(depth: number): Value {
    if (this.reader.type === TypeCode.ANNOTATION) return this.annotated(depth);
    return this.plain(undefined, depth);
  }

  private plain(annotations: readonly string[] | undefined, depth: number): Value {
    const { reader } = this;
    const { type, start, end } = reader;
    if (reader.isNull) return { kind: 'null', type: NULL_TYPES[type]!, ...annotations && { annotations } };
    if (type >= TypeCode.LIST) return this.container(annotations, type, start, end, depth + 1);
    const value = this.scalar();
    return annotations ? { ...value, annotations } : value;
  }

  private scalar(): Value {
    const { reader } = this;
    switch (reader.type) {
      case TypeCode.BOOL: return reader.low === 1 ? TRUE : FALSE;
      case TypeCode.POSITIVE_INT:
      case TypeCode.NEGATIVE_INT: return { kind: 'int', value: readInt(reader) };
      case TypeCode.FLOAT: return { kind: 'float', value: readFloat(reader) };
      case TypeCode.DECIMAL: return { kind: 'decimal', value: readDecimal(reader) };
      case TypeCode.TIMESTAMP: return { kind: 'timestamp', value: readTimestamp(reader) };
      case TypeCode.SYMBOL: return { kind: 'symbol', value: this.symbols.text(symbolId(reader)) };
      case TypeCode.STRING: return { kind: 'string', value: reader.text(reader.start, reader.end) };
      case TypeCode.CLOB: return { kind: 'clob', value: reader.bytes.subarray(reader.start, reader.end) };
      case TypeCode.BLOB: return { kind: 'blob', value: reader.bytes.subarray(reader.start, reader.end) };
      default: throw reader.broken(reader.start, 'padding stands where a value is expected');
    }
  }

  /** Object literals with a getter: they compare and copy like those that are plain. */
  private container(annotations: readonly string[] | undefined, type: number, start: number, end: number, depth: number): Value {
    checkDepth(depth);
    if (this.fully) return this.wholeContainer(annotations, type, start, end, depth);
    if (type === TypeCode.STRUCT) {
      let known: readonly Field[] | undefined;
      const fields = (): readonly Field[] => known ??= this.fields(start, end, depth);
      return annotations
        ? { kind: 'struct', annotations, get fields() { return fields(); } }
        : { kind: 'struct', get fields() { return fields(); } };
    }
    let known: readonly Value[] | undefined;
    const elements = (): readonly Value[] => known ??= this.elements(start, end, depth);
    const kind = type === TypeCode.LIST ? 'list' : 'sexp';
    return annotations
      ? { kind, annotations, get elements() { return elements(); } }
      : { kind, get elements() { return elements(); } };
  }

  private wholeContainer(annotations: readonly string[] | undefined, type: number, start: number, end: number, depth: number): Value {
    const value: Value = type === TypeCode.STRUCT
      ? { kind: 'struct', fields: this.fields(start, end, depth) }
      : { kind: type === TypeCode.LIST ? 'list' : 'sexp', elements: this.elements(start, end, depth) };
    return annotations ? { ...value, annotations } : value;
  }

  private elements(start: number, end: number, depth: number): readonly Value[] {
    const elements: Value[] = [];
    let position = start;
    while (position < end) {
      this.reader.header(position, end);
      position = this.reader.end;
      if (!this.reader.isPadding) elements.push(this.value(depth));
    }
    return elements;
  }

  private fields(start: number, end: number, depth: number): readonly Field[] {
    const { reader } = this;
    const fields: Field[] = [];
    let position = start;
    while (position < end) {
      const id = reader.varUInt(position, end);
      reader.header(reader.position, end);
      position = reader.end;
      // The name of a padded field is not looked at: writers put anything there.
      if (!reader.isPadding) fields.push({ name: this.symbols.text(id), value: this.value(depth) });
    }
    return fields;
  }

  private annotated(depth: number): Value {
    const annotations: string[] = [];
    this.reader.annotations((id) => annotations.push(this.symbols.text(id)));
    return this.plain(annotations, depth);
  }
}
