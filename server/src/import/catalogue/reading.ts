import type { Note, Place } from './catalogue-event';
import { KnownTables, type KnownTable } from './known-table';
import { NameKnowledge } from './name-knowledge';
import { noIndexes } from './possible-indexes';
import type { UndropTable } from '../../partiql/ast';

/** What the journal as a whole says. */
export interface JournalFacts {
  /** Sequence number of the first block that is there. */
  readonly firstBlock: number;
  /** There were blocks before it. */
  readonly lateStart: boolean;
  /** By id, of tables whose documents are written anywhere in the journal: a table has one name for ever. */
  readonly names: ReadonlyMap<string, string>;
}

/** What a reading took an UNDROP TABLE to mean that could have meant something else. */
export interface Choice {
  readonly at: Place;
  readonly statement: UndropTable;
  /** The table of which the journal tells first there. @default - none that the journal tells of */
  readonly table?: Place;
  readonly meaning: string;
}

/** How much speaks against a reading. */
export const DOUBT = {
  none: 0,
  /** A statement had no effect, or is about what no block tells of although a known table would do: it may be so. */
  unlikely: 1,
  /** Documents were written to a table that was not there. */
  contradicted: 100,
} as const;

/** Lists that readings have in common up to where they part. */
interface Chain<T> {
  readonly last: T;
  readonly before: Chain<T> | undefined;
}

/** One way to understand a journal up to some place. Where a statement may mean several things, copies of the reading follow up each. */
export class Reading {
  static of(facts: JournalFacts): Reading {
    return new Reading(facts, KnownTables.empty(), NameKnowledge.at(facts.lateStart), 0, undefined, undefined);
  }

  private constructor(
    readonly facts: JournalFacts,
    readonly tables: KnownTables,
    readonly names: NameKnowledge,
    private total: number,
    private noted: Chain<Note> | undefined,
    private chosen: Chain<Choice> | undefined,
  ) {}

  /** What speaks against it, in sum. */
  get doubt(): number {
    return this.total;
  }

  get notes(): readonly Note[] {
    return listOf(this.noted);
  }

  get choices(): readonly Choice[] {
    return listOf(this.chosen);
  }

  copy(): Reading {
    return new Reading(this.facts, this.tables.copy(), this.names.copy(), this.total, this.noted, this.chosen);
  }

  addDoubt(doubt: number): void {
    this.total += doubt;
  }

  note(at: Place, text: string): void {
    this.noted = { last: { at, text }, before: this.noted };
  }

  choose(choice: Choice): void {
    this.chosen = { last: choice, before: this.chosen };
  }

  /** The active table of that name, or one that must have been there before. */
  activeTable(name: string, at: Place): KnownTable | undefined {
    return this.tables.active(name) ?? (this.names.mayBeThere(name) ? this.addEarlierTable(name, at) : undefined);
  }

  /** A table that no statement creates. Another active one of its name must be none any more. */
  addEarlierTable(name: string, at: Place, id?: string): KnownTable {
    const { firstBlock, lateStart } = this.facts;
    this.names.tell(name);
    this.note(at, lateStart
      ? `the table ${name} was there before block ${firstBlock}, with which the journal begins here: its tags and its earlier indexes are in no block`
      : `the table ${name} is there although no statement that is understood creates it: its tags and its earlier indexes are not known`);
    const changed = lateStart ? { block: firstBlock, statement: 0 } : at;
    return this.tables.add({
      name, ...(id !== undefined && { id }), active: true, tags: new Map(), first: at, changed, indexes: noIndexes(true),
    });
  }
}

function listOf<T>(chain: Chain<T> | undefined): readonly T[] {
  const list: T[] = [];
  for (let link = chain; link; link = link.before) {
    list.push(link.last);
  }
  return list.reverse();
}
