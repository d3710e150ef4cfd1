import * as fc from 'fast-check';
import { EngineLedger, type TrueTable } from './engine-ledger';
import { anyCommands, RandomClient, type Command } from './random-client';
import { catalogueOf } from './told-blocks';
import { readExecuted, type Executed } from '../../../src/import/catalogue/executed';
import type { RestoredCatalogue } from '../../../src/import/catalogue/restored-catalogue';
import { decode } from '../../../src/ion/decode';
import type { Block } from '../../../src/journal/journal';
import { TestLedgers } from '../../support/test-ledgers';

const numRuns = process.env.CDK_QLDB_FULL ? 1_000 : 25;
jest.setTimeout(600_000);

let ledgers: TestLedgers;
beforeAll(async () => { ledgers = await TestLedgers.open('pglite'); });
afterAll(() => ledgers.close());

interface Outcome {
  readonly blocks: readonly Block[];
  readonly truth: readonly TrueTable[];
  readonly restored: RestoredCatalogue;
}

async function outcomeOf(commands: readonly Command[], decidable: boolean): Promise<Outcome> {
  const ledger = await EngineLedger.create(ledgers);
  await new RandomClient(ledger, decidable).run(commands);
  const blocks = await ledger.blocks();
  const truth = await ledger.truth();
  await ledger.delete();
  return { blocks, truth, restored: catalogueOf(blocks) };
}

/** By id, the names of tables whose documents the blocks tell of. */
function writtenTables(blocks: readonly Block[]): ReadonlyMap<string, string> {
  return new Map(blocks.flatMap((block) => executedIn(block).documents).map(({ tableId, table }) => [tableId, table]));
}

const executedIn = ({ transactionInfo }: Block): Executed => readExecuted(decode(transactionInfo));
const textsOf = (blocks: readonly Block[]): string => blocks.flatMap((block) => executedIn(block).statements).join('\n');

/** As the ledger says it, with the id in place of `?` where a block has it. */
function expected({ blocks, truth }: Outcome): readonly unknown[] {
  const written = writtenTables(blocks);
  const texts = textsOf(blocks);
  return truth.map(({ id, ...table }) => ({ id: written.has(id) || texts.includes(`UNDROP TABLE "${id}"`) ? id : '?', ...table }));
}

function found({ restored }: Outcome): readonly unknown[] {
  return restored.tables.map(({ id, idIsDerived, name, active, tags, indexes }) => ({
    id: idIsDerived ? '?' : id, name, active, tags: Object.fromEntries(tags), fields: indexes.map(({ field }) => field).sort(),
  }));
}

const sorted = (list: readonly unknown[]): readonly unknown[] => [...list].sort((a, b) => JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

const namesOf = (tables: ReadonlyArray<{ readonly name: string }>): readonly string[] => tables.map(({ name }) => name).sort();

/** What holds of every answer, whatever the blocks are. */
function expectSound(blocks: readonly Block[], restored: RestoredCatalogue): void {
  const active = namesOf(restored.tables.filter((table) => table.active));
  expect(active).toEqual([...new Set(active)]);
  const ids = restored.tables.flatMap(({ id, indexes }) => [id, ...indexes.map((index) => index.id)]);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [id, name] of writtenTables(blocks)) {
    expect(restored.tables).toContainEqual(expect.objectContaining({ id, name, idIsDerived: false }));
  }
  expect(catalogueOf(blocks)).toEqual(restored);
}

const FAILED = /has no effect|is not understood/;
const NO_SUCH_TABLE = /CREATE TABLE \S+ has no effect|no statement that is understood creates it/;
const NOT_ALL = /more ways to understand the journal than were looked at/;

describe('a ledger that the server wrote', () => {
  test('has the tables and indexes that its blocks tell of', async () => {
    await fc.assert(fc.asyncProperty(anyCommands, async (commands) => {
      const outcome = await outcomeOf(commands, true);
      expect(outcome.restored.notes.filter((note) => !FAILED.test(note))).toEqual([]);
      expect(sorted(found(outcome))).toEqual(sorted(expected(outcome)));
      expectSound(outcome.blocks, outcome.restored);
    }), { numRuns });
  });

  test('has them, or a note says what is not certain', async () => {
    await fc.assert(fc.asyncProperty(anyCommands, async (commands) => {
      const outcome = await outcomeOf(commands.filter(({ kind }) => kind !== 'fail'), false);
      const { notes } = outcome.restored;
      // No statement failed here: where one is said to, not all readings were looked at, and that is said too.
      if (!notes.some((note) => NO_SUCH_TABLE.test(note)) || !notes.some((note) => NOT_ALL.test(note))) {
        expect(namesOf(outcome.restored.tables)).toEqual(namesOf(outcome.truth));
      }
      if (notes.length === 0) {
        expect(sorted(found(outcome))).toEqual(sorted(expected(outcome)));
      }
      expectSound(outcome.blocks, outcome.restored);
    }), { numRuns });
  });

  test('of which the first blocks are not there has never two active tables of one name', async () => {
    await fc.assert(fc.asyncProperty(anyCommands, fc.boolean(), async (commands, decidable) => {
      const { blocks } = await outcomeOf(commands, decidable);
      for (let first = 2; first <= blocks.length; first += 1) {
        const late = blocks.slice(first);
        expectSound(late, catalogueOf(late));
      }
    }), { numRuns: Math.ceil(numRuns / 2) });
  });
});
