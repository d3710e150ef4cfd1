import type { CatalogueEvent } from './catalogue-event';

/** What held when a document of the table was last noticed. */
interface Noticed {
  /** Changes of that name until then. */
  readonly ofName: number;
  /** Changes until then of which the name is not known. */
  readonly ofAny: number;
}

/**
 * Which writes of documents tell something new: the first one of a table, and the first one after a statement that may have changed what
 * its name stands for. All others would fill memory and say the same.
 */
export class WrittenTables {
  private readonly noticed = new Map<string, Noticed>();
  private readonly changes = new Map<string, number>();
  private unnamedChanges = 0;

  /** A statement about tables or indexes. */
  addStatement(event: Exclude<CatalogueEvent, { kind: 'written' }>): void {
    if (event.kind === 'unread' || event.kind === 'undrop') {
      this.unnamedChanges += 1;
    } else if (event.statement.kind === 'create-table' || event.statement.kind === 'drop-table') {
      const { name } = event.statement;
      this.changes.set(name, (this.changes.get(name) ?? 0) + 1);
    }
  }

  isNews(table: string, tableId: string): boolean {
    const key = `${tableId.length} ${tableId}${table}`;
    const before = this.noticed.get(key);
    const ofName = this.changes.get(table) ?? 0;
    if (before?.ofName === ofName && before.ofAny === this.unnamedChanges) {
      return false;
    }
    this.noticed.set(key, { ofName, ofAny: this.unnamedChanges });
    return true;
  }
}
