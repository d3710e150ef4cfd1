import type { CatalogueEvent, NamedTableStatement, Place, UndropEvent } from './catalogue-event';
import { followWritten } from './follow-written';
import { noIndexes, createIndex, dropIndex, type IndexChange } from './possible-indexes';
import { DOUBT, type Reading } from './reading';
import { describe } from './table-statement';
import type { CreateIndex, CreateTable, DropIndex, DropTable } from '../../partiql/ast';
import { RESERVED_PREFIX, TABLE_NAME } from '../../transaction/catalogue-writes';

/** Takes the reading past the journal's next event. It leaves no choice, as everything but UNDROP TABLE. */
export function follow(reading: Reading, event: Exclude<CatalogueEvent, UndropEvent>): void {
  switch (event.kind) {
    case 'written':
      followWritten(reading, event);
      break;
    case 'unread':
      reading.names.doubt(event.text);
      reading.note(event.at, `a statement about tables or indexes is not understood and not followed: ${shortened(event.text)} (${event.problem})`);
      break;
    case 'statement':
      followStatement(reading, event.statement, event.at);
  }
}

function followStatement(reading: Reading, statement: NamedTableStatement, at: Place): void {
  const problem = withoutEffect(reading, statement, at);
  if (problem !== undefined) {
    reading.note(at, `${describe(statement)} has no effect: ${problem}`);
    reading.addDoubt(DOUBT.unlikely);
  }
}

/** Does what the statement did. The answer says why it did nothing. */
function withoutEffect(reading: Reading, statement: NamedTableStatement, at: Place): string | undefined {
  switch (statement.kind) {
    case 'create-table': return createTable(reading, statement, at);
    case 'drop-table': return dropTable(reading, statement, at);
    case 'create-index': return changeIndexes(reading, statement, at);
    case 'drop-index': return changeIndexes(reading, statement, at);
  }
}

function createTable(reading: Reading, { name, tags }: CreateTable, at: Place): string | undefined {
  if (!TABLE_NAME.test(name) || name.startsWith(RESERVED_PREFIX)) {
    return 'no table can have that name';
  }
  const there = reading.tables.active(name);
  if (there) {
    return `the table is there since block ${there.changed.block}`;
  }
  reading.names.tell(name);
  reading.tables.add({ name, active: true, tags: tags ?? new Map(), first: at, changed: at, indexes: noIndexes(false) });
  return undefined;
}

function dropTable(reading: Reading, { name }: DropTable, at: Place): string | undefined {
  const table = reading.activeTable(name, at);
  if (table) {
    reading.tables.put({ ...table, active: false, changed: at });
  }
  return table ? undefined : NO_TABLE;
}

function changeIndexes(reading: Reading, statement: CreateIndex | DropIndex, at: Place): string | undefined {
  const table = reading.activeTable(statement.table, at);
  if (!table) {
    return NO_TABLE;
  }
  const change: IndexChange = statement.kind === 'create-index'
    ? createIndex(table.indexes, statement.field, at) : dropIndex(table.indexes, statement.indexId, at);
  if ('withoutEffect' in change) {
    return change.withoutEffect;
  }
  reading.tables.put({ ...table, indexes: change.indexes });
  return undefined;
}

const NO_TABLE = 'there is no active table of that name';

const SHOWN = 100;

function shortened(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}
