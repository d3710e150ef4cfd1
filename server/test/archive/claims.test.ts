import type { Claim, ClaimedProof } from '../../src/archive/claims/claim';
import { ClaimError, readClaimParts, readDigest, readTip } from '../../src/archive/claims/read-claim';
import { proofText } from '../../src/journal/verifier';
import { randomJournal, STRAND } from '../journal/random-journal';
import { TestArchive, verifySource } from '../support/test-archive';

const JOURNAL = randomJournal(51, 17);
const FIRST = 20;
/** Blocks 20 to 45: the beginning and the end of the journal are missing. */
const archive = async () => TestArchive.of(JOURNAL.blocks.slice(FIRST, 46));
const claim = (tip: number, proof?: ClaimedProof): Claim => ({
  source: `digest at ${tip}`, requested: true, digest: JOURNAL.digest(tip), tip: { strandId: STRAND, sequenceNo: tip }, ...proof && { proof },
});
const proofOf = (sequenceNo: number, tip: number): ClaimedProof => ({ sequenceNo, elements: JOURNAL.proof(sequenceNo, tip) });

describe('digests for an export that begins in the middle', () => {
  test('cannot be compared without a proof', async () => {
    const report = await verifySource(await archive(), [claim(30)]);
    expect(report).toMatchObject({ status: 'not compared', digest: { value: undefined, compared: [{ status: 'not compared' }] } });
    expect(report.digest.compared[0]!.message).toBe('the digest at block 30 is not determined: blocks before it are missing here, and no proof stands in for them');
  });

  test('are compared from the block on whose proof is there, whatever comes first', async () => {
    const [early, at, late] = [claim(24), claim(30), claim(45)];
    for (const claims of [[at, late, claim(50, proofOf(30, 50))], [claim(50, proofOf(30, 50)), at, late]]) {
      const report = await verifySource(await archive(), claims);
      expect(report).toMatchObject({ status: 'matches', digest: { value: JOURNAL.digest(45).toString('base64'), coveredThrough: 45 } });
    }
    expect(await verifySource(await archive(), [claim(50, proofOf(30, 50)), early])).toMatchObject({ status: 'not compared' });
  });

  test('differ where a proof and the blocks before its block do', async () => {
    const elements = [...JOURNAL.proof(31, 50)];
    elements[2] = Buffer.alloc(32, 9);
    expect(await verifySource(await archive(), [claim(50, { sequenceNo: 31, elements })])).toMatchObject({ status: 'broken', findings: { byCode: { digest: 1 } } });
    // The same digest, made of the hash of the block in another way.
    const swapped = [JOURNAL.proof(31, 50)[1]!, JOURNAL.proof(31, 50)[0]!, ...JOURNAL.proof(31, 50).slice(2)];
    expect(await verifySource(await archive(), [claim(50, { sequenceNo: 31, elements: swapped })])).toMatchObject({ status: 'broken' });
  });

  test('of a block that is not here are not compared', async () => {
    const report = await verifySource(await archive(), [claim(50, proofOf(10, 50))]);
    expect(report).toMatchObject({ status: 'not compared', digest: { compared: [{ message: 'block 10 is not here, so the digest cannot be compared' }] } });
  });

  test('with a proof alone, of the last block and at no known tip', async () => {
    const parts = readClaimParts(proofText(JOURNAL.proof(45, 50)));
    const report = await verifySource(await archive(), [{ source: 'test', requested: true, digest: JOURNAL.digest(50), ...parts }]);
    expect(report).toMatchObject({ status: 'matches', digest: { coveredThrough: 45, compared: [{ message: 'block 45 is under the digest; at which tip was not given' }] } });
  });
});

describe('digests, tips and proofs', () => {
  const digest = JOURNAL.digest(3);

  test('are read as AWS shows them', () => {
    expect(readDigest(digest.toString('base64'))).toEqual(digest);
    expect(readDigest(digest.toString('hex').toUpperCase())).toEqual(digest);
    expect(readTip('12')).toEqual({ sequenceNo: 12 });
    expect(readTip(`{ sequenceNo: 12, strandId: "${STRAND}" }`)).toEqual({ strandId: STRAND, sequenceNo: 12 });
    expect(readClaimParts(JSON.stringify({ Digest: digest.toString('base64') }))).toEqual({ digest });
  });

  test.each([
    ['a digest that is too short', () => readDigest('AAAA'), 'a digest is 32 bytes in Base64'],
    ['a tip that is none', () => readTip('-1'), 'a sequence number alone will do, too'],
    ['JSON of something else', () => readClaimParts('{"a":1}'), 'it has none of "Digest", "DigestTipAddress" and "Proof"'],
    ['text of something else', () => readClaimParts('hello'), 'the proof must be a list, received a symbol'],
    ['what is neither JSON nor Ion', () => readClaimParts('{"Digest'), 'not valid Ion text'],
    ['a proof of something else', () => readClaimParts('{"Proof":7}'), '"Proof" must have "IonText", or be a list of hashes in Base64'],
    ['a hash of another length', () => readClaimParts('{"Proof":["AAAA"]}'), 'a digest is 32 bytes in Base64'],
    ['a block without an address', () => readClaimParts('{"Proof":[],"Block":{"IonText":"{}"}}'), 'what the proof is of has no "blockAddress"'],
    ['a number that is none', () => readClaimParts('{"Proof":[],"LastBlockNum":"7"}'), '"LastBlockNum" must be a sequence number'],
    ['an address that is none', () => readClaimParts('{"DigestTipAddress":{}}'), '"DigestTipAddress" must have "IonText", or "strandId" and "sequenceNo"'],
    ['a revision without an id', () => readClaimParts('{"Proof":[],"Revision":{"IonText":"{blockAddress:{strandId:\\"x\\",sequenceNo:1}}"}}'), 'has no "metadata.id"'],
  ])('that are none are refused: %s', (_, read, message) => {
    expect(read).toThrow(ClaimError);
    expect(read).toThrow(message);
  });
});
