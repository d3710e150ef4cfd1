import { IonFormatError } from './ion-format-error';
import { END, TextCursor } from './text-cursor';
import { SYMBOL_TABLE, TextSymbols } from './text-symbols';
import { TextValueReader } from './text-value-reader';
import type { Value } from './value';

const VERSION_MARKER = /^\$ion_\d+_\d+$/;

/**
 * Reads the one value that a text of Ion 1.0 holds.
 *
 * https://amazon-ion.github.io/ion-docs/docs/spec.html
 *
 * @throws IonFormatError where the text is not Ion, holds no value or several, or is nested more than 200 levels deep
 */
export function parseText(text: string): Value {
  const cursor = new TextCursor(text);
  const symbols = new TextSymbols();
  const reader = new TextValueReader(cursor, symbols);
  let found: Value | undefined;
  for (cursor.space(); cursor.code !== END; cursor.space()) {
    const value = reader.value(0);
    if (isSystemValue(value, symbols)) continue;
    if (found) throw new IonFormatError('one Ion value is expected, the text holds several');
    found = value;
  }
  if (!found) throw new IonFormatError('an Ion value is expected, the text holds none');
  return found;
}

/** Version markers and symbol tables are about what follows them, and no data. */
function isSystemValue(value: Value, symbols: TextSymbols): boolean {
  if (value.kind === 'struct' && value.annotations?.[0] === SYMBOL_TABLE) {
    symbols.read(value);
    return true;
  }
  if (value.kind !== 'symbol' || value.annotations || !VERSION_MARKER.test(value.value)) return false;
  if (value.value !== '$ion_1_0') throw new IonFormatError(`not valid Ion text: ${value.value} is not supported: write Ion 1.0`);
  symbols.reset();
  return true;
}
