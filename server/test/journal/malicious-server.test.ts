import * as fc from 'fast-check';
import { mutationsOf } from './mutations';
import { randomJournal, STRAND, type Journal } from './random-journal';
import { decode } from '../../src/ion/decode';
import { encode } from '../../src/ion/encode';
import { hashIon, hashValue } from '../../src/ion/hash';
import type { StructValue, Value } from '../../src/ion/value';
import { blockValue } from '../../src/journal/block';
import type { Block } from '../../src/journal/journal';
import { committedView, revisionValue } from '../../src/journal/revision';
import { proofLength, revisionProof } from '../../src/journal/tree';
import { readBlock, VerificationError, verifyBlock, verifyChain, verifyProof, verifyRevision } from '../../src/journal/verifier';

const JOURNALS = process.env.CDK_QLDB_FULL ? 200 : 3;

const MAX_BLOCKS = process.env.CDK_QLDB_FULL ? 40 : 8;

const anyJournal = fc.tuple(fc.integer({ min: 2, max: MAX_BLOCKS }), fc.nat()).map(([size, seed]) => randomJournal(size, seed));

function forEachJournal(check: (journal: Journal, tip: number) => void): void {
  fc.assert(fc.property(anyJournal, (journal) => check(journal, journal.blocks.length - 1)), { numRuns: JOURNALS });
}

function against(journal: Journal, sequenceNo: number, tip: number) {
  return { digest: journal.digest(tip), tip: { strandId: STRAND, sequenceNo: tip }, proof: journal.proof(sequenceNo, tip) };
}

function accepts(verify: () => void): boolean {
  try {
    verify();
    return true;
  } catch (error) {
    if (error instanceof VerificationError) return false;
    throw error;
  }
}

/** Mutations of a value that pass, by their paths. Those that change nothing, like swapping what is equal, do not count. */
function accepted(value: Value, verify: (mutated: Value) => void): string[] {
  const original = hashValue(value);
  return mutationsOf(value)
    .filter((mutation) => accepts(() => verify(mutation.value)))
    .filter((mutation) => !hashValue(mutation.value).equals(original))
    .map(({ path }) => path);
}

function revisionsOf(journal: Journal, tip: number): Array<{ value: StructValue; against: ReturnType<typeof against> }> {
  return journal.blocks.flatMap((block) => block.revisions.map((revision, index) => {
    const options = against(journal, block.address.sequenceNo, tip);
    const proof = revisionProof(index, { ...block, revisionHashes: block.revisions.map(({ hash }) => hash) }, options.proof);
    return { value: revisionValue(block.address, revision), against: { ...options, proof } };
  }));
}

describe('an honest server', () => {
  test('has all of its blocks, revisions and its chain verified, at every tip', () => {
    forEachJournal((journal, last) => {
      for (let tip = 0; tip <= last; tip++) {
        for (const block of journal.blocks.slice(0, tip + 1)) {
          const value = decode(encode(blockValue(block)));
          expect(verifyBlock(value, { against: against(journal, block.address.sequenceNo, tip) }).blockHash).toEqual(block.blockHash);
        }
        expect(verifyChain(journal.blocks.slice(0, tip + 1)).digest).toEqual(journal.digest(tip));
      }
      for (const revision of revisionsOf(journal, last)) {
        expect(() => verifyRevision(revision.value, { against: revision.against })).not.toThrow();
      }
    });
  });
});

describe('a malicious server', () => {
  test('cannot change anything in a block, but the order of revisions that are neighbours', () => {
    forEachJournal((journal, tip) => {
      for (const block of journal.blocks) {
        const options = { against: against(journal, block.address.sequenceNo, tip) };
        const passed = accepted(blockValue(block), (mutated) => verifyBlock(mutated, options));
        expect(passed.filter((path) => path !== '.revisions swapped')).toEqual([]);
      }
    });
  });

  test('cannot change anything in a revision, but the address of its block where the proof has the same form', () => {
    const sequenceNo = '.blockAddress.sequenceNo';
    forEachJournal((journal, tip) => {
      for (const { value, against: proof } of revisionsOf(journal, tip)) {
        const passed = accepted(value, (mutated) => verifyRevision(mutated, { against: proof }));
        expect(passed.filter((path) => path !== sequenceNo)).toEqual([]);
      }
    });
  });

  test('cannot show a revision as an internal one, of which nothing but the hash is seen', () => {
    forEachJournal((journal) => {
      for (const block of journal.blocks.filter(({ revisions }) => revisions.length > 0)) {
        const hidden: Block = { ...block, revisions: block.revisions.with(0, { kind: 'internal', hash: block.revisions[0]!.hash }) };
        expect(() => verifyBlock(blockValue(hidden))).toThrow('does not show one revision for each document');
      }
    });
  });

  test('cannot leave out, double, add or change an element of a proof, or the digest', () => {
    forEachJournal((journal, tip) => {
      for (const block of journal.blocks) {
        const { proof, digest } = against(journal, block.address.sequenceNo, tip);
        const flip = (bytes: Buffer): Buffer => Buffer.from(bytes.with(0, (bytes[0]! + 1) % 256));
        const forgeries = [
          [...proof, block.blockHash],
          ...proof.flatMap((element, index) => [proof.toSpliced(index, 1), proof.toSpliced(index, 0, element), proof.with(index, flip(element))]),
          ...proof.slice(1).map((element, index) => proof.with(index, element).with(index + 1, proof[index]!)),
        ].filter((forged) => forged.some((element, index) => !proof[index]?.equals(element)) || forged.length !== proof.length);
        expect(forgeries.filter((forged) => accepts(() => verifyProof(block.blockHash, forged, digest)))).toEqual([]);
        expect(accepts(() => verifyProof(flip(block.blockHash), proof, digest))).toBe(false);
        expect(accepts(() => verifyProof(block.blockHash, proof, flip(digest)))).toBe(false);
      }
    });
  });

  test('cannot leave out, double or swap blocks, or take one from another journal', () => {
    forEachJournal((journal) => {
      const { blocks } = journal;
      const other = randomJournal(blocks.length, 424_242).blocks;
      const forgeries = blocks.flatMap((block, index) => [
        ...index > 0 && index < blocks.length - 1 ? [blocks.toSpliced(index, 1)] : [],
        blocks.toSpliced(index, 0, block),
        ...index + 1 < blocks.length ? [blocks.with(index, blocks[index + 1]!).with(index + 1, block), blocks.with(index, other[index]!)] : [],
      ]);
      expect(forgeries.filter((forged) => accepts(() => verifyChain(forged)))).toEqual([]);
    });
  });

  test('cannot write a block anew without changing every digest after it', () => {
    forEachJournal((journal, tip) => {
      const rewritten = randomJournal(journal.blocks.length, 424_242);
      for (const block of rewritten.blocks) {
        const options = { ...against(rewritten, block.address.sequenceNo, tip), digest: journal.digest(tip) };
        expect(() => verifyBlock(blockValue(block), { against: options })).toThrow(VerificationError);
      }
    });
  });

  test('cannot claim another tip, unless its proofs have the same length', () => {
    forEachJournal((journal, tip) => {
      for (const block of journal.blocks) {
        const { sequenceNo } = block.address;
        const proof = against(journal, sequenceNo, tip);
        for (let claimed = 0; claimed <= tip + 20; claimed++) {
          const passes = accepts(() => verifyBlock(blockValue(block), { against: { ...proof, tip: { strandId: STRAND, sequenceNo: claimed } } }));
          expect(passes).toBe(claimed >= sequenceNo && proofLength(sequenceNo, claimed) === proofLength(sequenceNo, tip));
        }
        expect(accepts(() => verifyBlock(blockValue(block), { against: { ...proof, tip: { strandId: 'another', sequenceNo: tip } } }))).toBe(false);
      }
    });
  });
});

describe('no verifier can catch', () => {
  test('the false tip of the documentation: block 100 fits tips 112 to 127', () => {
    const tips = Array.from({ length: 300 }, (_, tip) => tip).filter((tip) => tip >= 100 && proofLength(100, tip) === proofLength(100, 123));
    expect(tips).toEqual([112, 113, 114, 115, 116, 117, 118, 119, 120, 121, 122, 123, 124, 125, 126, 127]);
  });

  test('the order of two revisions whose hashes are combined, in which order does not matter', () => {
    const [, block] = randomJournal(2, 20).blocks as [Block, Block];
    const [first, second, ...rest] = block.revisions;
    const swapped = { ...block, revisions: [second!, first!, ...rest] };
    expect(verifyBlock(blockValue(swapped)).revisions).not.toEqual(block.revisions);
    if (rest.length > 0) expect(() => verifyBlock(blockValue({ ...block, revisions: [first!, rest[0]!, second!, ...rest.slice(1)] }))).toThrow();
  });

  test('data that was replaced by its hash, as a redaction does', () => {
    forEachJournal((journal) => {
      for (const block of journal.blocks) {
        const redacted: Block = {
          ...block,
          revisions: block.revisions.map((revision) => {
            if (revision.kind === 'internal' || !revision.data) return revision;
            const { data, ...rest } = revision;
            return { ...rest, dataHash: hashIon(data) };
          }),
        };
        expect(() => verifyBlock(blockValue(redacted))).not.toThrow();
      }
    });
  });

  test('another address of a revision, where its proof has the same form', () => {
    const journal = randomJournal(20, 1);
    const block = journal.blocks.find(({ address, revisions }) => revisions.length > 0 && address.sequenceNo % 2 === 0 && address.sequenceNo < 14)!;
    const moved = { ...block.address, sequenceNo: block.address.sequenceNo + 2 };
    const shown = hashValue(revisionValue(block.address, block.revisions[0]!));
    const options = revisionsOf(journal, 19).find(({ value }) => hashValue(value).equals(shown))!.against;
    expect(proofLength(moved.sequenceNo, 19)).toBe(proofLength(block.address.sequenceNo, 19));
    expect(() => verifyRevision(revisionValue(moved, block.revisions[0]!), { against: options })).not.toThrow();
  });
});

describe('the form of what a server sends', () => {
  const [, block] = randomJournal(2, 7).blocks as [Block, Block];

  test('is named where it is wrong', () => {
    expect(() => readBlock({ kind: 'int', value: 1n })).toThrow('the block must be a struct, received a int');
    expect(() => verifyBlock({ ...blockValue(block), fields: blockValue(block).fields.slice(1) })).toThrow('the block lacks "blockAddress"');
    const view = committedView({ address: block.address, hash: Buffer.alloc(31), metadata: { id: 'd', version: 0, txTime: 0, txId: 't' } });
    expect(() => verifyRevision(view)).toThrow('hash of the revision has 31 bytes, a hash has 32');
  });
});
