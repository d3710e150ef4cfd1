import type { CatalogueEvent, Note } from './catalogue-event';
import { follow } from './follow';
import { DOUBT, Reading, type Choice, type JournalFacts } from './reading';
import { describe } from './table-statement';

/** The reading of a journal that least speaks against. */
export interface BestReading {
  readonly reading: Reading;
  /** Where other readings are as good. */
  readonly notes: readonly Note[];
}

/** Readings that are followed up at a time. Only a journal in which many tables were dropped and undropped that were never written to has more. */
const MAX_READINGS = 64;

/** In all readings together, so that a journal which nobody's ledger can have made takes no hours: AWS allows 40 tables in a ledger. */
const MAX_TABLES = 5_000;

/** Sequence number of the first block of AWS's exports. */
const FIRST_BLOCK = 1;

export function bestReading(events: readonly CatalogueEvent[], firstBlock: number): BestReading {
  const facts: JournalFacts = { firstBlock, lateStart: firstBlock > FIRST_BLOCK, names: namesByIds(events) };
  let readings: readonly Reading[] = [Reading.of(facts)];
  let tooMany: Note | undefined;
  for (const event of events) {
    const atMost = Math.min(MAX_READINGS, Math.ceil(MAX_TABLES / (1 + (readings[0]?.tables.size ?? 0))));
    const each = Math.max(atMost === 1 ? 1 : 2, Math.floor(2 * atMost / readings.length));
    const possible = likely(readings.flatMap((reading) => follow(reading, event, each)));
    readings = possible.slice(0, atMost);
    if (readings.length < possible.length) {
      tooMany ??= { at: event.at, text: TOO_MANY };
    }
  }
  const [reading = Reading.of(facts)] = readings;
  const equals = readings.filter(({ doubt }) => doubt === reading.doubt).map(({ choices }) => choices);
  return { reading, notes: [...tooMany ? [tooMany] : [], ...reading.choices.flatMap((choice) => alternatives(choice, equals))] };
}

const TOO_MANY = 'from here on there are more ways to understand the journal than were looked at: tables were undropped of which no block says which ones they are';

/** In the order of their likelihood; of equal ones, that with the table which was dropped last is the first. */
function likely(readings: readonly Reading[]): readonly Reading[] {
  if (readings.length === 1) {
    return readings;
  }
  const ordered = [...readings].sort((a, b) => a.doubt - b.doubt);
  const least = ordered[0]?.doubt ?? 0;
  return ordered.filter(({ doubt }) => doubt < least + DOUBT.contradicted);
}

/** The first name that the journal has for an id. */
function namesByIds(events: readonly CatalogueEvent[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const event of events) {
    if (event.kind === 'written' && !names.has(event.tableId)) {
      names.set(event.tableId, event.table);
    }
  }
  return names;
}

function alternatives({ at, statement, meaning }: Choice, equals: ReadonlyArray<readonly Choice[]>): readonly Note[] {
  const others = new Set(equals.flatMap((choices) => choices
    .filter((choice) => choice.at.block === at.block && choice.at.statement === at.statement).map((choice) => choice.meaning)));
  others.delete(meaning);
  return others.size === 0 ? []
    : [{ at, text: `${describe(statement)}: no block says which table has that id; taken for ${meaning}, as well possible: ${[...others].join('; ')}` }];
}
