import fc from 'fast-check';
import type { Claim } from '../../src/archive/claims/claim';
import { knownFrom, outerNodes } from '../../src/import/known-tree';
import { Frontier } from '../../src/journal/tree';
import { openMemory } from '../../src/store/open-pglite';
import type { Store } from '../../src/store/store';
import { randomJournal, type Journal } from '../journal/random-journal';
import { Imports } from '../support/imports';
import { TestArchive } from '../support/test-archive';

const RUNS = process.env.CDK_QLDB_FULL ? 300 : 12;

let store: Store;
let imports: Imports;
beforeAll(async () => {
  store = await openMemory();
  imports = await Imports.on(store);
});
afterAll(() => store.close());

/** A kept digest, with the proof of a block. */
function claim(journal: Journal, sequenceNo: number, tip: number): Claim {
  return {
    source: '--proof', requested: true, digest: journal.digest(tip),
    tip: { sequenceNo: tip }, proof: { sequenceNo, elements: journal.proof(sequenceNo, tip) },
  };
}

describe('the tree of an imported journal', () => {
  test.each([
    [1, 1, 1, [[0, 0]]],
    [5, 12, 8, [[3, 0]]],
    [9, 12, 12, [[3, 0], [2, 2]]],
    [8, 8, 8, [[3, 0]]],
    [0, 0, 0, []],
  ])('from block %i on, with the tree before block %i shown, is known from block %i', (first, shownAt, from, outer) => {
    const leaves = Array.from({ length: shownAt }, (_, index) => Buffer.alloc(32, index + 1));
    const known = knownFrom(first, leaves.reduce((frontier, leaf) => frontier.append(leaf).frontier, Frontier.EMPTY));
    expect([known.from, outerNodes(known).map(({ level, index }) => [level, index])]).toEqual([from, outer]);
  });

  test('that begins with block 1 gives every digest and every proof', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 2, max: 71 }), fc.nat(1000), async (size, seed) => {
      const journal = randomJournal(size, seed);
      const { ledger } = await imports.run(await TestArchive.of(journal.blocks.slice(1)), { claims: [] });
      const { ledger: number } = await imports.ledger();
      expect(ledger).toMatchObject({ lastBlock: size - 1, provenFrom: 1 });
      for (let tip = 1; tip < size; tip += 1) {
        expect(await imports.digest(number, tip)).toEqual(journal.digest(tip));
        const sequenceNo = 1 + seed % tip;
        expect(await imports.proof(number, sequenceNo, tip)).toEqual(journal.proof(sequenceNo, tip));
      }
      await imports.forgetAll();
    }), { numRuns: RUNS });
  });

  test('that begins later is known as far as the proof of one of its blocks shows it', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 4, max: 71 }), fc.nat(1000), fc.nat(), fc.nat(), async (size, seed, anyFirst, anyProven) => {
      const journal = randomJournal(size, seed);
      const first = 2 + anyFirst % (size - 3);
      const proven = first + anyProven % (size - first);
      const archive = await TestArchive.of(journal.blocks.slice(first));
      const { verification, ledger } = await imports.run(archive, { claims: [claim(journal, proven, size - 1)] });
      expect(verification.status).toBe('matches');
      const from = ledger!.provenFrom!;
      expect(from).toBeGreaterThanOrEqual(first);
      expect(from).toBeLessThanOrEqual(proven);
      const { ledger: number } = await imports.ledger();
      for (let sequenceNo = from; sequenceNo < size; sequenceNo += 1) {
        const tip = sequenceNo + seed % (size - sequenceNo);
        expect(await imports.digest(number, tip)).toEqual(journal.digest(tip));
        expect(await imports.proof(number, sequenceNo, tip)).toEqual(journal.proof(sequenceNo, tip));
      }
      await imports.forgetAll();
    }), { numRuns: RUNS });
  });
});
