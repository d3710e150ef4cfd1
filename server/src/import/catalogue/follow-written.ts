import type { CatalogueEvent } from './catalogue-event';
import { DOUBT, type Reading } from './reading';

/** That a document was written says which table is the active one of its name. It is certain, whatever was understood before. */
export function followWritten(reading: Reading, { table: name, tableId, at }: Extract<CatalogueEvent, { kind: 'written' }>): void {
  const { tables } = reading;
  const known = tables.withId(tableId);
  const active = tables.active(name);
  if (known && known.name !== name) {
    reading.note(at, `a document is said to be of the table ${name} with the id ${tableId}, but ${known.name} has that id; taken to be of ${known.name}`);
    reading.addDoubt(DOUBT.contradicted);
    return;
  }
  if (active && active === known) {
    return;
  }
  if (active && !known && active.id === undefined) {
    tables.put({ ...active, id: tableId });
    return;
  }
  const unexpected = known !== undefined || active !== undefined || !reading.names.mayBeThere(name);
  if (active) {
    const which = active.id === undefined ? `of block ${active.first.block}` : `with the id ${active.id}`;
    reading.note(at, `the table ${name} ${which} counts as dropped: a document is written to another one of its name, with the id ${tableId}`);
    tables.put({ ...active, active: false, changed: at });
  }
  if (known) {
    reading.note(at, `the table ${name} with the id ${tableId}, dropped in block ${known.changed.block}, counts as active: a document is written to it`);
    tables.put({ ...known, active: true, changed: at });
  } else {
    reading.addEarlierTable(name, at, tableId);
  }
  if (unexpected) {
    reading.addDoubt(DOUBT.contradicted);
  }
}
