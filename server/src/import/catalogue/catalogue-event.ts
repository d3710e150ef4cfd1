import type { CreateIndex, CreateTable, DropIndex, DropTable, UndropTable } from '../../partiql/ast';

/** Where in the journal something stands. */
export interface Place {
  /** Sequence number of the block. */
  readonly block: number;
  /** From 0, as `documents` of the block counts them. */
  readonly statement: number;
}

/** A statement that names the table which it is about. */
export type NamedTableStatement = CreateTable | DropTable | CreateIndex | DropIndex;

export type TableStatement = NamedTableStatement | UndropTable;

/** The one statement that has an id in place of a name, so that it may mean several tables. */
export interface UndropEvent {
  readonly kind: 'undrop';
  readonly at: Place;
  readonly statement: UndropTable;
}

/** What a block tells of tables and indexes. */
export type CatalogueEvent =
  | { readonly kind: 'statement'; readonly at: Place; readonly statement: NamedTableStatement }
  | UndropEvent
  /** A statement that begins like one about tables and indexes and is none that is known. */
  | { readonly kind: 'unread'; readonly at: Place; readonly text: string; readonly problem: string }
  /** A document of the table was written. */
  | { readonly kind: 'written'; readonly at: Place; readonly table: string; readonly tableId: string };

/** What a person should know, and where it is about. */
export interface Note {
  readonly at: Place;
  /** Continues "block 7: ". */
  readonly text: string;
}

export const isBefore = (a: Place, b: Place): boolean => a.block < b.block || (a.block === b.block && a.statement < b.statement);
