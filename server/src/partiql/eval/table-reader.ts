import type { Bound, Frame } from './frame';
import { keyOf, keyOfDocument, wantedValues } from './lookup';
import type { Lookup } from './lookup';
import type { Reader } from './reader';
import { Replay } from './replay';
import type { Statement } from './statement';
import { boundRow, scanTable } from './stored-rows';
import type { TableView } from './tables';
import { evaluateUnit } from './unit';
import type { Value } from '../../ion/value';
import type { Row } from '../data-source';
import { PartiqlError } from '../error';

/** Rows found by key are kept for the rows to come, up to so many keys. */
const MAXIMUM_KEYS = 10_000;

/** The rows of a table or its committed view, read from the beginning for each frame. `repeated`: there will be more than one frame. */
export function tableScan(statement: Statement, table: TableView, repeated: boolean): Reader {
  const scan = (): AsyncIterable<readonly Bound[]> => scanTable(statement, table);
  const replay = repeated ? new Replay(statement, scan) : undefined;
  return { stored: true, read: () => replay?.read() ?? scan() };
}

/**
 * The rows of a table that a lookup finds, for a batch of frames with one question to the store. Where the value to look up cannot be
 * had because its expression fails, the table is scanned: the failure counts only if there is a row.
 */
export class TableLookup implements Reader {
  readonly stored = true;
  private readonly found = new Map<string, Bound[]>();
  private keys = new Map<Frame, readonly string[]>();

  constructor(
    private readonly statement: Statement, private readonly view: TableView, private readonly lookup: Lookup, private readonly scan: Reader,
  ) {}

  async prepare(frames: readonly Frame[]): Promise<void> {
    if (this.found.size > MAXIMUM_KEYS) {
      this.found.clear();
    }
    this.keys = new Map();
    const unknown = new Map<string, Value>();
    for (const frame of frames) {
      const values = await this.valuesFor(frame);
      if (values === undefined) {
        continue;
      }
      const keys = new Set<string>();
      for (const value of values) {
        const key = keyOf(this.lookup, value);
        keys.add(key);
        if (!this.found.has(key)) {
          unknown.set(key, value);
        }
      }
      this.keys.set(frame, [...keys]);
    }
    await this.fetch(unknown);
  }

  read(frame: Frame): Iterable<readonly Bound[]> | AsyncIterable<readonly Bound[]> {
    const keys = this.keys.get(frame);
    return keys === undefined ? this.scan.read(frame) : keys.map((key) => this.found.get(key) ?? []);
  }

  private async valuesFor(frame: Frame): Promise<readonly Value[] | undefined> {
    try {
      return wantedValues(this.lookup, await evaluateUnit(this.lookup.values, frame));
    } catch (error) {
      if (error instanceof PartiqlError) {
        return undefined;
      }
      throw error;
    }
  }

  private async fetch(wanted: ReadonlyMap<string, Value>): Promise<void> {
    if (wanted.size === 0) {
      return;
    }
    for (const key of wanted.keys()) {
      this.found.set(key, []);
    }
    for (const row of await this.rowsOf(wanted)) {
      const key = keyOfDocument(this.lookup, row);
      if (key !== undefined && wanted.has(key)) {
        this.found.get(key)?.push(boundRow(row, this.view.view));
      }
    }
  }

  private rowsOf(wanted: ReadonlyMap<string, Value>): Promise<readonly Row[]> {
    const { data } = this.statement.context;
    const { by } = this.lookup;
    return by.kind === 'id'
      ? data.lookupIds(this.view.table, [...wanted.keys()])
      : data.lookupIndex(this.view.table, by.index, [...wanted.values()]);
  }
}
