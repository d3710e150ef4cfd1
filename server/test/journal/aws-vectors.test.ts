import { mutationsOf } from './mutations';
import { encode } from '../../src/ion/encode';
import { hashIon, hashString, hashValue } from '../../src/ion/hash';
import { parseText, writeText } from '../../src/ion/text';
import { fieldOf, type Value } from '../../src/ion/value';
import { blockValue } from '../../src/journal/block';
import { dot, merkleRoot } from '../../src/journal/hash';
import { computedRevisionHash } from '../../src/journal/revision';
import { proofLength, revisionProof } from '../../src/journal/tree';
import { foldProof, readBlock, readRevision, VerificationError, verifyBlock, verifyChain, verifyProof, verifyRevision } from '../../src/journal/verifier';
import { describeWithVectors, readRealBlock, readSharedVectors } from '../support/shared-vectors';

interface Receipt {
  readonly name: string;
  readonly sequenceNo: number | null;
  readonly tipSequenceNo: number | null;
  readonly revisionHash: string;
  readonly proof?: readonly string[];
  readonly digest?: string;
  readonly revisionIon?: string;
}

const fromBase64 = (text: string): Buffer => Buffer.from(text, 'base64');
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const at = (value: Value, ...path: ReadonlyArray<string | number>): Value => path.reduce((found: Value, step) => {
  const next = typeof step === 'number'
    ? found.kind === 'list' ? found.elements[step] : undefined
    : found.kind === 'struct' ? fieldOf(found, step) : undefined;
  if (!next) throw new Error(`there is no ${path.join('.')}`);
  return next;
}, value);

describeWithVectors('the real block 100 of AWS', () => {
  const real = readRealBlock();
  const value = parseText(real.Block.IonText);
  const block = readBlock(value);
  const blockProof = real.BlockProof.map(fromBase64);
  const revisionProofOfAws = real.RevisionProof.map(fromBase64);
  const digest = fromBase64(real.digest);
  const tip = { strandId: 'KmA3ZZca7vAIiJAK9S5Iwl', sequenceNo: 123 };

  test('has the entries hash and the block hash that its parts make', () => {
    expect(merkleRoot(block.entriesHashList)).toEqual(block.entriesHash);
    expect(dot(block.entriesHash, block.previousBlockHash)).toEqual(block.blockHash);
  });

  test('lists the hashes of its transaction info and of its revisions', () => {
    expect(hashIon(block.transactionInfo)).toEqual(block.entriesHashList[3]);
    expect(hashValue(at(value, 'transactionInfo'))).toEqual(block.entriesHashList[3]);
    expect(merkleRoot(block.revisions.map(({ hash }) => hash))).toEqual(block.entriesHashList[1]);
  });

  test('has the digest of its statement', () => {
    const statement = at(value, 'transactionInfo', 'statements', 0, 'statement');
    const digestOfStatement = at(value, 'transactionInfo', 'statements', 0, 'statementDigest');
    expect(digestOfStatement).toEqual({ kind: 'blob', value: new Uint8Array(hashString((statement as { value: string }).value)) });
  });

  test('has the revision hash that metadata and data make', () => {
    const expected = dot(hashValue(at(value, 'revisions', 0, 'metadata')), hashValue(at(value, 'revisions', 0, 'data')));
    expect(block.revisions[0]!.hash).toEqual(expected);
    expect(computedRevisionHash(block.revisions[0]!)).toEqual(expected);
  });

  test('is under the digest, and so is its revision', () => {
    expect(foldProof(block.blockHash, blockProof)).toEqual(digest);
    expect(foldProof(block.revisions[0]!.hash, revisionProofOfAws)).toEqual(digest);
  });

  test('has proofs of the structure that ours have', () => {
    expect(blockProof).toHaveLength(proofLength(100, 123));
    expect(revisionProofOfAws).toHaveLength(10);
    expect(revisionProofOfAws[0]).toEqual(block.entriesHashList[0]);
    expect(revisionProofOfAws[1]).toEqual(dot(block.entriesHashList[2]!, block.entriesHashList[3]!));
    expect(revisionProofOfAws[2]).toEqual(block.previousBlockHash);
    expect(revisionProofOfAws.slice(3)).toEqual(blockProof);
    expect(revisionProof(0, { ...block, revisionHashes: [block.revisions[0]!.hash] }, blockProof)).toEqual(revisionProofOfAws);
  });

  test('passes our verifier as a block of AWS, with its revision', () => {
    expect(verifyBlock(value, { origin: 'aws', against: { digest, tip, proof: blockProof } })).toEqual(block);
    expect(verifyRevision(at(value, 'revisions', 0), { against: { digest, tip, proof: revisionProofOfAws } }).revision).toEqual(block.revisions[0]);
    expect(verifyChain([block], { origin: 'aws' })).toEqual({ blocks: 1, digest: undefined });
  });

  test('does not pass as a block of this server, whose entries bind more', () => {
    expect(() => verifyBlock(value)).toThrow('block 100 of strand KmA3ZZca7vAIiJAK9S5Iwl is not intact: entriesHashList[0], the hash of address and transactionId,');
  });

  test('is rejected after any change, but of what AWS has not said how it is bound', () => {
    const accepted = mutationsOf(value).filter((mutation) => {
      try {
        verifyBlock(mutation.value, { origin: 'aws', against: { digest, tip, proof: blockProof } });
        return !hashValue(mutation.value).equals(hashValue(value));
      } catch (error) {
        if (!(error instanceof VerificationError)) throw error;
        return false;
      }
    });
    // The first and the last: `revisions` left out or emptied.
    expect(accepted.map(({ path }) => path)).toEqual([
      ' less one', '.blockTimestamp', '.entriesHashList swapped', '.entriesHashList swapped', '.revisions less one',
    ]);
  });

  test('is shown again as AWS showed it', () => {
    expect(writeText(blockValue(block))).toBe(real.Block.IonText);
    expect(writeText(value)).toBe(real.Block.IonText);
    expect(encode(blockValue(block))).toEqual(encode(value));
  });
});

describeWithVectors('the receipts that AWS published', () => {
  const receipts = readSharedVectors('receipts.json') as readonly Receipt[];
  const receipt = (name: string): Receipt => receipts.find((candidate) => candidate.name === name)!;

  test.each([['accord-22/26', 3, 5], ['accord-112/113', 3, 4], ['awscli-100/123', 3, 7]])('%s folds to its digest', (name, inside, above) => {
    const { revisionHash, proof, digest, sequenceNo, tipSequenceNo } = receipt(name);
    expect(() => verifyProof(fromBase64(revisionHash), proof!.map(fromBase64), fromBase64(digest!))).not.toThrow();
    expect(proof).toHaveLength(inside + above);
    expect(proofLength(sequenceNo!, tipSequenceNo!)).toBe(above);
  });

  test.each(['awscli-100/123', 'person-nova'])('%s has the hash that its revision makes', (name) => {
    const { revisionHash, revisionIon } = receipt(name);
    const revision = parseText(revisionIon!);
    expect(base64(dot(hashValue(at(revision, 'metadata')), hashValue(at(revision, 'data'))))).toBe(revisionHash);
    const withAddress = parseText(revisionIon!.replace('{hash', '{blockAddress:{strandId:"s",sequenceNo:0},hash'));
    expect(base64(computedRevisionHash(readRevision(withAddress).revision)!)).toBe(revisionHash);
  });
});
