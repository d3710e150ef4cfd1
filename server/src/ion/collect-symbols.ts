import { checkDepth } from './depth';
import { FIRST_LOCAL_ID, SYSTEM_SYMBOLS } from './symbol-table';
import type { Value } from './value';

/** Ids of the symbols of a document, in the order of their first use. */
export type SymbolIds = ReadonlyMap<string, number>;

const SYSTEM_IDS: ReadonlyMap<string, number> = new Map(SYSTEM_SYMBOLS.map((text, index) => [text, index + 1]));

/** @throws IonFormatError where the value is nested too deep */
export function collectSymbols(value: Value): SymbolIds {
  const ids = new Map<string, number>();
  let next = FIRST_LOCAL_ID;

  function add(text: string): void {
    if (!ids.has(text)) ids.set(text, SYSTEM_IDS.get(text) ?? next++);
  }

  function visit(part: Value, depth: number): void {
    part.annotations?.forEach(add);
    switch (part.kind) {
      case 'symbol':
        add(part.value);
        break;
      case 'list':
      case 'sexp':
      case 'bag':
        checkDepth(depth + 1);
        for (const element of part.elements) visit(element, depth + 1);
        break;
      case 'struct':
        checkDepth(depth + 1);
        for (const field of part.fields) {
          if (field.value.kind === 'missing') continue;
          add(field.name);
          visit(field.value, depth + 1);
        }
        break;
      default:
    }
  }

  visit(value, 0);
  return ids;
}
