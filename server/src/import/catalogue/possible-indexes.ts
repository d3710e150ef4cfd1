import { isBefore, type Place } from './catalogue-event';

/** An index that a CREATE INDEX made. */
export interface MadeIndex {
  readonly field: string;
  readonly at: Place;
}

/** A DROP INDEX of which it is not known which index it dropped. */
export interface UnclearDrop {
  readonly indexId: string;
  readonly at: Place;
}

/** What indexes a table may have: DROP INDEX gives an id, and no block says of which index that is. */
export interface PossibleIndexes {
  /** Each one is a set of indexes that could be all there are. At least one. */
  readonly sets: ReadonlyArray<readonly MadeIndex[]>;
  readonly droppedIds: ReadonlySet<string>;
  readonly unclear: readonly UnclearDrop[];
  /** There may be others besides, from before the first block. */
  readonly others: boolean;
}

export type IndexChange = { readonly indexes: PossibleIndexes } | { readonly withoutEffect: string };

/** AWS allows five indexes on a table, with which there are ten possibilities at most. */
const MAX_SETS = 300;

export function noIndexes(others: boolean): PossibleIndexes {
  return { sets: [[]], droppedIds: new Set(), unclear: [], others };
}

/** The statement would have failed if there had been an index on the field: where one was possible, it had been dropped. */
export function createIndex(indexes: PossibleIndexes, field: string, at: Place): IndexChange {
  const without = indexes.sets.filter((set) => !set.some((index) => index.field === field));
  const made = { field, at };
  return without.length === 0
    ? { withoutEffect: `an index on the field '${field}' is there already` }
    : { indexes: { ...indexes, sets: without.map((set) => [...set, made]), unclear: stillUnclear(indexes, without) } };
}

export function dropIndex(indexes: PossibleIndexes, indexId: string, at: Place): IndexChange {
  if (indexes.droppedIds.has(indexId)) {
    return { withoutEffect: 'the index has been dropped before' };
  }
  const sets = distinct(indexes.sets.flatMap((set) => [
    ...set.map((dropped) => set.filter((index) => index !== dropped)),
    ...indexes.others ? [set] : [],
  ]));
  if (sets.length === 0) {
    return { withoutEffect: 'the table has no index' };
  }
  const droppedIds = new Set([...indexes.droppedIds, indexId]);
  const unclear = sets.length === 1 ? stillUnclear(indexes, sets) : [...indexes.unclear, { indexId, at }];
  const changed = { ...indexes, sets, droppedIds, unclear };
  return { indexes: sets.length > MAX_SETS ? { ...changed, sets: [possibleIndexes(changed)] } : changed };
}

/** Every index that may be there: one too many changes no answer of a ledger, one too few makes it slow. */
export function possibleIndexes({ sets }: Pick<PossibleIndexes, 'sets'>): readonly MadeIndex[] {
  return [...new Set(sets.flat())].sort((a, b) => isBefore(a.at, b.at) ? -1 : 1);
}

/** Where one possibility has remained of several, it is known what was dropped. */
function stillUnclear({ sets, unclear }: PossibleIndexes, now: PossibleIndexes['sets']): readonly UnclearDrop[] {
  return sets.length > 1 && now.length === 1 ? [] : unclear;
}

function distinct(sets: PossibleIndexes['sets']): PossibleIndexes['sets'] {
  const key = (set: readonly MadeIndex[]) => JSON.stringify(set.map(({ field }) => field));
  return [...new Map(sets.map((set) => [key(set), set])).values()];
}
