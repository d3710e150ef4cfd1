import { createHash } from 'node:crypto';
import type { Claim } from '../../src/archive/claims/claim';
import { encode } from '../../src/ion/encode';
import { hashIon, hashString } from '../../src/ion/hash';
import { writeText } from '../../src/ion/text';
import { NULL, struct } from '../../src/ion/value';
import { blockValue } from '../../src/journal/block-value';
import { dot, EMPTY_HASH, merkleRoot } from '../../src/journal/hash';
import type { Block, Revision } from '../../src/journal/journal';
import { revisionHash } from '../../src/journal/revision';
import { encodeTransactionInfo } from '../../src/journal/transaction-info';
import { Frontier } from '../../src/journal/tree';
import { mutationsOf } from '../journal/mutations';
import { randomJournal } from '../journal/random-journal';
import { TestArchive, verifySource } from '../support/test-archive';

const unknown = (name: string): Buffer => createHash('sha256').update(name).digest();

/** The same blocks as AWS's service would have made them: two of their entries are nobody else's business. Begins with block 1. */
function likeAws(blocks: readonly Block[], change: (block: Block) => Block = (block) => block): Block[] {
  let previousBlockHash = unknown('block 0');
  return blocks.map((original) => {
    const block = change(original);
    const root = block.revisions.length > 0 ? [merkleRoot(block.revisions.map(({ hash }) => hash))] : [];
    const { sequenceNo } = block.address;
    const entriesHashList = [
      unknown(`first entry ${sequenceNo}`), ...root, unknown(`second entry ${sequenceNo}`), hashIon(block.transactionInfo),
      ...block.redactionInfo ? [hashIon(block.redactionInfo)] : [],
    ];
    const entriesHash = merkleRoot(entriesHashList);
    const made = { ...block, previousBlockHash, entriesHashList, entriesHash, blockHash: dot(entriesHash, previousBlockHash) };
    previousBlockHash = made.blockHash;
    return made;
  });
}

const BLOCKS = randomJournal(13, 2).blocks.slice(1);
const changed = (sequenceNo: number, change: (block: Block) => Block) =>
  (block: Block): Block => block.address.sequenceNo === sequenceNo ? change(block) : block;
const revised = (sequenceNo: number, change: (revision: Revision) => Revision) =>
  changed(sequenceNo, (block) => ({ ...block, revisions: block.revisions.map((revision, index) => index === 0 ? change(revision) : revision) }));
const withRevision = BLOCKS.find(({ revisions }) => revisions.length > 0)!.address.sequenceNo;

function digestOf(blocks: readonly Block[]): Buffer {
  const start = Frontier.from(1, [blocks[0]!.previousBlockHash]);
  return blocks.reduce((frontier, { blockHash }) => frontier.append(blockHash).frontier, start).digest();
}

describe('blocks like those of AWS', () => {
  test('are as signed off, without their own entries being known', async () => {
    const blocks = likeAws(BLOCKS);
    const claim: Claim = { source: 'test', requested: true, digest: digestOf(blocks), tip: { sequenceNo: 12 } };
    const report = await verifySource(await TestArchive.of(blocks), [claim]);
    expect(report).toMatchObject({ status: 'matches', blocks: { origins: { 'aws': 12, 'qldb-server': 0 } }, findings: { count: 0 } });
    expect(report.notProven.join()).toContain('of blocks of AWS: strandId, blockTimestamp');
  });

  test.each([
    ['nothing', () => EMPTY_HASH], ['null', () => hashIon(encode(NULL))], ['an empty struct', () => hashIon(encode(struct([])))],
  ])('have deletions whose hash is that of the metadata and %s', async (_, data) => {
    const blocks = likeAws(BLOCKS, revised(withRevision, (revision) => {
      if (revision.kind !== 'user') return revision;
      return { kind: 'user', metadata: revision.metadata, hash: revisionHash(revision.metadata, data()) };
    }));
    const report = await verifySource(await TestArchive.of(blocks));
    expect(report).toMatchObject({ status: 'consistent', revisions: { byVerdict: { 'hash only': 0, 'broken': 0 } } });
  });

  test.each(['ION_TEXT', 'JSON'] as const)('have deletions of no known form: hash only, never broken, in %s', async (format) => {
    const blocks = likeAws(BLOCKS, revised(withRevision, (revision) =>
      revision.kind === 'user' ? { kind: 'user', metadata: revision.metadata, hash: unknown('a deletion') } : revision));
    const report = await verifySource(await TestArchive.of(blocks, { format }));
    expect(report).toMatchObject({ status: 'consistent', revisions: { byVerdict: { 'hash only': 1, 'broken': 0 } } });
    expect(report.revisions.examples['hash only']).toMatchObject([{ sequenceNo: withRevision, form: 'deleted', reason: 'without data its hash has no known form' }]);
  });

  test('have revisions of the service itself, of which the hash is shown', async () => {
    const blocks = likeAws(BLOCKS, changed(withRevision, (block) => ({ ...block, revisions: [...block.revisions, { kind: 'internal', hash: unknown('internal') }] })));
    expect(await verifySource(await TestArchive.of(blocks))).toMatchObject({ status: 'consistent', revisions: { byForm: { internal: 1 } } });
  });

  test('have statements whose digests are those of their texts, unless they have parameters', async () => {
    const statement = (text: string, digest: Buffer) => changed(5, (block) => ({
      ...block, transactionInfo: encodeTransactionInfo({ statements: [{ statement: text, startTime: 0, digest }], documents: [] }),
    }));
    const verify = async (text: string, digest: Buffer) => verifySource(await TestArchive.of(likeAws(BLOCKS, statement(text, digest))));
    expect((await verify('SELECT 1', hashString('SELECT 1'))).statements.verified).toBe(1);
    expect(await verify('SELECT ?', unknown('digest'))).toMatchObject({ status: 'consistent' });
    expect(await verify('SELECT 1', unknown('digest'))).toMatchObject({
      status: 'broken', findings: { first: [{ code: 'statement digest', sequenceNo: 5, expected: hashString('SELECT 1').toString('base64'), found: unknown('digest').toString('base64') }] },
    });
  });

  test('may be older than the block before, which is a note', async () => {
    const blocks = likeAws(BLOCKS, changed(6, (block) => ({ ...block, timestamp: block.timestamp - 86_400_000 })));
    const report = await verifySource(await TestArchive.of(blocks));
    expect(report.status).toBe('consistent');
    expect(report.notes).toContain('1 blocks are older than the block before them, by their own times');
  });

  test('are followed by those of qldb-server, never the other way round', async () => {
    const before = likeAws(BLOCKS.slice(0, 5));
    const own = randomJournal(13, 2).blocks.slice(6);
    expect((await verifySource(await TestArchive.of([...before, ...own]))).findings.byCode).toEqual({ previousBlockHash: 1 });
    const archive = await TestArchive.of([...BLOCKS.slice(0, 5), ...likeAws(BLOCKS).slice(5)]);
    expect((await verifySource(archive)).findings.byCode).toHaveProperty(['block entries']);
  });

  test('have changes found and named, but for those that no hash binds', async () => {
    const blocks = likeAws(BLOCKS);
    const { sequenceNo } = blocks.find(({ revisions }) => revisions.some((revision) => revision.kind === 'user' && revision.data))!.address;
    const claim: Claim = { source: 'test', requested: true, digest: digestOf(blocks), tip: { sequenceNo: 12 } };
    const original = writeText(blockValue(blocks[sequenceNo - 1]!));
    const unbound = new Set<string>();
    for (const { path, value } of mutationsOf(blockValue(blocks[sequenceNo - 1]!))) {
      const archive = new TestArchive();
      archive.objects.set('all.ion', Buffer.from(blocks.map((block, at) => at === sequenceNo - 1 ? writeText(value) : writeText(blockValue(block))).join('\n')));
      const report = await verifySource(archive, [claim]);
      if (report.status === 'broken' || writeText(value) === original) continue;
      // A revision without data that is not that of a known deletion: nobody can say what it was.
      if (report.revisions.byVerdict['hash only'] > 0) continue;
      if (path === ' less one' && !writeText(value).includes('metadata:')) {
        expect(report.notes.join()).toMatch(/documents were written of which the block shows no revision/);
      }
      unbound.add(path);
    }
    // The time is nobody's but AWS's, and a block without any of its revisions, or its redactionInfo, looks like one that had none.
    expect([...unbound].filter((path) => !path.endsWith(' swapped')).sort()).toEqual([' less one', '.blockTimestamp']);
  });
});
