import { BinaryReader } from './binary-reader';
import { IonFormatError } from './ion-format-error';
import { recentText } from './recent-texts';

/** Symbols that every Ion document knows, from id 1. https://amazon-ion.github.io/ion-docs/docs/symbols.html#system-symbols */
export const SYSTEM_SYMBOLS = [
  '$ion', '$ion_1_0', '$ion_symbol_table', 'name', 'version', 'imports', 'symbols', 'max_id', '$ion_shared_symbol_table',
] as const;

/** Id of the first symbol that a document defines itself. */
export const FIRST_LOCAL_ID = SYSTEM_SYMBOLS.length + 1;

/** Where the UTF-8 of a symbol is. */
export interface SymbolBytes {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/** `undefined`: a symbol that the document gives no text. */
type Entry = (SymbolBytes & { text: string | undefined }) | undefined;

const SYSTEM: readonly Entry[] = [undefined, ...SYSTEM_SYMBOLS.map((text) => ({ bytes: Buffer.from(text), start: 0, end: text.length, text }))];

/** The texts of a document's symbols. They are decoded when first asked for. */
export class SymbolTable {
  static system(): SymbolTable {
    return new SymbolTable([...SYSTEM], SYSTEM.length);
  }

  private constructor(private readonly entries: Entry[], readonly size: number) {}

  /**
   * A table with more symbols at its end; `undefined` for one without text. Of a table only one such extension can be made: they share their
   * entries, or many small extensions of a large table would take quadratic time.
   *
   * @param bytes that the new symbols stand in
   */
  extend(bytes: Buffer, symbols: ReadonlyArray<{ readonly start: number; readonly end: number } | undefined>): SymbolTable {
    for (const symbol of symbols) {
      this.entries.push(symbol && { bytes, start: symbol.start, end: symbol.end, text: undefined });
    }
    return new SymbolTable(this.entries, this.entries.length);
  }

  /** @throws IonFormatError where there is no such symbol, or none with a text */
  text(id: number): string {
    const entry = this.entry(id);
    return entry.text ??= recentText(entry.bytes, entry.start, entry.end) ?? new BinaryReader(entry.bytes).text(entry.start, entry.end);
  }

  /**
   * The text as it stands in the document.
   *
   * @throws IonFormatError where there is no such symbol, or none with a text
   */
  utf8(id: number): SymbolBytes {
    return this.entry(id);
  }

  private entry(id: number): NonNullable<Entry> {
    if (id >= this.size) throw new IonFormatError(`symbol $${id} is not in the symbol table, which ends at $${this.size - 1}`);
    const entry = this.entries[id];
    if (!entry) throw new IonFormatError(`symbol $${id} has no text: symbols of unknown text are not supported`);
    return entry;
  }
}
