/* eslint-disable no-bitwise -- the format is defined in bits */
import { BackwardWriter } from './backward-writer';
import { NULL_LENGTH, TypeCode } from './binary-reader';
import { collectSymbols, type SymbolIds } from './collect-symbols';
import { writeDecimal, writeInt, writeTimestamp } from './encode-scalar';
import { IonFormatError } from './ion-format-error';
import { halfSurrogateError, hasHalfSurrogate } from './surrogates';
import { FIRST_LOCAL_ID, SYSTEM_SYMBOLS } from './symbol-table';
import { NULL, type Field, type IonType, type Value } from './value';

const VERSION_MARKER = Uint8Array.of(0xe0, 0x01, 0x00, 0xea);
const SYMBOL_TABLE_ID = 3;
const SYMBOLS_ID = 7;

/** One for all documents: nothing is encoded while something else is. */
const scratch = new BackwardWriter(4096);

/**
 * Writes a value as a document of its own in Ion 1.0 binary. Equal values give equal bytes.
 *
 * What only queries have is turned into Ion: a field that is MISSING is left out, MISSING anywhere else is null, and a bag is a list.
 *
 * @throws IonFormatError where the value is not one of Ion: a timestamp that does not exist, a text with half of a surrogate pair, more than
 *   200 levels, or `$ion_symbol_table::{…}`
 */
export function encode(value: Value): Buffer {
  checkDocument(value);
  const symbols = collectSymbols(value);
  scratch.clear();
  const writer = scratch;
  new Encoder(writer, symbols).value(value);
  writeSymbolTable(writer, symbols);
  writer.raw(VERSION_MARKER);
  return writer.result();
}

/** @throws IonFormatError where the value would be no data as a document of its own */
export function checkDocument(value: Value): void {
  if (value.kind === 'struct' && value.annotations?.[0] === SYSTEM_SYMBOLS[SYMBOL_TABLE_ID - 1]) {
    throw new IonFormatError('a document that is a struct cannot have $ion_symbol_table as its first annotation: readers take it for a symbol table');
  }
}

/** `$ion_symbol_table::{symbols:[…]}`, where there are symbols that are not the system's. */
function writeSymbolTable(writer: BackwardWriter, symbols: SymbolIds): void {
  const before = writer.length;
  const texts = [...symbols].filter(([, id]) => id >= FIRST_LOCAL_ID).map(([text]) => text);
  if (texts.length === 0) return;
  for (const text of texts.reverse()) writeText(writer, TypeCode.STRING, text);
  writer.header(TypeCode.LIST, writer.length - before);
  writer.varUInt(SYMBOLS_ID);
  writer.header(TypeCode.STRUCT, writer.length - before);
  writer.varUInt(SYMBOL_TABLE_ID);
  writer.varUInt(1);
  writer.header(TypeCode.ANNOTATION, writer.length - before);
}

function writeText(writer: BackwardWriter, typeCode: number, text: string): void {
  const before = writer.length;
  writer.text(text);
  if (writer.length - before !== text.length && hasHalfSurrogate(text)) throw halfSurrogateError();
  writer.header(typeCode, writer.length - before);
}

export const TYPE_CODES: Readonly<Record<IonType, number>> = {
  null: TypeCode.NULL, bool: TypeCode.BOOL, int: TypeCode.POSITIVE_INT, float: TypeCode.FLOAT, decimal: TypeCode.DECIMAL,
  timestamp: TypeCode.TIMESTAMP, symbol: TypeCode.SYMBOL, string: TypeCode.STRING, clob: TypeCode.CLOB, blob: TypeCode.BLOB,
  list: TypeCode.LIST, sexp: TypeCode.SEXP, struct: TypeCode.STRUCT,
};

class Encoder {
  constructor(private readonly writer: BackwardWriter, private readonly symbols: SymbolIds) {}

  value(value: Value): void {
    const { writer } = this;
    const before = writer.length;
    this.plain(value);
    const { annotations } = value;
    if (!annotations?.length) return;
    const beforeAnnotations = writer.length;
    for (let i = annotations.length - 1; i >= 0; i--) writer.varUInt(this.id(annotations[i]!));
    writer.varUInt(writer.length - beforeAnnotations);
    writer.header(TypeCode.ANNOTATION, writer.length - before);
  }

  private plain(value: Value): void {
    const { writer } = this;
    switch (value.kind) {
      case 'null': return writer.byte(TYPE_CODES[value.type] << 4 | NULL_LENGTH);
      case 'missing': return this.plain(NULL);
      case 'bool': return writer.byte(TypeCode.BOOL << 4 | (value.value ? 1 : 0));
      case 'int': return writeInt(writer, value.value);
      case 'float': return this.float(value.value);
      case 'decimal': return writeDecimal(writer, value.value);
      case 'timestamp': return writeTimestamp(writer, value.value);
      case 'symbol': return this.symbol(value.value);
      case 'string': return writeText(writer, TypeCode.STRING, value.value);
      case 'clob': return this.bytes(TypeCode.CLOB, value.value);
      case 'blob': return this.bytes(TypeCode.BLOB, value.value);
      case 'sexp': return this.elements(TypeCode.SEXP, value.elements);
      case 'list':
      case 'bag': return this.elements(TypeCode.LIST, value.elements);
      case 'struct': return this.fields(value.fields);
    }
  }

  private float(value: number): void {
    if (Object.is(value, 0)) return this.writer.byte(TypeCode.FLOAT << 4);
    this.writer.double(value);
    this.writer.header(TypeCode.FLOAT, 8);
  }

  private symbol(text: string): void {
    const before = this.writer.length;
    this.writer.magnitude(BigInt(this.id(text)));
    this.writer.header(TypeCode.SYMBOL, this.writer.length - before);
  }

  private bytes(typeCode: number, bytes: Uint8Array): void {
    this.writer.raw(bytes);
    this.writer.header(typeCode, bytes.length);
  }

  private elements(typeCode: number, elements: readonly Value[]): void {
    const before = this.writer.length;
    for (let i = elements.length - 1; i >= 0; i--) this.value(elements[i]!);
    this.writer.header(typeCode, this.writer.length - before);
  }

  private fields(fields: readonly Field[]): void {
    const { writer } = this;
    const before = writer.length;
    for (let i = fields.length - 1; i >= 0; i--) {
      const { name, value } = fields[i]!;
      if (value.kind === 'missing') continue;
      this.value(value);
      writer.varUInt(this.id(name));
    }
    // A length of 1 would say that the fields are in order and a length follows, but no field is that short.
    writer.header(TypeCode.STRUCT, writer.length - before);
  }

  private id(text: string): number {
    return this.symbols.get(text)!;
  }
}
