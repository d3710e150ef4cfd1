import type { CatalogueEvent, Note, Place } from './catalogue-event';
import { follow } from './follow';
import { followUndrop } from './follow-undrop';
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
    if (event.kind === 'undrop') {
      const ways = likely(readings.flatMap((reading) => followUndrop(reading, event)));
      const atMost = Math.min(MAX_READINGS, Math.ceil(MAX_TABLES / (1 + (readings[0]?.tables.size ?? 0))));
      readings = ways.slice(0, atMost).map((way) => way.take());
      if (readings.length < ways.length) {
        tooMany ??= { at: event.at, text: TOO_MANY };
      }
    } else {
      readings.forEach((reading) => follow(reading, event));
      readings = likely(readings);
    }
  }
  const [reading = Reading.of(facts)] = readings;
  const equals = readings.filter(({ doubt }) => doubt === reading.doubt).map(({ choices }) => choices);
  return { reading, notes: [...tooMany ? [tooMany] : [], ...reading.choices.flatMap((choice) => alternatives(choice, equals))] };
}

const TOO_MANY = 'from here on there are more ways to understand the journal than were looked at: tables were undropped of which no block says which ones they are';

/** In the order of their likelihood; of equal ones, that with the table which was dropped last is the first. */
function likely<T extends { readonly doubt: number }>(readings: readonly T[]): readonly T[] {
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

/** Two tables may have one name and have been dropped in one block, so that it is not their description that tells them apart. */
function alternatives({ at, statement, table, meaning }: Choice, equals: ReadonlyArray<readonly Choice[]>): readonly Note[] {
  const others = new Map(equals.flat()
    .filter((choice) => samePlace(choice.at, at) && !samePlace(choice.table, table))
    .map((choice) => [`${choice.table?.block}.${choice.table?.statement}`, choice.meaning]));
  return others.size === 0 ? [] : [{
    at, text: `${describe(statement)}: no block says which table has that id; taken for ${meaning}, as well possible: ${[...others.values()].join('; ')}`,
  }];
}

function samePlace(a: Place | undefined, b: Place | undefined): boolean {
  return a?.block === b?.block && a?.statement === b?.statement;
}
