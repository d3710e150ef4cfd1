import { hashValue } from '../../ion/hash';
import { string } from '../../ion/value';
import type { BlockOrigin } from '../../journal/check-block';
import { dot, HASH_LENGTH, merkleRoot } from '../../journal/hash';
import type { BlockHeader } from '../../journal/journal';
import { entriesOf, originValue, timeValue } from '../../journal/seal-block';
import type { DecodedBlock } from '../../journal/verifier/read-block';
import type { Finding, FindingCode } from '../report/finding';
import { shownHash } from '../report/finding';

export interface EntriesCheck {
  /** Whose entries the block has: those of qldb-server bind address and time too. */
  readonly origin: BlockOrigin;
  readonly findings: readonly Finding[];
}

/**
 * Recomputes a block's hashes from its parts.
 *
 * @param afterOwn whether a block of qldb-server stands before it: then this is one as well, for AWS never continued one
 */
export function checkEntries(block: DecodedBlock, afterOwn: boolean): EntriesCheck {
  const sealed = entriesOf(block.revisions.map(({ hash }) => hash), {
    origin: originValue(block.blockAddress, string(block.transactionId)),
    time: timeValue(block.blockTimestamp),
    transactionInfo: hashValue(block.transactionInfo),
    redactionInfo: block.redactionInfo && hashValue(block.redactionInfo),
  });
  const hasRevisions = block.revisions.length > 0;
  const [address, time] = [sealed[0]!, sealed[hasRevisions ? 2 : 1]!];
  const has = (hash: Buffer) => block.entriesHashList.some((entry) => entry.equals(hash));
  const isOwn = afterOwn || has(address) || has(time);
  return {
    origin: isOwn ? 'qldb-server' : 'aws',
    findings: [
      ...previousFindings(block),
      ...isOwn ? ownEntries(block, sealed, hasRevisions) : entriesOfAws(block, sealed, hasRevisions, has),
      ...hashFindings(block),
    ],
  };
}

function* previousFindings({ address: { sequenceNo }, previousBlockHash }: BlockHeader): Generator<Finding> {
  const expected = sequenceNo === 0 ? 0 : HASH_LENGTH;
  if (previousBlockHash.length !== expected) {
    yield blockFinding('previousBlockHash', sequenceNo, 'previousBlockHash', `${expected} bytes`, `${previousBlockHash.length} bytes`);
  }
}

function* hashFindings({ address: { sequenceNo }, entriesHashList, entriesHash, previousBlockHash, blockHash }: BlockHeader): Generator<Finding> {
  const entries = merkleRoot(entriesHashList);
  if (!entries.equals(entriesHash)) yield blockFinding('entriesHash', sequenceNo, 'entriesHash', shownHash(entries), shownHash(entriesHash));
  const own = dot(entriesHash, previousBlockHash);
  if (!own.equals(blockHash)) yield blockFinding('blockHash', sequenceNo, 'blockHash', shownHash(own), shownHash(blockHash));
}

const OWN_NAMES: ReadonlyArray<readonly [FindingCode, string]> = [
  ['block entries', 'address and transactionId'], ['revisions root', 'revisions'], ['block entries', 'blockTimestamp'],
  ['transactionInfo', 'transactionInfo'], ['redactionInfo', 'redactionInfo'],
];

function* ownEntries(
  { address: { sequenceNo }, entriesHashList }: BlockHeader, sealed: readonly Buffer[], hasRevisions: boolean,
): Generator<Finding> {
  const names = hasRevisions ? OWN_NAMES : OWN_NAMES.toSpliced(1, 1);
  if (entriesHashList.length !== sealed.length) {
    yield blockFinding('block entries', sequenceNo, 'entriesHashList', `${sealed.length} hashes`, `${entriesHashList.length} hashes`);
  }
  for (const [index, hash] of sealed.entries()) {
    const entry = entriesHashList[index];
    if (!entry || entry.equals(hash)) continue;
    const [code, name] = names[index]!;
    yield blockFinding(code, sequenceNo, `entriesHashList[${index}], the hash of ${name},`, shownHash(hash), shownHash(entry));
  }
}

/** Whether what AWS has documented is somewhere in the list: its own samples ask no more. */
function* entriesOfAws(
  block: DecodedBlock, sealed: readonly Buffer[], hasRevisions: boolean, has: (hash: Buffer) => boolean,
): Generator<Finding> {
  const { address: { sequenceNo }, redactionInfo, entriesHashList } = block;
  const known: Array<readonly [FindingCode, string, Buffer]> = [['transactionInfo', 'transactionInfo', sealed[hasRevisions ? 3 : 2]!]];
  if (hasRevisions) known.push(['revisions root', 'the hashes of revisions', sealed[1]!]);
  if (redactionInfo) known.push(['redactionInfo', 'redactionInfo', sealed.at(-1)!]);
  for (const [code, name, hash] of known) {
    if (has(hash)) continue;
    const [expected, found] = [shownHash(hash), entriesHashList.map(shownHash).join(' ')];
    const message = `block ${sequenceNo}: entriesHashList does not have ${expected}, the hash of ${name}; it has ${found}`;
    yield { code, sequenceNo, field: 'entriesHashList', expected, found, message };
  }
}

function blockFinding(code: FindingCode, sequenceNo: number, field: string, expected: string, found: string): Finding {
  const message = `block ${sequenceNo}: ${field} is ${found}, its parts make ${expected}`;
  return { code, sequenceNo, field: field.split(/[ ,]/)[0]!, expected, found, message };
}
