import type { DocumentPath } from '../eval/target-rows';

/**
 * Where the aliases of a statement's rows are while their document changes under them.
 *
 * `FROM t AS v, v.list AS x … REMOVE x` has a row for each element; taking the first one away moves the others. A place that is gone is
 * `undefined`.
 */
export class Places {
  private readonly rows: Array<Map<string, DocumentPath | undefined>>;

  constructor(rows: ReadonlyArray<ReadonlyMap<string, DocumentPath>>) {
    this.rows = rows.map((row) => new Map(row));
  }

  of(row: number, alias: string): DocumentPath | undefined {
    return this.rows[row]?.get(alias);
  }

  /** An element has been put into a list before the one at `index`. */
  inserted(list: DocumentPath, index: number, fromRow: number): void {
    this.each(fromRow, (place) => {
      const key = isWithin(place, list) ? place[list.length] : undefined;
      return typeof key === 'number' && key >= index ? place.with(list.length, key + 1) : place;
    });
  }

  /** An element or a field has been taken away. */
  removed(path: DocumentPath, fromRow: number): void {
    const container = path.slice(0, -1);
    const gone = path.at(-1);
    this.each(fromRow, (place) => {
      if (isWithin(place, path)) {
        return undefined;
      }
      const key = isWithin(place, container) ? place[container.length] : undefined;
      return typeof key === 'number' && typeof gone === 'number' && key > gone ? place.with(container.length, key - 1) : place;
    });
  }

  /** Rows before `fromRow` have been worked on and are not asked for again. */
  private each(fromRow: number, move: (place: DocumentPath) => DocumentPath | undefined): void {
    for (const row of this.rows.slice(fromRow)) {
      for (const [alias, place] of row) {
        if (place !== undefined && place.length > 0) {
          row.set(alias, move(place));
        }
      }
    }
  }
}

/** `place` is what `path` leads to, or inside of it. */
function isWithin(place: DocumentPath, path: DocumentPath): boolean {
  return place.length >= path.length && path.every((key, index) => place[index] === key);
}
