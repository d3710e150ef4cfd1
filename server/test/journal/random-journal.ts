import { createHash } from 'node:crypto';
import { encode } from '../../src/ion/encode';
import { hashIon } from '../../src/ion/hash';
import { int, string, structOf } from '../../src/ion/value';
import { sealBlock } from '../../src/journal/block';
import { EMPTY_HASH } from '../../src/journal/hash';
import type { Block, UserRevision } from '../../src/journal/journal';
import { encodeRedactionInfo } from '../../src/journal/redaction-info';
import { revisionHash } from '../../src/journal/revision';
import { statementDigest } from '../../src/journal/statement-digest';
import { encodeTransactionInfo } from '../../src/journal/transaction-info';
import { blockProof, digestFrom, Frontier, nodesForDigest, nodesForProof, type StoredNode } from '../../src/journal/tree';

export const STRAND = 'KmA3ZZca7vAIiJAK9S5Iwl';

/** A journal as a server would hold it: blocks, and the nodes of the tree with the blocks that complete them. */
export interface Journal {
  readonly blocks: readonly Block[];
  digest(tip: number): Buffer;
  proof(sequenceNo: number, tip: number): Buffer[];
}

/** A number from 0 to below `bound`, the same for the same seed and name. */
function pick(seed: number, name: string, bound: number): number {
  return createHash('sha256').update(`${seed} ${name}`).digest().readUInt32BE(0) % bound;
}

function id(seed: number, name: string): string {
  return createHash('sha256').update(`${seed} id ${name}`).digest('hex').slice(0, 22);
}

/** Blocks with none to four revisions, some of them deletions or redacted ones. Block 0 has none. */
export function randomJournal(size: number, seed: number): Journal {
  const blocks: Block[] = [];
  const nodes = new Map<string, Buffer>();
  let frontier = Frontier.EMPTY;
  for (let sequenceNo = 0; sequenceNo < size; sequenceNo++) {
    const block = randomBlock(sequenceNo, blocks.at(-1)?.blockHash ?? EMPTY_HASH, seed);
    blocks.push(block);
    const appended = frontier.append(block.blockHash);
    nodes.set(`0 ${sequenceNo}`, block.blockHash);
    for (const { level, index, hash } of appended.completed) nodes.set(`${level} ${index}`, hash);
    frontier = appended.frontier;
  }
  const stored = ({ level, index }: StoredNode): Buffer => nodes.get(`${level} ${index}`)!;
  return {
    blocks,
    digest: (tip) => digestFrom(tip, nodesForDigest(tip).map(stored)),
    proof: (sequenceNo, tip) => blockProof(sequenceNo, tip, nodesForProof(sequenceNo, tip).map(stored)),
  };
}

function randomBlock(sequenceNo: number, previousBlockHash: Buffer, seed: number): Block {
  const name = `block ${sequenceNo}`;
  const transactionId = id(seed, name);
  const timestamp = 1_568_662_625_360 + sequenceNo * 1000;
  const count = sequenceNo === 0 ? 0 : pick(seed, name, 5);
  const revisions = Array.from({ length: count }, (_, index) => randomRevision(transactionId, timestamp - 16, seed, `${name} revision ${index}`));
  const statement = 'INSERT INTO Vehicle ?';
  const transactionInfo = encodeTransactionInfo({
    statements: count > 0 ? [{ statement, startTime: timestamp - 58, digest: statementDigest(statement, [encode(int(sequenceNo))]) }] : [],
    documents: revisions.map(({ metadata }) => ({ documentId: metadata.id, tableName: 'Vehicle', tableId: id(seed, 'table'), statements: [0] })),
  });
  const redacts = sequenceNo > 0 && pick(seed, `${name} redacts`, 4) === 0;
  const parts = {
    address: { strandId: STRAND, sequenceNo }, transactionId, timestamp, previousBlockHash, transactionInfo,
    ...redacts && {
      redactionInfo: encodeRedactionInfo([{
        address: { strandId: STRAND, sequenceNo: sequenceNo - 1 }, tableId: id(seed, 'table'), documentId: id(seed, 'redacted'), version: 2,
      }]),
    },
  };
  return { ...parts, ...sealBlock({ ...parts, revisionHashes: revisions.map(({ hash }) => hash) }), revisions };
}

function randomRevision(txId: string, txTime: number, seed: number, name: string): UserRevision {
  const metadata = { id: id(seed, name), version: pick(seed, `${name} version`, 3), txTime, txId };
  const data = encode(structOf({ VIN: string(id(seed, `${name} data`)), Year: int(pick(seed, `${name} year`, 2000)) }));
  switch (pick(seed, `${name} kind`, 4)) {
    case 0: return { kind: 'user', metadata, hash: revisionHash(metadata, EMPTY_HASH) };
    case 1: return { kind: 'user', metadata, dataHash: hashIon(data), hash: revisionHash(metadata, hashIon(data)) };
    default: return { kind: 'user', metadata, data, hash: revisionHash(metadata, hashIon(data)) };
  }
}
