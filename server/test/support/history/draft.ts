import {
  changed, documentText, satisfies, type Action, type Condition, type Document, type DocumentRevision, type FoundDocument, type Outcome, type Step,
} from './action';
import type { LedgerModel, LiveDocument, ModelTable, WrittenRevision } from './ledger-model';

/** A transaction at work on a model: it sees the model and its own changes, the model does not change. */
export class Draft {
  /** In the order of their first write; `undefined`: deleted. */
  private readonly written = new Map<string, { readonly tableId: string; readonly live: LiveDocument | undefined }>();
  private readonly tables = new Map<string, ModelTable>();

  constructor(private readonly model: LedgerModel) {}

  /** Follows a statement. @returns what it was answered with that does not fit, if anything */
  follow({ action, outcome }: Step): string | undefined {
    const table = this.tableOf(action);
    const refused = this.mustBeRefused(action, table);
    if (refused !== undefined || outcome.kind === 'refused') {
      return refused !== undefined && outcome.kind === 'refused' ? undefined : `it must ${refused === undefined ? 'succeed' : `fail, because ${refused}`}`;
    }
    switch (action.kind) {
      case 'create-table':
        return this.createTable(action.table, outcome);
      case 'drop-table':
      case 'undrop-table':
      case 'create-index':
        return table && this.changeTable(action, table, outcome);
      default:
        return table && this.followOnDocuments(action, table, outcome);
    }
  }

  /** What the block of the transaction must hold. A document that came and went in it may leave a revision or none. */
  revisions(): readonly WrittenRevision[] {
    return [...this.written].flatMap(([documentId, { tableId, live }]) => {
      const before = this.model.documents(tableId).get(documentId);
      return live ?? before
        ? [{ tableId, documentId, version: before ? before.version + 1 : 0, ...(live && { document: live.document }) }]
        : [];
    });
  }

  changesNothing(): boolean {
    return this.written.size === 0 && this.tables.size === 0;
  }

  /** The documents that came and went within the transaction. */
  shortLived(): ReadonlySet<string> {
    return new Set([...this.written].flatMap(([id, { tableId, live }]) => live ?? this.model.documents(tableId).get(id) ? [] : [id]));
  }

  changedTables(): Iterable<ModelTable> {
    return this.tables.values();
  }

  private tableOf(action: Action): ModelTable | undefined {
    return action.kind === 'undrop-table' ? this.allTables().find(({ id }) => id === action.tableId) : this.activeTable(action.table);
  }

  private allTables(): readonly ModelTable[] {
    return [...new Map([...this.model.tables(), ...this.tables.values()].map((table) => [table.id, table])).values()];
  }

  private activeTable(name: string): ModelTable | undefined {
    return this.allTables().find((table) => table.active && table.name === name);
  }

  private mustBeRefused(action: Action, table: ModelTable | undefined): string | undefined {
    if (action.kind === 'create-table') {
      return table && `there is a table ${action.table}`;
    }
    if (!table) {
      return 'there is no such table';
    }
    if (action.kind === 'undrop-table') {
      return table.active ? `table ${table.name} is active` : this.activeTable(table.name) && `there is another table ${table.name}`;
    }
    return action.kind === 'create-index' && table.indexes.includes(action.field) ? `there is an index on ${action.field}` : undefined;
  }

  private createTable(name: string, outcome: Outcome): string | undefined {
    if (outcome.kind !== 'table' || this.allTables().some(({ id }) => id === outcome.tableId)) {
      return 'it must give the id of a new table';
    }
    this.tables.set(outcome.tableId, { id: outcome.tableId, name, active: true, indexes: [] });
    return undefined;
  }

  private changeTable(action: Action, table: ModelTable, outcome: Outcome): string | undefined {
    this.tables.set(table.id, action.kind === 'create-index'
      ? { ...table, indexes: [...table.indexes, action.field] }
      : { ...table, active: action.kind === 'undrop-table' });
    return outcome.kind === 'table' && outcome.tableId === table.id ? undefined : `it must give the table id ${table.id}`;
  }

  private followOnDocuments(action: Action, table: ModelTable, outcome: Outcome): string | undefined {
    switch (action.kind) {
      case 'select':
        return differenceOfFound(this.matches(table, action.where), outcome, action.view === 'committed');
      case 'count': {
        const count = this.matches(table, action.where).length;
        return outcome.kind === 'counted' && outcome.count === count ? undefined : `there are ${count}`;
      }
      case 'history':
        return differenceOfRevisions(this.model.history(table.id, action.id), outcome);
      case 'insert':
        return this.insert(table, action.document, outcome);
      case 'update': {
        const matches = this.matches(table, action.where);
        matches.forEach(([id, { document }]) => this.put(table.id, id, changed(document, action.changes)));
        return differenceOfWritten(matches, outcome);
      }
      case 'delete': {
        const matches = this.matches(table, action.where);
        matches.forEach(([id]) => this.written.set(id, { tableId: table.id, live: undefined }));
        return differenceOfWritten(matches, outcome);
      }
      default:
        return undefined;
    }
  }

  private insert(table: ModelTable, document: Document, outcome: Outcome): string | undefined {
    const [id] = outcome.kind === 'written' ? outcome.ids : [];
    if (id === undefined || this.model.history(table.id, id).length > 0 || this.written.has(id)) {
      return 'it must give the id of a new document';
    }
    this.put(table.id, id, document);
    return undefined;
  }

  private put(tableId: string, id: string, document: Document): void {
    const before = this.model.documents(tableId).get(id);
    this.written.set(id, { tableId, live: { version: before ? before.version + 1 : 0, document, text: documentText(document) } });
  }

  private matches(table: ModelTable, where: Condition): ReadonlyArray<readonly [string, LiveDocument]> {
    const matches: Array<readonly [string, LiveDocument]> = [];
    for (const [id, live] of this.model.documents(table.id)) {
      if (!this.written.has(id) && satisfies(id, live.document, where)) {
        matches.push([id, live]);
      }
    }
    for (const [id, { tableId, live }] of this.written) {
      if (live && tableId === table.id && satisfies(id, live.document, where)) {
        matches.push([id, live]);
      }
    }
    return matches;
  }
}

type Matches = ReadonlyArray<readonly [string, LiveDocument]>;

function differenceOfFound(matches: Matches, outcome: Outcome, withVersion: boolean): string | undefined {
  const found = outcome.kind === 'found' ? outcome.documents : [];
  const expected = new Map(matches);
  const fits = ({ id, version, document }: FoundDocument) => {
    const live = expected.get(id);
    return live !== undefined && live.text === documentText(document) && (!withVersion || version === live.version);
  };
  return found.length === expected.size && new Set(found.map(({ id }) => id)).size === found.length && found.every(fits)
    ? undefined
    : `there are ${JSON.stringify(matches.map(([id, { version, document }]) => ({ id, version, document })))}`;
}

function differenceOfWritten(matches: Matches, outcome: Outcome): string | undefined {
  const ids = outcome.kind === 'written' ? [...outcome.ids].sort() : [];
  const expected = matches.map(([id]) => id).sort();
  return ids.length === expected.length && ids.every((id, index) => id === expected[index]) ? undefined : `it must concern ${JSON.stringify(expected)}`;
}

function differenceOfRevisions(expected: readonly DocumentRevision[], outcome: Outcome): string | undefined {
  const text = ({ version, document }: DocumentRevision) => `${version} ${document ? documentText(document) : ''}`;
  const found = outcome.kind === 'revisions' ? outcome.revisions : [];
  return found.length === expected.length && found.every((revision, index) => text(revision) === text(expected[index] as DocumentRevision))
    ? undefined
    : `there are ${JSON.stringify(expected)}`;
}
