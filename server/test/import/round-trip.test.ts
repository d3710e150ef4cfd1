import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { QLDBClient } from '@aws-sdk/client-qldb';
import { runImport, writeArchive } from './imported';
import { JournalAnswers, queryAnswers } from './ledger-answers';
import { writeRichLedger, type RichLedger } from './rich-ledger';
import { parseText } from '../../src/ion/text';
import { parseProof, readBlock, verifyBlock, verifyChain, verifyProof, verifyRevision } from '../../src/journal/verifier';
import { Place } from '../session/places';
import { SdkSession } from '../session/sdk-session';
import { sdkClient } from '../support/clients';
import { ENGINES, newStorage, type TestStorage } from '../support/engines';
import { eventually } from '../support/eventually';
import { TestArchive, verifySource, type ExportOptions } from '../support/test-archive';

const LEDGER = 'source';
/** Further commits after which old receipts are verified. */
const COMMITS = process.env.CDK_QLDB_FULL ? 10_000 : 200;

let directory: string;
let source: Place;
let client: QLDBClient;
let written: RichLedger;
let journal: JournalAnswers;
let answers: Awaited<ReturnType<typeof queryAnswers>>;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'qldb-import-test-'));
  source = await Place.open('pglite', { timings: { redaction: 0 } });
  client = sdkClient(source.endpoint);
  await source.createLedger(LEDGER);
  written = await writeRichLedger(source, LEDGER);
  journal = await JournalAnswers.of(client, LEDGER);
  await eventually(async () => (await journal.block(written.redacted.sequenceNo)).text, (text) => text.includes('dataHash'));
  answers = await queryAnswers(source, LEDGER);
});
afterAll(async () => {
  client?.destroy();
  await source?.close();
  rmSync(directory, { recursive: true, force: true });
});

async function exported(name: string, options: ExportOptions): Promise<string> {
  return writeArchive(await TestArchive.of(await journal.blocks(1), { maxBytes: 20_000, ...options }), join(directory, name));
}

const signedOff = (): readonly string[] => ['--digest', journal.digest.toString('base64')];

/** Text of a receipt: what is to be kept to prove a revision later on. */
interface Receipt {
  readonly tip: number;
  readonly digest: Buffer;
  readonly revision: string;
  readonly proof: string;
  readonly block: string;
  readonly blockProof: string;
}

async function receipt(): Promise<Receipt> {
  const { redacted: { sequenceNo, documentId } } = written;
  const { tip, digest } = journal;
  const [revision, block] = [await journal.revision(sequenceNo, documentId, tip), await journal.block(sequenceNo, tip)];
  return { tip, digest, revision: revision.text, proof: revision.proof, block: block.text, blockProof: block.proof! };
}

describe.each(ENGINES)('a ledger with everything that a journal can hold, imported to %s', (engine) => {
  let storage: TestStorage;
  let restored: Place | undefined;
  let qldb: QLDBClient;
  beforeEach(async () => {
    storage = await newStorage(engine);
  });
  afterEach(async () => {
    qldb?.destroy();
    await restored?.close();
    restored = undefined;
    await storage.remove();
  });

  async function start(): Promise<Place> {
    restored = await Place.open(engine, { timings: { redaction: 0 } }, storage);
    qldb = sdkClient(restored.endpoint);
    return restored;
  }

  test.each(['ION_TEXT', 'ION_BINARY'] as const)('from %s has the same digest, blocks, proofs and answers', async (format) => {
    const imported = await runImport(storage, 'restored', await exported(`${engine}-${format}`, { format }), ...signedOff());
    expect(imported).toMatchObject({
      code: 0,
      report: {
        verification: { status: 'matches' },
        ledger: { lastBlock: journal.tip, provenFrom: 1, unproven: 0, incompleteHistories: { count: 0 }, notes: [] },
      },
    });
    const place = await start();
    const answered = await JournalAnswers.of(qldb, 'restored');
    expect([answered.strandId, answered.tip, answered.digest]).toEqual([journal.strandId, journal.tip, journal.digest]);
    for (let sequenceNo = 1; sequenceNo <= journal.tip; sequenceNo += 1) {
      expect(await answered.block(sequenceNo, journal.tip)).toEqual(await journal.block(sequenceNo, journal.tip));
    }
    const { redacted: { sequenceNo, documentId } } = written;
    for (let tip = sequenceNo; tip <= journal.tip; tip += 1) {
      expect(await answered.revision(sequenceNo, documentId, tip)).toEqual(await journal.revision(sequenceNo, documentId, tip));
    }
    expect(await queryAnswers(place, 'restored')).toEqual(answers);
    await expect(answered.block(0)).rejects.toThrow('block 0 was not in the export that the ledger was imported from');
  });

  test('from JSON has the same digest, and every document but the one whose annotations JSON dropped', async () => {
    const imported = await runImport(storage, 'restored', await exported(`${engine}-json`, { format: 'JSON' }), ...signedOff());
    expect(imported).toMatchObject({
      code: 0, report: { verification: { status: 'matches', revisions: { byVerdict: { 'chain only': 1, 'broken': 0 } } }, ledger: { unproven: 1 } },
    });
    const place = await start();
    const answered = await JournalAnswers.of(qldb, 'restored');
    expect(answered.digest).toEqual(journal.digest);
    const known = await queryAnswers(place, 'restored');
    const marked = (texts: readonly string[] | undefined) => texts?.filter((text) => text.includes('unproven::'));
    for (const [query, expected] of Object.entries(answers)) {
      const lost = (text: string) => text.includes('annotated');
      expect(known[query]?.filter((text) => !lost(text))).toEqual(expected.filter((text) => !lost(text)));
    }
    expect(marked(known['SELECT * FROM _ql_committed_things'])).toEqual([
      expect.stringContaining('data:unproven::{kind:"annotated",note:"annotations"}'),
    ]);
    expect(marked(known['SELECT * FROM things'])).toEqual([]);
    expect(known['SELECT * FROM things']).toContain('{kind:"annotated",note:"annotations"}');
    // Exported once more, it claims no more than it did.
    const again = await verifySource(await TestArchive.of(await answered.blocks(1), { format: 'ION_TEXT' }));
    expect(again).toMatchObject({ status: 'consistent', revisions: { byVerdict: { 'chain only': 1, 'broken': 0 } } });
    expect(again.digest.value).toBe(journal.digest.toString('base64'));
  });

  test('goes on: receipts from before verify against digests from before and after, and the whole journal verifies', async () => {
    const old = await receipt();
    await runImport(storage, 'restored', await exported(`${engine}-goes-on`, { format: 'ION_BINARY', gzip: true }));
    const place = await start();
    await Promise.all(Array.from({ length: 8 }, async (_, index) => {
      const session = await SdkSession.start(place, 'restored');
      for (let n = 0; n < COMMITS / 8; n += 1) await session.run(['INSERT INTO many ?', { session: index, n }]);
      await session.end();
    }));
    const now = await JournalAnswers.of(qldb, 'restored');
    expect(now.tip).toBe(old.tip + COMMITS);
    const before = { digest: old.digest, tip: { strandId: journal.strandId, sequenceNo: old.tip } };
    verifyRevision(parseText(old.revision), { against: { ...before, proof: parseProof(old.proof) } });
    verifyBlock(parseText(old.block), { against: { ...before, proof: parseProof(old.blockProof) } });
    const { redacted: { sequenceNo, documentId } } = written;
    const after = await now.revision(sequenceNo, documentId, now.tip);
    expect(after.text).toBe(old.revision);
    const later = { digest: now.digest, tip: { strandId: journal.strandId, sequenceNo: now.tip } };
    verifyRevision(parseText(after.text), { against: { ...later, proof: parseProof(after.proof) } });
    const digestThen = await now.block(old.tip, now.tip);
    verifyProof(readBlock(parseText(digestThen.text)).blockHash, parseProof(digestThen.proof!), now.digest);
    expect(verifyChain(await now.blocks(1)).digest).toEqual(now.digest);
  }, 60_000 + COMMITS * 60);
});

describe('an export that was made before a redaction was carried out', () => {
  test('is imported with the redaction still to be done, and a server does it', async () => {
    const ledger = 'redacting';
    const place = await Place.open('pglite', { timings: { redaction: 3_600_000 } });
    const storage = await newStorage('pglite');
    const before = sdkClient(place.endpoint);
    await place.createLedger(ledger);
    const { redacted: { sequenceNo, documentId } } = await writeRichLedger(place, ledger);
    const old = await JournalAnswers.of(before, ledger);
    const archive = await TestArchive.of(await old.blocks(1));
    await runImport(storage, 'restored', writeArchive(archive, join(directory, 'redacting')));
    before.destroy();
    await place.close();
    const restored = await Place.open('pglite', { timings: { redaction: 0 } }, storage);
    const after = sdkClient(restored.endpoint);
    try {
      const now = await JournalAnswers.of(after, 'restored');
      const { text } = await eventually(() => now.block(sequenceNo), (block) => block.text.includes('dataHash'));
      expect(text).toContain(documentId);
      expect((await JournalAnswers.of(after, 'restored')).digest).toEqual(old.digest);
    } finally {
      after.destroy();
      await restored.close();
      await storage.remove();
    }
  });
});
