import { isBefore, type Place, type UndropEvent } from './catalogue-event';
import type { KnownTable } from './known-table';
import { DOUBT, type Reading } from './reading';
import { describe } from './table-statement';
import { Way } from './way';
import type { UndropTable } from '../../partiql/ast';

/** UNDROP TABLE has the id of a table and not its name. Where no block before has that id, it may be of several. */
export function followUndrop(reading: Reading, { statement, at }: UndropEvent): readonly Way[] {
  const known = reading.tables.withId(statement.tableId);
  const name = known?.name ?? reading.facts.names.get(statement.tableId);
  const active = name === undefined ? undefined : reading.tables.active(name);
  if (active) {
    const why = active === known ? 'the table is active' : `another table ${active.name} is active`;
    return [new Way(reading, DOUBT.unlikely, (one) => failed(one, statement, at, why))];
  }
  if (known) {
    return [new Way(reading, DOUBT.none, (one) => one.tables.put({ ...known, active: true, changed: at }))];
  }
  const beyond = reading.facts.lateStart || (name !== undefined && reading.names.mayBeThere(name));
  return [
    ...dropped(reading, name).map((table) => new Way(reading, DOUBT.none, (one) => undropped(one, statement, at, table))),
    new Way(reading, DOUBT.unlikely, (one) => beyond ? undroppedEarlier(one, statement, at, name) : failedInDoubt(one, statement, at)),
  ];
}

/** Tables it may be, the most likely first. */
function dropped({ tables }: Reading, name: string | undefined): readonly KnownTable[] {
  return tables.all()
    .filter((table) => !table.active && table.id === undefined && (name === undefined ? !tables.active(table.name) : table.name === name))
    .sort((a, b) => isBefore(a.changed, b.changed) ? 1 : -1);
}

function undropped(reading: Reading, statement: UndropTable, at: Place, table: KnownTable): void {
  reading.choose({ at, statement, table: table.first, meaning: `${table.name}, dropped in block ${table.changed.block}` });
  reading.tables.put({ ...table, id: statement.tableId, active: true, changed: at });
  if (reading.facts.lateStart) {
    reading.note(at, `${describe(statement)} is taken to be about ${table.name}, dropped in block ${table.changed.block}; it may have been about a table dropped before block ${reading.facts.firstBlock}`);
  }
}

/** It was about a table of which no block says that it was dropped. */
function undroppedEarlier(reading: Reading, statement: UndropTable, at: Place, name: string | undefined): void {
  reading.choose({ at, statement, meaning: 'a table that was dropped before' });
  if (name === undefined) {
    reading.note(at, `${describe(statement)} is about a table of which no block has the name: it is not there`);
  } else {
    const table = reading.addEarlierTable(name, at, statement.tableId);
    reading.tables.put({ ...table, changed: at });
  }
}

function failedInDoubt(reading: Reading, statement: UndropTable, at: Place): void {
  reading.choose({ at, statement, meaning: 'no table: it had no effect' });
  failed(reading, statement, at, 'no table with that id is known');
}

function failed(reading: Reading, statement: UndropTable, at: Place, why: string): void {
  reading.note(at, `${describe(statement)} has no effect: ${why}`);
}
