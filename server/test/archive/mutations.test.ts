import { ObjectBytes } from '../../src/archive/read/object-bytes';
import { readValues } from '../../src/archive/read/read-values';
import { encode } from '../../src/ion/encode';
import { writeText } from '../../src/ion/text';
import type { Value } from '../../src/ion/value';
import { blockValue } from '../../src/journal/block-value';
import { mutationsOf } from '../journal/mutations';
import { randomJournal } from '../journal/random-journal';
import { SeededRandom, testSeed } from '../support/random';
import { report } from '../support/report';
import { TestArchive, verifySource } from '../support/test-archive';

const CHANGES = process.env.CDK_QLDB_FULL ? 1_000 : 150;
const PLACES = process.env.CDK_QLDB_FULL ? [['first', 0], ['fifth', 4], ['last', 7]] as const : [['fifth', 4]] as const;

const JOURNAL = randomJournal(9, 3);
const BLOCKS = JOURNAL.blocks.slice(1);
const LEDGER_DIGEST = JOURNAL.digest(8);
const CLAIM = { source: '--digest', requested: true, digest: LEDGER_DIGEST, tip: { sequenceNo: 8 } };

/** Changes that no hash binds. */
function isUnbound(path: string): boolean {
  // Fields of structs have no order, and hashes that are combined with each other can change places.
  return path.endsWith(' swapped');
}

async function withBlock(index: number, value: Value, format: 'ION_TEXT' | 'ION_BINARY'): Promise<TestArchive> {
  const archive = new TestArchive();
  const bytes = BLOCKS.map((block, at) => {
    const written = at === index ? value : blockValue(block);
    return format === 'ION_TEXT' ? Buffer.from(`${writeText(written)}\n`) : encode(written);
  });
  archive.objects.set(`${BLOCKS[0]!.address.strandId}.1-8.ion`, Buffer.concat(bytes));
  return archive;
}

describe('a change of one place in an export of qldb-server', () => {
  test.each(PLACES)('of the %s block is found and named', async (_, index) => {
    const { sequenceNo } = BLOCKS[index]!.address;
    const mutations = mutationsOf(blockValue(BLOCKS[index]!));
    expect(mutations.length).toBeGreaterThan(50);
    for (const [count, { path, value }] of mutations.entries()) {
      const result = await verifySource(await withBlock(index, value, count % 2 === 0 ? 'ION_TEXT' : 'ION_BINARY'), [CLAIM]);
      if (isUnbound(path) && result.status !== 'broken') continue;
      // A swapped pair of strings, or the like, is no change at all.
      if (writeText(value) === writeText(blockValue(BLOCKS[index]!))) continue;
      expect({ path, status: result.status }).toEqual({ path, status: 'broken' });
      const { first } = result.findings;
      // What makes a block unreadable is named by its object; of a wrong number the block beside it can speak, too.
      const isNamed = first.some((finding) => finding.object !== undefined || Math.abs((finding.sequenceNo ?? -9) - sequenceNo) <= 1);
      expect({ path, isNamed }).toEqual({ path, isNamed: true });
    }
  });

  test('of a byte at random is never taken for what was signed off, unless it changes nothing', async () => {
    const seed = testSeed();
    const random = new SeededRandom(seed);
    let unchanged = 0;
    for (let run = 0; run < CHANGES; run++) {
      const format = random.pick(['ION_TEXT', 'ION_BINARY', 'JSON'] as const);
      const archive = await TestArchive.of(BLOCKS, { format, maxBytes: 6000, gzip: random.chance(0.2) });
      const key = random.pick(archive.dataKeys());
      const original = archive.objects.get(key)!;
      const changed = Buffer.from(original);
      const at = random.below(changed.length);
      changed[at] = (changed[at]! + 1 + random.below(255)) % 256;
      archive.objects.set(key, changed);
      const result = await verifySource(archive, [CLAIM]);
      const about = { seed, run, format, key, at, from: original[at], to: changed[at] };
      const { byVerdict } = result.revisions;
      if (result.status === 'broken' || byVerdict['chain only'] > 0) continue;
      expect({ ...about, same: await sameContent(original, changed) }).toEqual({ ...about, same: true });
      unchanged++;
    }
    report(`changed one byte in ${CHANGES} exports, seed ${seed}: ${CHANGES - unchanged} were found, ${unchanged} changed no content`);
  });
});

/** Whether both are the same values, written in another way. */
async function sameContent(a: Buffer, b: Buffer): Promise<boolean> {
  return await contentOf(a) === await contentOf(b);
}

async function contentOf(bytes: Buffer): Promise<string> {
  const archive = new TestArchive();
  archive.objects.set('object', bytes);
  const texts: string[] = [];
  for await (const read of readValues(new ObjectBytes(archive.read('object')).read())) {
    texts.push(read.kind === 'ion' ? writeText(read.value) : read.kind === 'json' ? JSON.stringify(read.value) : read.problem);
  }
  return texts.join('\n');
}
