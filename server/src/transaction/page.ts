import type { LiveCursor } from './transaction';
import { encode } from '../ion/encode';
import type { Execution } from '../partiql/execution';

/** A piece of a result. */
export interface Page {
  /** In Ion binary. */
  readonly values: readonly Buffer[];
  /** Whether there is at least one more value. */
  readonly more: boolean;
  readonly readIos: number;
  readonly writeIos: number;
}

/** Of a page. AWS's is not known; answers have to stay well below 4 MB, in base64. */
const MAX_VALUES = 200;
const MAX_BYTES = 1024 * 1024;

/** The next page of a query. Reads one row beyond it, to know whether there is one. */
export async function takePage(cursor: LiveCursor): Promise<Page> {
  const { execution } = cursor;
  const values: Buffer[] = [];
  let bytes = 0;
  let more = true;
  do {
    const value = encode(cursor.next);
    if (values.length > 0 && bytes + value.length > MAX_BYTES) {
      break;
    }
    values.push(value);
    bytes += value.length;
    const next = await execution.rows.next();
    more = !next.done;
    if (!next.done) {
      cursor.next = next.value;
    }
  } while (more && values.length < MAX_VALUES);
  const readIos = execution.readIos() - cursor.readIos;
  cursor.readIos += readIos;
  cursor.position += values.length;
  return { values, more, readIos, writeIos: execution.writeIos() };
}

/** The page at a position of a result that is there in full. */
export function pageOfValues(all: readonly Buffer[], { readIos, writeIos }: Pick<Execution, 'readIos' | 'writeIos'>, position = 0): Page {
  const values: Buffer[] = [];
  let bytes = 0;
  for (const value of all.slice(position, position + MAX_VALUES)) {
    bytes += value.length;
    if (values.length > 0 && bytes > MAX_BYTES) {
      break;
    }
    values.push(value);
  }
  return { values, more: position + values.length < all.length, readIos: readIos(), writeIos: writeIos() };
}
