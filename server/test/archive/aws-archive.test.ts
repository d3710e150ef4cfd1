import type { Claim } from '../../src/archive/claims/claim';
import { readClaimParts, type ClaimParts } from '../../src/archive/claims/read-claim';
import type { VerificationReport } from '../../src/archive/report/report';
import { reportText } from '../../src/archive/report/report-text';
import { parseText } from '../../src/ion/text';
import { writeJson } from '../../src/ion/write-json';
import { describeWithVectors, readRealBlock } from '../support/shared-vectors';
import { TestArchive, verifySource } from '../support/test-archive';

const NAME = 'KmA3ZZca7vAIiJAK9S5Iwl.100-100';
const tip = { strandId: 'KmA3ZZca7vAIiJAK9S5Iwl', sequenceNo: 123 };

describeWithVectors('the block that AWS published', () => {
  const real = readRealBlock();
  const archive = (text = real.Block.IonText, extension = 'ion'): TestArchive => {
    const made = new TestArchive();
    made.objects.set(`exports/2019/09/16/19/${NAME}.${extension}`, Buffer.from(text));
    return made;
  };
  const claim = (parts: ClaimParts): Claim => ({ source: '--proof', requested: true, digest: parts.digest!, ...parts });
  const verify = (parts: ClaimParts, text?: string): Promise<VerificationReport> => verifySource(archive(text), [claim(parts)]);
  const blockAnswer = { Digest: real.digest, DigestTipAddress: tip, Block: real.Block, Proof: { IonText: `[${real.BlockProof.map((hash) => `{{${hash}}}`).join()}]` } };

  test('is consistent without a digest', async () => {
    expect(await verifySource(archive())).toMatchObject({
      status: 'consistent',
      blocks: { count: 1, first: 100, last: 100, origins: { 'aws': 1, 'qldb-server': 0 } },
      digest: { value: undefined },
      revisions: { count: 1, byVerdict: { verified: 1 } },
      statements: { verified: 1, withParameters: 0 },
      notes: ['the first block is 100: blocks before it are not here'],
    });
  });

  test('is as AWS signed off with the digest and the proof of the block', async () => {
    const report = await verify(readClaimParts(JSON.stringify(blockAnswer)));
    expect(report).toMatchObject({ status: 'matches', digest: { coveredThrough: 100, compared: [{ status: 'matches', through: 100 }] } });
  });

  test('is as AWS signed off with the proof of its revision', async () => {
    const Revision = { IonText: /revisions:\[(.*)\]\}$/s.exec(real.Block.IonText)![1]! };
    const Proof = { IonText: `[${real.RevisionProof.map((hash) => `{{${hash}}}`).join()}]` };
    const parts = readClaimParts(JSON.stringify({ Digest: real.digest, DigestTipAddress: { IonText: '{strandId:"KmA3ZZca7vAIiJAK9S5Iwl",sequenceNo:123}' }, Revision, Proof }));
    expect(parts.proof).toMatchObject({ sequenceNo: 100, documentId: 'JUJgkIcNbhS2goq8RqLuZ4' });
    expect(await verify(parts)).toMatchObject({ status: 'matches', digest: { coveredThrough: 100 } });
  });

  test('is as AWS signed off with the file that the migration sample wrote', async () => {
    const made = archive();
    const manifest = 'exports/8UyXulxccYLAsbN1aon7e4.KmA3ZZca7vAIiJAK9S5Iwl.completed.manifest';
    made.objects.set(manifest, Buffer.from(JSON.stringify({ keys: [`exports/2019/09/16/19/${NAME}.ion`] })));
    made.objects.set(`${manifest}8UyXulxccYLAsbN1aon7e4.KmA3ZZca7vAIiJAK9S5Iwl.proofs.json`, Buffer.from(JSON.stringify({
      Ledger: 'vehicle-registration', Digest: real.digest, DigestTipAddress: tip, Export: '8UyXulxccYLAsbN1aon7e4', LastBlockNum: 100,
      LastBlockTimestamp: '2019-09-16T19:37:05.360000Z', Proof: real.BlockProof,
    })));
    expect(await verifySource(made)).toMatchObject({ status: 'matches', digest: { coveredThrough: 100 }, findings: { count: 0 } });
  });

  test.each([
    ['another digest', { Digest: Buffer.alloc(32, 7).toString('base64') }],
    ['a hash less in the proof', { Proof: real.BlockProof.slice(1) }],
    ['a tip for which the proof is too long', { DigestTipAddress: { ...tip, sequenceNo: 111 } }],
    ['a tip before the block', { DigestTipAddress: { ...tip, sequenceNo: 99 } }],
    ['a tip of another strand', { DigestTipAddress: { strandId: 'JdxjkR9bSYB5jMHWcI464T', sequenceNo: 123 } }],
  ])('is not, with %s', async (_, change) => {
    const report = await verify(readClaimParts(JSON.stringify({ ...blockAnswer, ...change })));
    expect(report).toMatchObject({ status: 'broken', findings: { byCode: { digest: 1 } }, digest: { compared: [{ status: 'differs' }] } });
  });

  test.each([
    ['data', 'State:"WA"', 'State:"NV"', 'revision hash'],
    ['metadata', 'version:3', 'version:4', 'revision hash'],
    ['the statement', "'1N4AL11D75C109151'", "'1N4AL11D75C109152'", 'transactionInfo'],
    ['the block hash', 'NoChM92y', 'NoChM92x', 'blockHash'],
    ['entriesHash', 'l05LOsiK', 'l05LOsiL', 'entriesHash'],
    ['the revision hash', 'hash:{{mHVe', 'hash:{{mHVf', 'revisions root'],
  ])('with %s changed is broken, and says where', async (_, from, to, code) => {
    const report = await verifySource(archive(real.Block.IonText.replace(from, to)));
    expect(report.status).toBe('broken');
    expect(report.findings.byCode).toHaveProperty([code]);
    expect(report.findings.first[0]).toMatchObject({ sequenceNo: 100, expected: expect.any(String), found: expect.any(String) });
  });

  test('as JSON has its types recovered', async () => {
    const report = await verifySource(archive(`${writeJson(parseText(real.Block.IonText))}\n`, 'json'));
    expect(report).toMatchObject({ status: 'consistent', revisions: { byVerdict: { recovered: 1 } }, statements: { verified: 1 }, objects: [{ format: 'JSON' }] });
  });

  test('as JSON with a value changed is chain only, never recovered', async () => {
    const report = await verifySource(archive(`${writeJson(parseText(real.Block.IonText)).replace('Everett', 'Seattle')}\n`, 'json'));
    expect(report).toMatchObject({
      status: 'consistent',
      revisions: { byVerdict: { 'recovered': 0, 'chain only': 1 }, examples: { 'chain only': [{ sequenceNo: 100, documentId: 'JUJgkIcNbhS2goq8RqLuZ4' }] } },
    });
    expect(reportText(report).replaceAll('\n', ' ')).toContain('But the content of 1 revisions that were written as JSON could not be bound to the blocks.');
  });
});
