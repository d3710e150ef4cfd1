import type { CatalogueChange, StoredTable } from './ledger-storage';
import type { Index, Table } from '../partiql/data-source';

/** The tables as a transaction sees them: those of the snapshot, and its own DDL over them. */
export class Catalogue {
  static of(stored: readonly StoredTable[], changes: readonly CatalogueChange[]): Catalogue {
    const tables = new Map<string, Table>(stored.map(({ id, name, active, indexes }) => [id, { id, name, status: active ? 'ACTIVE' : 'INACTIVE', indexes }]));
    const own = new Set<string>();
    for (const change of changes) {
      if (change.kind === 'create-table') {
        own.add(change.tableId);
      }
      const table = changedTable(tables.get(change.tableId), change, own);
      if (table) {
        tables.set(change.tableId, table);
      }
    }
    return new Catalogue(tables, own);
  }

  private readonly active: ReadonlyMap<string, Table>;

  private constructor(private readonly byIds: ReadonlyMap<string, Table>, private readonly own: ReadonlySet<string>) {
    this.active = new Map([...byIds.values()].filter(({ status }) => status === 'ACTIVE').map((table) => [table.name, table]));
  }

  /** The active table of that name. */
  byName(name: string): Table | undefined {
    return this.active.get(name);
  }

  byId(id: string): Table | undefined {
    return this.byIds.get(id);
  }

  tables(): readonly Table[] {
    return [...this.byIds.values()];
  }

  countActive(): number {
    return this.active.size;
  }

  /** Made by the transaction itself: nothing of it is stored. */
  isOwn(tableId: string): boolean {
    return this.own.has(tableId);
  }
}

function changedTable(table: Table | undefined, change: CatalogueChange, own: ReadonlySet<string>): Table | undefined {
  switch (change.kind) {
    case 'create-table':
      return { id: change.tableId, name: change.name, status: 'ACTIVE', indexes: [] };
    case 'drop-table':
      return table && { ...table, status: 'INACTIVE' };
    case 'undrop-table':
      return table && { ...table, status: 'ACTIVE' };
    case 'create-index':
      return table && { ...table, indexes: [...table.indexes, ownIndex(change, own.has(change.tableId))] };
    case 'drop-index':
      return table && { ...table, indexes: table.indexes.filter(({ id }) => id !== change.indexId) };
  }
}

/** Of a table that was there before, the documents have no entries before the index has been built, which starts at commit. */
function ownIndex({ indexId, field }: Extract<CatalogueChange, { kind: 'create-index' }>, ownTable: boolean): Index {
  return { id: indexId, field, status: ownTable ? 'ONLINE' : 'BUILDING' };
}
