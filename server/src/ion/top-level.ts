import { BinaryReader, TypeCode } from './binary-reader';
import { IonFormatError } from './ion-format-error';
import { SymbolTable } from './symbol-table';

/** Where the one value of a document stands, and the symbols that it was written with. */
export interface TopLevelValue {
  readonly reader: BinaryReader;
  readonly symbols: SymbolTable;
  readonly start: number;
  readonly end: number;
}

const SYMBOL_TABLE = '$ion_symbol_table';

/**
 * Finds the one value in Ion 1.0 binary: behind version markers, symbol tables and padding.
 *
 * @throws IonFormatError where there is none, or more than one
 */
export function findTopLevelValue(bytes: Uint8Array): TopLevelValue {
  const reader = new BinaryReader(bytes);
  const limit = reader.bytes.length;
  if (!isVersionMarker(reader, 0)) {
    throw new IonFormatError('not Ion binary: it must begin with the version marker E0 01 00 EA of Ion 1.0');
  }
  let symbols = SymbolTable.system();
  let found: TopLevelValue | undefined;
  let position = 4;
  while (position < limit) {
    if (isVersionMarker(reader, position)) {
      symbols = SymbolTable.system();
      position += 4;
      continue;
    }
    reader.header(position, limit);
    const end = reader.end;
    if (!reader.isPadding) {
      const table = reader.type === TypeCode.ANNOTATION ? symbolTableStruct(reader, symbols) : undefined;
      if (table) {
        symbols = readSymbolTable(reader, symbols, table.start, table.end);
      } else if (found) {
        throw new IonFormatError('Ion binary with several values at its top level: one is expected');
      } else {
        found = { reader, symbols, start: position, end };
      }
    }
    position = end;
  }
  if (!found) throw new IonFormatError('Ion binary without a value');
  return found;
}

/** The bytes of a local symbol table's struct, if the annotated value whose header was just read is one. */
export function symbolTableStruct(reader: BinaryReader, symbols: SymbolTable): { start: number; end: number } | undefined {
  let first: number | undefined;
  reader.annotations((id) => first ??= id);
  if (reader.type !== TypeCode.STRUCT || symbols.text(first!) !== SYMBOL_TABLE) return undefined;
  return { start: reader.start, end: reader.end };
}

/** https://amazon-ion.github.io/ion-docs/docs/symbols.html#local-symbol-tables */
export function readSymbolTable(reader: BinaryReader, current: SymbolTable, start: number, end: number): SymbolTable {
  let appends: boolean | undefined;
  let added: Array<{ start: number; end: number } | undefined> | undefined;
  let position = start;
  while (position < end) {
    const name = current.text(reader.varUInt(position, end));
    reader.header(reader.position, end);
    position = reader.end;
    if (reader.isPadding) continue;
    if (name === 'imports') {
      if (appends !== undefined) throw reader.broken(reader.start, 'a symbol table has "imports" twice');
      appends = readImports(reader, current);
    } else if (name === 'symbols') {
      if (added) throw reader.broken(reader.start, 'a symbol table has "symbols" twice');
      added = reader.type === TypeCode.LIST ? readSymbols(reader, reader.start, reader.end) : [];
    }
  }
  return (appends ? current : SymbolTable.system()).extend(reader.bytes, added ?? []);
}

/** Whether the table continues the current one. */
function readImports(reader: BinaryReader, current: SymbolTable): boolean {
  if (reader.type === TypeCode.SYMBOL && !reader.isNull) return current.text(symbolId(reader)) === SYMBOL_TABLE;
  if (reader.type === TypeCode.LIST && reader.end > reader.start) {
    throw new IonFormatError('Ion binary that imports shared symbol tables is not supported: write it with its own symbol table');
  }
  return false;
}

function readSymbols(reader: BinaryReader, start: number, end: number): Array<{ start: number; end: number } | undefined> {
  const symbols: Array<{ start: number; end: number } | undefined> = [];
  let position = start;
  while (position < end) {
    reader.header(position, end);
    position = reader.end;
    if (reader.isPadding) continue;
    const hasText = reader.type === TypeCode.STRING && !reader.isNull;
    symbols.push(hasText ? { start: reader.start, end: reader.end } : undefined);
  }
  return symbols;
}

/** The id of the symbol whose header was just read. */
export function symbolId(reader: BinaryReader): number {
  const { bytes, end } = reader;
  let start = reader.start;
  while (start < end && bytes[start] === 0) start++;
  if (end - start > 6) throw reader.broken(start, 'a symbol id is too large');
  return end === start ? 0 : bytes.readUIntBE(start, end - start);
}

/** @throws IonFormatError where it is that of another version */
export function isVersionMarker(reader: BinaryReader, position: number): boolean {
  const { bytes } = reader;
  if (bytes[position] !== 0xe0 || bytes[position + 3] !== 0xea) return false;
  const [major, minor] = [bytes[position + 1], bytes[position + 2]];
  if (major === 1 && minor === 0) return true;
  throw new IonFormatError(`Ion ${major}.${minor} is not supported: write Ion 1.0`);
}
