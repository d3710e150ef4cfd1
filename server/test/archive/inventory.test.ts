import { gzipSync } from 'node:zlib';
import { InputError } from '../../src/archive/input-error';
import type { VerificationReport } from '../../src/archive/report/report';
import { FORMAT_WRITERS } from '../../src/delivery/export/format-writers';
import { blockValue } from '../../src/journal/block-value';
import { randomJournal } from '../journal/random-journal';
import { TestArchive, verifySource } from '../support/test-archive';

const JOURNAL = randomJournal(31, 5);
const BLOCKS = JOURNAL.blocks.slice(1);
const DIGEST = JOURNAL.digest(30).toString('base64');
/** The random journal redacts revisions that it does not hold. */
const REDACTED = '11 revisions have a hash in place of their data, and no block here records their redaction';
const SECOND_ID = 'EmwYAHGmsDzIdCZmqzHFEW';

/** Every finding as text. */
const messages = ({ findings }: VerificationReport): string[] => findings.first.map(({ message }) => message);

async function withoutManifests(): Promise<TestArchive> {
  return TestArchive.of(BLOCKS, { manifests: false });
}

describe('what is taken for an export', () => {
  test.each([
    ['without manifests', { manifests: false }],
    ['with manifests as JSON', { format: 'JSON' }],
    ['with manifests as binary Ion', { format: 'ION_BINARY' }],
    ['below a prefix with a slash', { prefix: 'exports/registrations/' }],
    ['below a prefix without a slash', { prefix: 'exports/registrations' }],
    ['in one object', { maxBytes: 1e9 }],
    ['in an object for each block', { maxBytes: 1 }],
  ] as const)('blocks %s', async (_, options) => {
    const report = await verifySource(await TestArchive.of(BLOCKS, options));
    expect(report).toMatchObject({ status: 'consistent', digest: { value: DIGEST }, findings: { first: [] }, notes: [REDACTED] });
  });

  test('objects whose names say nothing, by the address of their first block', async () => {
    const named = await withoutManifests();
    const archive = new TestArchive();
    named.dataKeys().reverse().forEach((key, index) => archive.objects.set(`part-${index}.ion`, named.objects.get(key)!));
    archive.objects.set('README.md', Buffer.from('what this is'));
    archive.objects.set('settings.json', Buffer.from('{"a": 1}'));
    const report = await verifySource(archive);
    expect(report).toMatchObject({ status: 'consistent', digest: { value: DIGEST }, ignored: ['README.md', 'settings.json'] });
  });

  test('several jobs of a strand, whatever their order, formats and overlaps', async () => {
    const archive = new TestArchive();
    await archive.export(BLOCKS.slice(18), { prefix: 'c/', format: 'JSON', exportId: SECOND_ID });
    await archive.export(BLOCKS.slice(0, 12), { prefix: 'a/', gzip: true, manifests: false });
    await archive.export(BLOCKS.slice(8, 22), { prefix: 'b/', format: 'ION_BINARY', maxBytes: 1500 });
    const report = await verifySource(archive);
    expect(report).toMatchObject({ status: 'consistent', blocks: { count: 30, copies: 8 }, digest: { value: DIGEST } });
    expect(report.notes).toContain('8 blocks are there more than once, alike');
  });

  test('two jobs in the same folder', async () => {
    const archive = new TestArchive();
    await archive.export(BLOCKS.slice(0, 15));
    await archive.export(BLOCKS.slice(15), { exportId: SECOND_ID });
    expect(await verifySource(archive)).toMatchObject({ status: 'consistent', notes: [REDACTED], digest: { value: DIGEST } });
  });

  test.each(['a/', 'c/'])('the same blocks zipped beside the manifest that names them, and plain and without one in %s', async (plain) => {
    const archive = new TestArchive();
    await archive.export(BLOCKS, { prefix: 'b/', gzip: true });
    await archive.export(BLOCKS, { prefix: plain, manifests: false });
    const report = await verifySource(archive);
    expect(report).toMatchObject({ status: 'consistent', blocks: { count: 30, copies: 30 }, findings: { first: [] }, digest: { value: DIGEST } });
    // The manifest is that of the zipped objects: only the others have none.
    const unnamed = report.notes.flatMap((note) => /^object '(.*)' is of an export that has no completed manifest here$/.exec(note)?.[1] ?? []);
    expect(unnamed).toEqual(archive.dataKeys().filter((key) => key.startsWith(plain)));
  });

  test('objects with their zipped copies beside them, as `gzip -k` leaves them', async () => {
    const archive = await TestArchive.of(BLOCKS);
    const keys = archive.dataKeys();
    for (const key of keys) archive.objects.set(`${key}.gz`, gzipSync(archive.objects.get(key)!));
    const report = await verifySource(archive);
    expect(report).toMatchObject({ status: 'consistent', blocks: { count: 30, copies: 30 }, digest: { value: DIGEST }, findings: { first: [] } });
    expect(report.notes).toContain('30 blocks are there more than once, alike');
    archive.objects.set(`${keys[0]!}.gz`, gzipSync(archive.objects.get(keys[1]!)!));
    expect(messages(await verifySource(archive)).join('\n')).toContain(`object '${keys[0]!}.gz'`);
  });

  test('the part of a bucket that a manifest names, copied to another place', async () => {
    const original = await TestArchive.of(BLOCKS, { prefix: 'a/b/' });
    const copy = new TestArchive();
    for (const [key, body] of original.objects) copy.objects.set(key.replace('a/b/', 'backup/'), body);
    expect(await verifySource(copy)).toMatchObject({ status: 'consistent', notes: [REDACTED] });
  });

  test('one strand of several only when it is named', async () => {
    const archive = await TestArchive.of(BLOCKS, { prefix: 'a/' });
    const other = 'JdxjkR9bSYB5jMHWcI464T';
    await archive.export(BLOCKS.map((block) => ({ ...block, address: { ...block.address, strandId: other } })), { prefix: 'b/', exportId: SECOND_ID });
    await expect(verifySource(archive)).rejects.toThrow(`blocks of 2 strands, which are of different ledgers: ${other}, ${BLOCKS[0]!.address.strandId}`);
    expect(await verifySource(archive, [], BLOCKS[0]!.address.strandId)).toMatchObject({ status: 'consistent', blocks: { count: 30 } });
    await expect(verifySource(archive, [], 'x'.repeat(22))).rejects.toThrow(InputError);
  });

  test('nothing, where there is nothing', async () => {
    const archive = new TestArchive();
    await expect(verifySource(archive)).rejects.toThrow('holds no journal blocks');
    archive.objects.set('a.ion', Buffer.from(''));
    await expect(verifySource(archive)).rejects.toThrow(InputError);
  });
});

describe('what is missing or wrong is named', () => {
  test('an object that a manifest names', async () => {
    const archive = await TestArchive.of(BLOCKS);
    const key = archive.dataKeys()[2]!;
    const [, first, last] = /\.(\d+)-(\d+)\./.exec(key)!;
    archive.objects.delete(key);
    const report = await verifySource(archive);
    expect(report).toMatchObject({ status: 'broken', findings: { byCode: { 'object missing': 1, 'blocks missing': 1 } }, digest: { value: undefined } });
    expect(messages(report)[0]).toBe(`object '${key}' with blocks ${first} to ${last} is missing; manifest '8UyXulxccYLAsbN1aon7e4.${BLOCKS[0]!.address.strandId}.completed.manifest' names it`);
    expect(messages(report)[1]).toMatch(`blocks ${first} to ${last} are missing`);
  });

  test('an object in the middle, without manifests', async () => {
    const archive = await withoutManifests();
    const [, key] = archive.dataKeys();
    archive.objects.delete(key!);
    const report = await verifySource(archive);
    const [, first, last] = /\.(\d+)-(\d+)\./.exec(key!)!;
    expect(messages(report)).toEqual([`blocks ${first} to ${last} are missing`]);
  });

  test.each(['ION_TEXT', 'ION_BINARY', 'JSON'] as const)('a truncated object of %s, with the last block in it', async (format) => {
    const archive = await TestArchive.of(BLOCKS, { format });
    const [, key] = archive.dataKeys();
    const [, first] = /\.(\d+)-/.exec(key!)!;
    const body = archive.objects.get(key!)!;
    archive.objects.set(key!, body.subarray(0, body.length - 40));
    const report = await verifySource(archive);
    expect(report).toMatchObject({ status: 'broken', findings: { byCode: { 'object truncated': 1 } } });
    expect(messages(report)[0]).toMatch(new RegExp(`^object '${key}': it ends in the middle of a (value|line), (behind block \\d+|before its first block)$`));
    expect(Number(/behind block (\d+)/.exec(messages(report)[0]!)?.[1] ?? first)).toBeGreaterThanOrEqual(Number(first));
  });

  test('a truncated object that was zipped', async () => {
    const archive = await TestArchive.of(BLOCKS, { gzip: true });
    const [key] = archive.dataKeys();
    const body = archive.objects.get(key!)!;
    archive.objects.set(key!, body.subarray(0, Math.floor(body.length / 2)));
    const report = await verifySource(archive);
    expect(report.findings.byCode).toMatchObject({ 'object truncated': 1 });
    expect(report.objects.find((object) => object.key === key)).toMatchObject({ bytes: Math.floor(body.length / 2), gzip: true });
  });

  test('an object that ends early, between two blocks', async () => {
    const archive = await withoutManifests();
    const key = archive.dataKeys().at(-1)!;
    const lines = archive.objects.get(key)!.toString().trimEnd().split('\n');
    archive.objects.set(key, Buffer.from(`${lines.slice(0, -1).join('\n')}\n`));
    expect(await verifySource(archive)).toMatchObject({ status: 'broken', findings: { byCode: { 'object truncated': 1 } } });
  });

  test('a block that stands twice, and two that changed places', async () => {
    const write = FORMAT_WRITERS.ION_TEXT.write;
    const texts = BLOCKS.map((block) => write(blockValue(block)));
    const twice = new TestArchive();
    twice.objects.set('a.ion', Buffer.concat(texts.toSpliced(4, 0, texts[4]!)));
    expect(messages(await verifySource(twice))).toEqual(["object 'a.ion': block 5 stands there twice"]);
    const swapped = new TestArchive();
    swapped.objects.set('a.ion', Buffer.concat(texts.with(4, texts[5]!).with(5, texts[4]!)));
    expect(messages(await verifySource(swapped))).toEqual(['block 5 is missing', "object 'a.ion': block 5 stands behind block 6"]);
  });

  test('another block with the same number in another object', async () => {
    const forged = randomJournal(31, 6).blocks;
    const archive = await TestArchive.of(BLOCKS, { prefix: 'a/' });
    await archive.export([forged[9]!], { prefix: 'b/', manifests: false });
    const report = await verifySource(archive);
    expect(report.findings.byCode).toMatchObject({ 'block differs': 1 });
    expect(messages(report).join()).toContain('block 9 is there twice, with different hashes');
  });

  test('a copy of a block with other content', async () => {
    const archive = await TestArchive.of(BLOCKS, { prefix: 'a/' });
    const [first, second] = BLOCKS.filter(({ revisions }) => revisions.length > 0);
    await archive.export([{ ...first!, transactionInfo: second!.transactionInfo }], { prefix: 'b/', manifests: false });
    expect((await verifySource(archive)).findings.byCode).toMatchObject({ transactionInfo: 1 });
  });

  test('objects whose contents changed places', async () => {
    const archive = await TestArchive.of(BLOCKS);
    const [a, b] = archive.dataKeys();
    const body = archive.objects.get(a!)!;
    archive.objects.set(a!, archive.objects.get(b!)!);
    archive.objects.set(b!, body);
    const report = await verifySource(archive);
    expect(report.status).toBe('broken');
    expect(report.findings.byCode).toHaveProperty(['object content']);
    expect(messages(report).join()).toContain(`object '${a}'`);
  });

  test('a fork: a journal that goes on otherwise', async () => {
    const archive = new TestArchive();
    await archive.export([...BLOCKS.slice(0, 10), ...randomJournal(31, 6).blocks.slice(11)], { manifests: false });
    const report = await verifySource(archive);
    expect(report.findings.byCode).toEqual({ previousBlockHash: 1 });
    expect(report.findings.first[0]).toMatchObject({ sequenceNo: 11, field: 'previousBlockHash', expected: BLOCKS[9]!.blockHash.toString('base64') });
  });

  test.each([
    ['leaves out an object', (text: string) => text.replace(/,"[^"]+"/, ''), /no manifest names it|the next block is/],
    ['has its keys in another order', (text: string) => text.replace(/"([^"]+)","([^"]+)"/, '"$2","$1"'), /the next block is/],
    ['has a key twice', (text: string) => text.replace(/("[^"]+")/, '$1,$1'), /the next block is/],
    ['names an object that is not there', (text: string) => text.replace(/(\d+)\.ion"\]/, '99.ion"]'), /99\.ion' with blocks \d+ to 99 is missing/],
    ['leaves out the last object', (text: string) => text.replace(/,"[^"]+"\]/, ']'), /no manifest names it/],
    ['is no manifest', () => '{keys:7}', /its "keys" are no list of strings/],
    ['has more in it', (text: string) => text.replace('{', '{approved:true,'), /it has more than "keys"/],
    ['is empty', () => '', /it is empty/],
    ['is cut off', (text: string) => text.slice(0, -9), /it ends in the middle of a value/],
  ])('a manifest that %s', async (_, forge, message) => {
    const archive = await TestArchive.of(BLOCKS);
    const key = [...archive.objects.keys()].find((name) => name.endsWith('.completed.manifest'))!;
    const text = archive.objects.get(key)!.toString();
    archive.objects.set(key, Buffer.from(forge(text)));
    expect(forge(text)).not.toBe(text);
    const report = await verifySource(archive);
    expect(report.status).toBe('broken');
    expect(messages(report).join('\n')).toMatch(message);
  });

  test.each([
    ['an end before its blocks', (text: string) => text.replace(/exclusiveEndTime:\d{4}/, 'exclusiveEndTime:2001'), /its export says that it has the blocks from/],
    ['another export id', (text: string) => text.replace('8UyX', '8UyY'), /its "exportId" is 8UyYulxccYLAsbN1aon7e4, its name says 8UyXulxccYLAsbN1aon7e4/],
  ])('an initial manifest with %s', async (_, forge, message) => {
    const archive = await TestArchive.of(BLOCKS);
    const key = [...archive.objects.keys()].find((name) => name.endsWith('.started.manifest'))!;
    archive.objects.set(key, Buffer.from(forge(archive.objects.get(key)!.toString())));
    const report = await verifySource(archive);
    expect(report.status).toBe('broken');
    expect(messages(report)[0]).toMatch(message);
  });

  test('an export that has not ended is a note: what is there may be all right', async () => {
    const archive = await TestArchive.of(BLOCKS.slice(0, 20), { prefix: 'a/' });
    await archive.export(BLOCKS.slice(20), { prefix: 'b/', exportId: SECOND_ID });
    archive.objects.delete([...archive.objects.keys()].find((key) => key.startsWith('b/') && key.endsWith('.completed.manifest'))!);
    const report = await verifySource(archive);
    expect(report.status).toBe('consistent');
    expect(report.notes[0]).toMatch(/^object 'b\/.*' is of an export that has no completed manifest here$/);
  });

  test('more copies of the same blocks than anybody has', async () => {
    const archive = new TestArchive();
    for (let copy = 0; copy < 40; copy++) await archive.export(BLOCKS.slice(0, 2), { prefix: `${copy}/`, manifests: false });
    await expect(verifySource(archive)).rejects.toThrow('more than 32 objects hold block 1');
  });
});
