import type { Place } from './catalogue-event';
import type { PossibleIndexes } from './possible-indexes';

/** A table as a reading of the journal knows it. */
export interface KnownTable {
  /** Its number in the reading. */
  readonly key: number;
  readonly name: string;
  /** @default - no block has said it so far */
  readonly id?: string;
  readonly active: boolean;
  readonly tags: ReadonlyMap<string, string>;
  /** Where the journal first tells of it. */
  readonly first: Place;
  /** Its last change of status. */
  readonly changed: Place;
  readonly indexes: PossibleIndexes;
}

/** The tables of one reading. Of those that are active no two have one name: `put` sees to it. */
export class KnownTables {
  static empty(): KnownTables {
    return new KnownTables(new Map(), new Map(), new Map());
  }

  private constructor(
    private readonly tables: Map<number, KnownTable>, private readonly actives: Map<string, number>, private readonly ids: Map<string, number>,
  ) {}

  copy(): KnownTables {
    return new KnownTables(new Map(this.tables), new Map(this.actives), new Map(this.ids));
  }

  get size(): number {
    return this.tables.size;
  }

  /** In the order in which they became known. */
  all(): readonly KnownTable[] {
    return [...this.tables.values()];
  }

  active(name: string): KnownTable | undefined {
    return this.at(this.actives.get(name));
  }

  withId(id: string): KnownTable | undefined {
    return this.at(this.ids.get(id));
  }

  add(table: Omit<KnownTable, 'key'>): KnownTable {
    return this.put({ ...table, key: this.tables.size });
  }

  /** A table that changed. */
  put(table: KnownTable): KnownTable {
    const { key, name, active, id } = table;
    const holder = this.actives.get(name);
    if (active && holder !== undefined && holder !== key) {
      throw new Error(`two tables of the name ${name} cannot be active`);
    }
    this.tables.set(key, table);
    if (active) {
      this.actives.set(name, key);
    } else if (holder === key) {
      this.actives.delete(name);
    }
    if (id !== undefined) {
      this.ids.set(id, key);
    }
    return table;
  }

  private at(key: number | undefined): KnownTable | undefined {
    return key === undefined ? undefined : this.tables.get(key);
  }
}
