import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { VerificationReport } from '../../src/archive/report/report';
import type { ArchiveEvent } from '../../src/archive/verify/verify-archive';
import { Progress } from '../../src/cli/archive/progress';
import { parseVerifyArguments } from '../../src/cli/verify/arguments';
import { verifyFlags } from '../../src/cli/verify/flags';
import { verifyHelpText } from '../../src/cli/verify/help';
import { proofText } from '../../src/journal/verifier';
import { randomJournal, STRAND } from '../journal/random-journal';
import { ServerProcess } from '../support/server-process';
import { TestArchive, type ExportOptions } from '../support/test-archive';

const JOURNAL = randomJournal(41, 11);
const BLOCKS = JOURNAL.blocks.slice(1);
const digestAt = (tip: number): string => JOURNAL.digest(tip).toString('base64');

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'qldb-verify-test-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const at = (...parts: string[]): string => join(directory, ...parts);

function write(path: string, content: string | Buffer): string {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), content);
  return at(path);
}

async function writeExport(blocks = BLOCKS, options: ExportOptions = {}): Promise<TestArchive> {
  const archive = await TestArchive.of(blocks, options);
  for (const [key, body] of archive.objects) write(`export/${key}`, body);
  return archive;
}

const verify = (...flags: string[]) => ServerProcess.run(['verify', at('export'), ...flags]);

async function verifyAsJson(...flags: string[]): Promise<{ readonly code: number | null; readonly report: VerificationReport }> {
  const { code, stdout } = await verify('--json', ...flags);
  return { code, report: JSON.parse(stdout) as VerificationReport };
}

describe('qldb-server verify', () => {
  test('without a digest says "consistent", and ends with code 3', async () => {
    await writeExport();
    const { code, stdout, stderr } = await verify();
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
    expect(stdout).toContain(`source   ${at('export')}\nledger   registrations (by its manifests)\nstrand   ${STRAND}\nblocks   40, from 1 to 40, of `);
    expect(stdout).toContain('\nCONSISTENT: nothing is wrong: the 40 blocks fit together. No digest that was kept elsewhere says');
    expect(stdout).toContain(`\nDigest\n  ${digestAt(40)} at block 40, computed from the blocks\n`);
  });

  test.each([
    ['the digest of the last block', ['--digest', digestAt(40)], 40],
    ['a digest in hexadecimal digits', ['--digest', JOURNAL.digest(40).toString('hex')], 40],
    ['the digest of an earlier block, which it finds', ['--digest', digestAt(17)], 17],
    ['a digest and its tip', ['--digest', digestAt(17), '--tip', '17'], 17],
    ['a digest and the address of its tip', ['--digest', digestAt(17), '--tip', `{strandId:"${STRAND}",sequenceNo:17}`], 17],
  ])('with %s says how far that was signed off, and ends with code 0', async (_, flags, through) => {
    await writeExport();
    const { code, stdout } = await verify(...flags);
    expect(code).toBe(0);
    expect(stdout).toContain(`AS SIGNED OFF: nothing is wrong, and the blocks up to ${through} are those that the given digest was made of.`);
    expect(stdout.includes(`blocks ${through + 1} to 40 fit, but no digest that was given covers them`)).toBe(through < 40);
  });

  test.each([
    ['another digest', ['--digest', digestAt(0)], 'no tip has the digest'],
    ['a digest with another tip', ['--digest', digestAt(17), '--tip', '18'], 'the blocks up to 18 have the digest'],
  ])('with %s ends with code 1', async (_, flags, message) => {
    await writeExport();
    expect(await verify(...flags)).toMatchObject({ code: 1, stdout: expect.stringMatching(`BROKEN: 1 thing is wrong\\.[^]*--digest: .*${message}`) });
  });

  test('with a digest that nothing here can be compared with ends with code 2', async () => {
    await writeExport(BLOCKS.slice(0, 20));
    const beyond = await verify('--digest', digestAt(40), '--tip', '40');
    expect(beyond).toMatchObject({ code: 2, stdout: expect.stringContaining('NOT COMPARED: nothing is wrong, but') });
    expect(beyond.stdout).toContain('--digest: not compared: block 40 is not here, so the digest cannot be compared without a proof');
  });

  test('reads what the AWS CLI has saved of GetDigest and GetBlock', async () => {
    await writeExport(BLOCKS.slice(4, 30));
    const digest = write('digest.json', JSON.stringify({ Digest: digestAt(40), DigestTipAddress: { IonText: `{strandId:"${STRAND}",sequenceNo:40}` } }));
    const block = write('block.json', JSON.stringify({
      Block: { IonText: `{blockAddress:{strandId:"${STRAND}",sequenceNo:21},transactionId:"x"}` }, Proof: { IonText: proofText(JOURNAL.proof(21, 40)) },
    }));
    expect((await verify('--digest', digest)).code).toBe(2);
    const { code, report } = await verifyAsJson('--digest', digest, '--proof', block);
    expect({ code, status: report.status, through: report.digest.coveredThrough }).toEqual({ code: 0, status: 'matches', through: 21 });
    // The proof has shown the tree before its block, so the digests of all blocks behind it are determined.
    expect(report.digest.value).toBe(digestAt(30));
    const bare = write('proof.ion', proofText(JOURNAL.proof(30, 40)));
    expect((await verifyAsJson('--digest', digest, '--proof', bare)).report.digest.coveredThrough).toBe(30);
    expect((await verify('--digest', digest, '--proof', block, '--proof', bare)).code).toBe(0);
  });

  test('takes the digests that AWS\'s migration sample left beside the export', async () => {
    const archive = await writeExport(BLOCKS.slice(0, 30));
    const manifest = [...archive.objects.keys()].find((key) => key.endsWith('.completed.manifest'))!;
    const content = (digest: string) => JSON.stringify({
      Ledger: 'registrations', Digest: digest, DigestTipAddress: { strandId: STRAND, sequenceNo: 40 }, Export: '8UyXulxccYLAsbN1aon7e4', LastBlockNum: 30,
      LastBlockTimestamp: '2019-09-16T19:37:05.360000Z', Proof: JOURNAL.proof(30, 40).map((hash) => hash.toString('base64')),
    });
    write(`export/${manifest}8UyXulxccYLAsbN1aon7e4.${STRAND}.proofs.json`, content(digestAt(40)));
    expect(await verify()).toMatchObject({ code: 0, stdout: expect.stringContaining('the blocks up to 30 are those that the given digest was made of') });
    write(`export/${manifest}8UyXulxccYLAsbN1aon7e4.${STRAND}.proofs.json`, content(digestAt(39)));
    expect((await verify()).code).toBe(1);
    write(`export/${manifest}8UyXulxccYLAsbN1aon7e4.${STRAND}.proofs.json`, '{"Digest": 7}');
    expect(await verify()).toMatchObject({ code: 1, stdout: expect.stringContaining('is no file with a digest and a proof: "Digest" must be a text') });
  });

  test('names block, revision, field, and what was expected and found', async () => {
    await writeExport([...BLOCKS.slice(0, 9), { ...BLOCKS[9]!, entriesHash: Buffer.alloc(32, 1) }, ...BLOCKS.slice(10)]);
    const { code, stdout } = await verify();
    expect(code).toBe(1);
    expect(stdout).toContain(`block 10: entriesHash is ${Buffer.alloc(32, 1).toString('base64')}, its parts make ${BLOCKS[9]!.entriesHash.toString('base64')} (in '`);
    const { report } = await verifyAsJson();
    expect(report.findings.first).toContainEqual(expect.objectContaining({
      code: 'entriesHash', sequenceNo: 10, field: 'entriesHash', expected: BLOCKS[9]!.entriesHash.toString('base64'), found: Buffer.alloc(32, 1).toString('base64'),
    }));
  });

  test('writes a report to keep, with the SHA-256 of every object', async () => {
    await writeExport(BLOCKS, { format: 'JSON' });
    expect((await verify('--report', at('report.txt'))).code).toBe(3);
    const { report } = await verifyAsJson('--report', at('report.json'));
    const text = readFileSync(at('report.txt'), 'utf8');
    for (const { key, sha256 } of report.objects) expect(text).toContain(`${sha256}  ${key}`);
    const { verifiedAt, ...kept } = JSON.parse(readFileSync(at('report.json'), 'utf8')) as VerificationReport;
    expect(report).toMatchObject({ ...kept });
    expect(Date.parse(verifiedAt)).toBeGreaterThan(Date.now() - 3_600_000);
    expect(await verify('--report', at('nowhere', 'report.txt'))).toMatchObject({ code: 2, stderr: expect.stringContaining('--report must be a file that can be written') });
  });

  test('verifies a single file', async () => {
    const archive = await TestArchive.of(BLOCKS, { maxBytes: 1e9, manifests: false, gzip: true });
    const path = write('ledger.ion.gz', archive.objects.get(archive.dataKeys()[0]!)!);
    expect(await ServerProcess.run(['verify', path, '--digest', digestAt(40)])).toMatchObject({ code: 0, stderr: '' });
  });

  test('ends with code 2 where there is nothing to verify', async () => {
    mkdirSync(at('export'));
    expect(await verify()).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('holds no journal blocks: give the folder or prefix of an export') });
    expect(await ServerProcess.run(['verify', at('gone')])).toEqual({ code: 2, stdout: '', stderr: `qldb-server: '${at('gone')}' cannot be read: there is no such file or directory\n` });
    expect(await ServerProcess.run(['verify', 's3://_'])).toMatchObject({ code: 2, stderr: expect.stringContaining("'s3://_' is no address of S3: write s3://bucket/prefix") });
  });

  test('tells what is wrong on its command line', async () => {
    expect(await ServerProcess.run(['verify', '--max-combinations', '0', '--tip', '7'])).toEqual({
      code: 2,
      stdout: '',
      stderr: [
        "qldb-server: --max-combinations must be an integer from 1 to 1000000; received '0'",
        'qldb-server: verify takes one directory or s3://bucket/prefix; received none',
        'qldb-server: --tip says which block a digest was made at; give --digest or --proof too',
        'qldb-server: verify --help lists the flags',
        '',
      ].join('\n'),
    });
    const proof = write('proof.ion', '[]');
    const none = write('none.json', '{}');
    for (const [flags, message] of [
      [['--digest', 'abc'], 'a digest is 32 bytes in Base64'], [['--digest', digestAt(1), '--tip', 'x'], 'a block address is a struct'],
      [['--proof', proof], '--proof needs the digest that it leads to'], [['--proof', at('gone')], '--proof must be a file that can be read: ENOENT'],
      [['--digest', none], 'it has none of "Digest", "DigestTipAddress" and "Proof"'], [['--nonsense'], "Unknown option '--nonsense'"],
    ] as const) {
      expect(await ServerProcess.run(['verify', directory, ...flags])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
    }
  });

  test('prints its help, and the flags have the defaults that it says', async () => {
    expect(await ServerProcess.run(['verify', '--help'])).toEqual({ code: 0, stdout: verifyHelpText(), stderr: '' });
    expect(String(parseVerifyArguments(['x'])['max-combinations'])).toBe(verifyFlags['max-combinations'].default);
  });
});

test('the progress of a verification is one line', () => {
  const written: string[] = [];
  let now = 0;
  const objects = [{ key: 'a', bytes: 300 }, { key: 'b', bytes: 100 }].map((object) => ({ ...object, strandId: STRAND, first: 1, last: 8, named: true }));
  const inventory = { strandId: STRAND, objects, started: [], completed: [], proofs: [], ignored: [], findings: [], notes: [] };
  const progress = new Progress(inventory, { write: (text) => written.push(text), now: () => now });
  const object = { key: 'a', bytes: 300, sha256: '', gzip: false, format: 'JSON', blocks: 1, first: 1, last: 1 } as const;
  progress.add({ kind: 'finding', finding: { code: 'blocks missing', message: '' } });
  now = 200;
  progress.add({ kind: 'object', object });
  now = 1000;
  progress.add({ kind: 'block', findings: [], block: { address: { sequenceNo: 5 } } } as unknown as ArchiveEvent);
  progress.end();
  expect(written).toEqual([
    '\r\u001b[K0 blocks, 0 of 2 objects, 0 %, 0 blocks/s, 1 findings', '\r\u001b[K0 blocks, 1 of 2 objects, 75 %, 0 blocks/s, 1 findings',
    '\r\u001b[K1 blocks, 1 of 2 objects, 62 %, 1 blocks/s, 1 findings', '\r\u001b[K',
  ]);
});
