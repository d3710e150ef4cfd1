import { IonFormatError } from './ion-format-error';
import { SYSTEM_SYMBOLS } from './symbol-table';
import type { StructValue, Value } from './value';

export const SYMBOL_TABLE = '$ion_symbol_table';

/** The symbols that a text may name by their numbers. */
export class TextSymbols {
  private texts: Array<string | undefined> = [];

  constructor() {
    this.reset();
  }

  /** As behind a version marker. */
  reset(): void {
    this.texts = [undefined, ...SYSTEM_SYMBOLS];
  }

  /** @throws IonFormatError where there is no such symbol, or none with a text */
  text(id: number): string {
    const text = this.texts[id];
    if (text !== undefined) return text;
    const what = id < this.texts.length ? 'has no text: symbols of unknown text are not supported' : `is not in the symbol table, which ends at $${this.texts.length - 1}`;
    throw new IonFormatError(`not valid Ion text: symbol $${id} ${what}`);
  }

  /** https://amazon-ion.github.io/ion-docs/docs/symbols.html#local-symbol-tables */
  read(table: StructValue): void {
    const imports = only(table, 'imports');
    const symbols = only(table, 'symbols');
    if (imports?.kind === 'list' && imports.elements.length > 0) {
      throw new IonFormatError('Ion text that imports shared symbol tables is not supported: write it with its own symbol table');
    }
    if (!(imports?.kind === 'symbol' && imports.value === SYMBOL_TABLE)) this.reset();
    if (symbols?.kind === 'list') this.texts.push(...symbols.elements.map((symbol) => symbol.kind === 'string' ? symbol.value : undefined));
  }
}

function only({ fields }: StructValue, name: string): Value | undefined {
  const found = fields.filter((field) => field.name === name);
  if (found.length > 1) throw new IonFormatError(`not valid Ion text: a symbol table has "${name}" twice`);
  return found[0]?.value;
}
