import { createHash } from 'node:crypto';
import { dot, merkleRoot } from '../../src/journal/hash';
import {
  blockProof, digestFrom, Frontier, nodesForDigest, nodesForProof, proofLength, revisionProof, type StoredNode, type TreeNode,
} from '../../src/journal/tree';

const LEAVES = 70;
const leaves: Buffer[] = Array.from({ length: LEAVES }, (_, index) => createHash('sha256').update(`block ${index}`).digest());

/** What stands with each block: its hash, and the nodes that it completes. */
const completedBy: Array<readonly TreeNode[]> = [];
const frontiers = [Frontier.EMPTY];
for (const leaf of leaves) {
  const { frontier, completed } = frontiers.at(-1)!.append(leaf);
  completedBy.push(completed);
  frontiers.push(frontier);
}

function stored({ level, index, sequenceNo }: StoredNode, tip: number): Buffer {
  const node = level === 0 ? { level, index: sequenceNo, hash: leaves[sequenceNo]! } : completedBy[sequenceNo]![level - 1]!;
  if (sequenceNo > tip || node.level !== level || node.index !== index) throw new Error(`node ${index} of level ${level} is not in block ${sequenceNo}`);
  return node.hash;
}

/** Every level of the tree, written out as the definition says. */
function naiveLevels(tip: number): Buffer[][] {
  const levels: Buffer[][] = [leaves.slice(0, tip + 1)];
  for (let level: Buffer[] = levels[0]!; level.length > 1; levels.push(level)) {
    level = level.flatMap((hash, i) => i % 2 === 1 ? [] : i + 1 < level.length ? [dot(hash, level[i + 1]!)] : [hash]);
  }
  return levels;
}

function naiveProof(levels: readonly Buffer[][], sequenceNo: number): Buffer[] {
  return levels.flatMap((level, height) => {
    const index = Math.floor(sequenceNo / 2 ** height);
    return level[index % 2 === 0 ? index + 1 : index - 1] ?? [];
  });
}

/** Strings compare a hundred times faster than buffers in the test library. */
const hex = (hashes: readonly Buffer[]): string => hashes.map((hash) => hash.toString('hex')).join(' ');

const tips = Array.from({ length: LEAVES }, (_, tip) => tip);

describe('the tree over the blocks of a journal', () => {
  test.each(tips)('has the digest of a naive tree at tip %i, from a stored node for each bit', (tip) => {
    const nodes = nodesForDigest(tip);
    const expected = merkleRoot(leaves.slice(0, tip + 1));
    expect(nodes).toHaveLength((tip + 1).toString(2).replaceAll('0', '').length);
    expect(digestFrom(tip, nodes.map((node) => stored(node, tip)))).toEqual(expected);
    expect(frontiers[tip + 1]!.digest()).toEqual(expected);
  });

  test.each(tips)('has the proofs of a naive tree at tip %i, element by element, and each folds to the digest', (tip) => {
    const levels = naiveLevels(tip);
    const digest = levels.at(-1)![0]!;
    for (let sequenceNo = 0; sequenceNo <= tip; sequenceNo++) {
      const nodes = nodesForProof(sequenceNo, tip);
      const proof = blockProof(sequenceNo, tip, nodes.map((node) => stored(node, tip)));
      expect(hex(proof)).toBe(hex(naiveProof(levels, sequenceNo)));
      expect(hex([proof.reduce(dot, leaves[sequenceNo]!)])).toBe(hex([digest]));
      expect(proof).toHaveLength(proofLength(sequenceNo, tip));
      expect(nodes.length).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(tip + 1)));
    }
  });

  test('has the hash of the block before as the first element of the proof of an odd block', () => {
    const nodes = nodesForProof(5, 69);
    expect(blockProof(5, 69, nodes.map((node) => stored(node, 69)))[0]).toEqual(leaves[4]);
  });

  test('keeps each node above the leaves with the block that completes it', () => {
    completedBy.forEach((nodes, sequenceNo) => nodes.forEach(({ level, index, hash }, position) => {
      expect(level).toBe(position + 1);
      expect((index + 1) * 2 ** level - 1).toBe(sequenceNo);
      expect(hash).toEqual(merkleRoot(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level)));
    }));
    expect(completedBy.flat()).toHaveLength(35 + 17 + 8 + 4 + 2 + 1);
  });

  test.each(tips)('goes on from what is stored at tip %i as if it had never stopped', (tip) => {
    let frontier = Frontier.from(tip + 1, nodesForDigest(tip).map((node) => stored(node, tip)));
    expect(frontier.peaks.map(({ level }) => level)).toEqual(frontiers[tip + 1]!.peaks.map(({ level }) => level));
    for (let next = tip + 1; next < LEAVES; next++) {
      const appended = frontier.append(leaves[next]!);
      expect(hex(appended.completed.map(({ hash }) => hash))).toBe(hex(completedBy[next]!.map(({ hash }) => hash)));
      frontier = appended.frontier;
    }
    expect(frontier.digest()).toEqual(merkleRoot(leaves));
  });

  test('needs few nodes however long the journal is', () => {
    const tip = 2 ** 40 + 12_345;
    expect(nodesForDigest(tip).length).toBeLessThanOrEqual(41);
    expect(nodesForProof(2 ** 39 + 7, tip).length).toBeLessThanOrEqual(82);
    expect(nodesForDigest(2 ** 40 - 1)).toEqual([{ level: 40, index: 0, sequenceNo: 2 ** 40 - 1 }]);
  });

  test('refuses what cannot be', () => {
    expect(() => nodesForProof(5, 4)).toThrow('block 5 is not under a digest at block 4');
    expect(() => nodesForDigest(-1)).toThrow('the tip must be an integer of 0 or more: received -1');
    expect(() => Frontier.from(3, [leaves[0]!])).toThrow('a tree of 3 leaves has 2 complete subtrees: received 1 hashes');
    expect(() => digestFrom(2, [leaves[0]!])).toThrow('2 hashes are expected, received 1');
    expect(() => blockProof(0, 1, [])).toThrow('1 hashes are expected, received 0');
  });
});

describe('the proof of a revision', () => {
  test('goes through its block: revisions, entries, the block before, and on as the block', () => {
    const [r0, r1, r2, time, info, previous, above] = leaves as [Buffer, Buffer, Buffer, Buffer, Buffer, Buffer, Buffer];
    const revisionHashes = [r0, r1, r2];
    const entriesHashList = [time, merkleRoot(revisionHashes), info];
    const block = { revisionHashes, entriesHashList, previousBlockHash: previous };
    expect(revisionProof(0, block, [above])).toEqual([r1, r2, time, info, previous, above]);
    expect(revisionProof(2, block, [above])).toEqual([dot(r0, r1), time, info, previous, above]);
    expect(revisionProof(2, { ...block, previousBlockHash: Buffer.alloc(0) }, [])).toEqual([dot(r0, r1), time, info]);
    expect(() => revisionProof(0, { ...block, entriesHashList: [time, info] }, [])).toThrow('does not have the root over the hashes of the revisions');
  });
});
