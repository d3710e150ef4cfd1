import * as fc from 'fast-check';
import type { VerificationReport } from '../../src/archive/report/report';
import { OUTPUT_FORMATS } from '../../src/model/journal-export';
import { randomJournal, type Journal } from '../journal/random-journal';
import { TestArchive, verifySource } from '../support/test-archive';

const numRuns = process.env.CDK_QLDB_FULL ? 500 : 25;

/** How one of several jobs wrote its part of the journal. */
const anyJob = fc.record({
  format: fc.constantFrom(...OUTPUT_FORMATS), gzip: fc.boolean(), manifests: fc.boolean(), maxBytes: fc.integer({ min: 1, max: 20_000 }),
  prefix: fc.constantFrom('', 'a/', 'exports/b/', 'c'),
});

const anyArchive = fc.record({
  size: fc.integer({ min: 2, max: 25 }),
  seed: fc.nat(1_000_000),
  jobs: fc.array(anyJob, { minLength: 1, maxLength: 4 }),
  cuts: fc.array(fc.nat(), { minLength: 3, maxLength: 3 }),
  overlap: fc.integer({ min: 0, max: 3 }),
  shuffle: fc.nat(),
});

type AnyArchive = typeof anyArchive extends fc.Arbitrary<infer Value> ? Value : never;

/** The blocks of a random journal but the first, in parts that may overlap, in objects that are listed in any order. */
async function written(
  { size, seed, jobs, cuts, overlap, shuffle }: AnyArchive,
): Promise<{ readonly journal: Journal; readonly archive: TestArchive }> {
  const journal = randomJournal(size, seed);
  const blocks = journal.blocks.slice(1);
  const bounds = [0, ...cuts.slice(0, jobs.length - 1).map((cut) => cut % blocks.length).sort((a, b) => a - b), blocks.length];
  const ordered = new TestArchive();
  for (const [index, job] of jobs.entries()) {
    const part = blocks.slice(Math.max(0, bounds[index]! - overlap), bounds[index + 1]);
    // Two jobs never write into the same folder: objects of the same blocks would overwrite each other.
    if (part.length > 0) await ordered.export(part, { ...job, prefix: `${index}/${job.prefix}`, exportId: `export${index}`.padEnd(22, 'x') });
  }
  const archive = new TestArchive();
  const entries = [...ordered.objects];
  for (let left = entries.length; left > 0; left--) archive.objects.set(...entries.splice((shuffle * 7919 + left) % left, 1)[0]!);
  archive.chunkBytes = 1 + (shuffle % 3000);
  return { journal, archive };
}

const tipOf = ({ blocks }: Journal): number => blocks.length - 1;
const named = ({ findings }: VerificationReport): string => findings.first.map(({ message }) => message).join('\n');

describe('a journal that was exported in any number of parts, formats and orders', () => {
  test('is consistent, and has the digest of the ledger', async () => {
    await fc.assert(fc.asyncProperty(anyArchive, async (parts) => {
      const { journal, archive } = await written(parts);
      const report = await verifySource(archive);
      expect(named(report)).toBe('');
      expect(report).toMatchObject({ status: 'consistent', digest: { value: journal.digest(tipOf(journal)).toString('base64') } });
      expect(report.blocks.count).toBe(tipOf(journal));
      const { byVerdict, byForm, count } = report.revisions;
      expect(byVerdict.verified + byVerdict.recovered).toBe(count - byForm.internal);
    }), { numRuns });
  });

  test('matches the digest at any tip, and the proof of any block', async () => {
    await fc.assert(fc.asyncProperty(anyArchive, fc.nat(), fc.nat(), async (parts, anyTip, anyBlock) => {
      const { journal, archive } = await written(parts);
      const tip = 1 + (anyTip % tipOf(journal));
      const sequenceNo = 1 + (anyBlock % tip);
      const digest = journal.digest(tip);
      const claim = { source: 'test', requested: true, digest, tip: { sequenceNo: tip } };
      const report = await verifySource(archive, [claim, { ...claim, proof: { sequenceNo, elements: journal.proof(sequenceNo, tip) } }]);
      expect(report.digest.compared.map(({ status, through }) => [status, through])).toEqual([['matches', tip], ['matches', tip]]);
      const other = Buffer.from(digest);
      other[0] = 255 - other[0]!;
      expect(await verifySource(archive, [{ ...claim, digest: other }])).toMatchObject({ status: 'broken', findings: { byCode: { digest: 1 } } });
    }), { numRuns });
  });

  test('and begins in the middle has every digest behind a proof', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 3, max: 70 }), fc.nat(), fc.nat(), fc.nat(), async (size, anyStart, anyBlock, anyTip) => {
      const journal = randomJournal(size, 9);
      const first = 2 + (anyStart % (size - 2));
      const sequenceNo = first + (anyBlock % (size - first));
      const tip = sequenceNo + (anyTip % (size - sequenceNo));
      const archive = await TestArchive.of(journal.blocks.slice(first));
      expect((await verifySource(archive)).digest.value).toBeUndefined();
      const proof = { sequenceNo, elements: journal.proof(sequenceNo, tip) };
      const report = await verifySource(archive, [{ source: 'test', requested: true, digest: journal.digest(tip), tip: { sequenceNo: tip }, proof }]);
      expect(report).toMatchObject({ status: 'matches', digest: { value: journal.digest(size - 1).toString('base64'), coveredThrough: tip } });
    }), { numRuns });
  });

  test('and lost any object is broken, and the blocks that are missing are named, unless others have them', async () => {
    await fc.assert(fc.asyncProperty(anyArchive, fc.nat(), async (parts, any) => {
      const { journal, archive } = await written(parts);
      const keys = archive.dataKeys();
      const key = keys[any % keys.length]!;
      const [, first, last] = /\.(\d+)-(\d+)\./.exec(key)!;
      archive.objects.delete(key);
      if (archive.dataKeys().length === 0) return;
      const report = await verifySource(archive);
      const hasAll = report.blocks.count === tipOf(journal);
      const isAtAnEnd = Number(first) === 1 || Number(last) === tipOf(journal);
      if (report.status === 'consistent') expect(hasAll || isAtAnEnd).toBe(true);
      else expect(named(report)).toContain(report.findings.byCode['object missing'] ? key.replace(/\.gz$/, '') : ' missing');
    }), { numRuns });
  });
});
