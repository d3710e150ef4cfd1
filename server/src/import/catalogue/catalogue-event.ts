import type { CreateIndex, CreateTable, DropIndex, DropTable, UndropTable } from '../../partiql/ast';

/** Where in the journal something stands. */
export interface Place {
  /** Sequence number of the block. */
  readonly block: number;
  /** From 0, as `documents` of the block counts them. */
  readonly statement: number;
}

export type TableStatement = CreateTable | DropTable | UndropTable | CreateIndex | DropIndex;

/** What a block tells of tables and indexes. */
export type CatalogueEvent =
  | { readonly kind: 'statement'; readonly at: Place; readonly statement: TableStatement }
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
