import type { BestReading } from './best-reading';
import { isBefore, type CatalogueEvent, type Note } from './catalogue-event';
import { IdDerivation } from './id-derivation';
import type { KnownTable } from './known-table';
import { possibleIndexes } from './possible-indexes';
import type { RestoredCatalogue, RestoredTable } from './restored-catalogue';

/** The tables of a reading with ids for what no block has the id of. */
export function restoreCatalogue(strandId: string, events: readonly CatalogueEvent[], { reading, notes }: BestReading): RestoredCatalogue {
  const ids = new IdDerivation(strandId, events.flatMap(idsIn));
  const tables = reading.tables.all();
  const all = [...reading.notes, ...notes, ...tables.flatMap(unclearDrops)];
  return {
    tables: tables.map((table) => restored(table, ids)),
    notes: all.sort((a, b) => a.at.block - b.at.block || a.at.statement - b.at.statement).map(({ at, text }) => `block ${at.block}: ${text}`),
  };
}

function restored({ id, name, active, tags, first, changed, indexes }: KnownTable, ids: IdDerivation): RestoredTable {
  return {
    id: id ?? ids.derive('table', name, first),
    idIsDerived: id === undefined,
    name,
    active,
    tags,
    changedAt: changed.block,
    indexes: possibleIndexes(indexes).map(({ field, at }) => ({ id: ids.derive('index', field, at), idIsDerived: true, field, createdAt: at.block })),
  };
}

function unclearDrops({ name, indexes }: KnownTable): readonly Note[] {
  const possible = possibleIndexes(indexes);
  return indexes.unclear.map(({ indexId, at }) => {
    const fields = possible.filter((index) => isBefore(index.at, at)).map(({ field }) => field).join(', ');
    return { at, text: `DROP INDEX "${indexId}" ON ${name}: no block says on which field that index is; all that it may be are kept: those on ${fields}` };
  });
}

function idsIn(event: CatalogueEvent): readonly string[] {
  switch (event.kind) {
    case 'written': return [event.tableId];
    case 'unread': return [];
    case 'undrop': return [event.statement.tableId];
    case 'statement': return event.statement.kind === 'drop-index' ? [event.statement.indexId] : [];
  }
}
