/** What a journal says of the tables and indexes of its ledger. */
export interface RestoredCatalogue {
  /** In the order in which the journal first tells of them, dropped ones included. Of those that are active no two have one name. */
  readonly tables: readonly RestoredTable[];
  /** What a person should know of how it came about: statements without effect, what no block says, what was chosen among several. */
  readonly notes: readonly string[];
}

export interface RestoredTable {
  readonly id: string;
  /** No block has its id, so that it was derived from where the journal tells of the table. */
  readonly idIsDerived: boolean;
  readonly name: string;
  readonly active: boolean;
  /** Those of its CREATE TABLE. Later changes of tags are in no block. */
  readonly tags: ReadonlyMap<string, string>;
  /** Block of its last change of status; of a table that was there before, the first block. */
  readonly changedAt: number;
  /** That are there at the end, in the order of their creation. */
  readonly indexes: readonly RestoredIndex[];
}

export interface RestoredIndex {
  readonly id: string;
  /** As that of a table. Blocks have the ids of indexes only where they are dropped, so that one that is there at the end has a derived one. */
  readonly idIsDerived: boolean;
  /** One top-level field. */
  readonly field: string;
  /** Block of its CREATE INDEX. */
  readonly createdAt: number;
}
