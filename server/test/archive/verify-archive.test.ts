import { randomJournal } from '../journal/random-journal';
import { TestArchive, verifySource } from '../support/test-archive';

const JOURNAL = randomJournal(40, 1);
const BLOCKS = JOURNAL.blocks.slice(1);
const FORMATS = ['ION_TEXT', 'ION_BINARY', 'JSON'] as const;

describe.each(FORMATS.flatMap((format) => [[format, false], [format, true]] as const))('an export as %s, zipped: %s', (format, gzip) => {
  test('is consistent, and has the digest that the ledger had', async () => {
    const report = await verifySource(await TestArchive.of(BLOCKS, { format, gzip }));
    expect(report).toMatchObject({
      status: 'consistent',
      strandId: BLOCKS[0]!.address.strandId,
      blocks: { count: 39, first: 1, last: 39, copies: 0, origins: { 'aws': 0, 'qldb-server': 39 } },
      digest: { value: JOURNAL.digest(39).toString('base64'), compared: [] },
      findings: { count: 0 },
      ignored: [],
      ledgerNames: ['registrations'],
    });
    expect(report.objects.length).toBeGreaterThan(3);
    const { byVerdict } = report.revisions;
    expect(byVerdict).toMatchObject({ 'broken': 0, 'chain only': 0, 'hash only': 0 });
    expect(byVerdict[format === 'JSON' ? 'recovered' : 'verified']).toBeGreaterThan(20);
  });
});
