import {
  readCount, readFields, readHash, readHashOrNothing, readPlain, readStruct, readText, readTime, shape,
} from './read-parts';
import { VerificationError } from './verification-error';
import { checkDocument, encode, encodeLater } from '../../ion/encode';
import type { StructValue, Value } from '../../ion/value';
import type { Block, BlockAddress, Revision, RevisionMetadata, UserRevision } from '../journal';

const BLOCK = shape([
  'blockAddress', 'transactionId', 'blockTimestamp', 'blockHash', 'entriesHash', 'previousBlockHash', 'entriesHashList', 'transactionInfo',
], ['redactionInfo', 'revisions']);
const INTERNAL_REVISION = shape(['hash']);
const REVISION = shape(['blockAddress', 'hash', 'metadata'], ['data', 'dataHash']);
const ADDRESS = shape(['strandId', 'sequenceNo']);
const METADATA = shape(['id', 'version', 'txTime', 'txId']);

/**
 * Takes apart a block as GetBlock, exports and streams show it. Nothing is verified yet.
 *
 * @throws VerificationError where it is not one
 */
export function readBlock(value: Value): Block {
  return readBlockParts(value).block;
}

/** A block, and parts of it as they were read: to be looked at, or hashed, which takes less than encoding them. */
export interface BlockParts {
  /** Its Ion binary is made when it is first asked for. */
  readonly block: Block;
  readonly blockAddress: StructValue;
  readonly blockTimestamp: Value;
  readonly transactionInfo: StructValue;
  readonly redactionInfo: StructValue | undefined;
  /** By the index of the revision; `undefined` for internal ones. */
  readonly revisions: ReadonlyArray<RevisionParts | undefined>;
}

export interface RevisionParts {
  readonly metadata: StructValue;
  readonly data: StructValue | undefined;
}

/** @throws VerificationError where it is not a block, IonFormatError where a part of it cannot be encoded */
export function readBlockParts(value: Value): BlockParts {
  const fields = readFields(value, 'the block', BLOCK);
  const address = readAddress(fields[0], 'blockAddress');
  const transactionInfo = readDocument(fields[7], 'transactionInfo');
  const redactionInfo = fields[8] && readDocument(fields[8], 'redactionInfo');
  const entriesHashList = readPlain(fields[6], 'list', 'entriesHashList').elements;
  const revisions = (fields[9] ? readPlain(fields[9], 'list', 'revisions').elements : []).map((item, index) => readRevisionOf(address, item, index));
  const transactionInfoBytes = encodeLater(transactionInfo);
  return {
    block: {
      address,
      transactionId: readText(fields[1], 'transactionId'),
      timestamp: readTime(fields[2], 'blockTimestamp'),
      blockHash: readHash(fields[3], 'blockHash'),
      entriesHash: readHash(fields[4], 'entriesHash'),
      previousBlockHash: readHashOrNothing(fields[5], 'previousBlockHash'),
      entriesHashList: entriesHashList.map((hash, index) => readHashOrNothing(hash, `entriesHashList[${index}]`)),
      get transactionInfo() { return transactionInfoBytes(); },
      ...redactionInfo && { redactionInfo: encode(redactionInfo) },
      revisions: revisions.map(({ revision }) => revision),
    },
    blockAddress: readStruct(fields[0], 'blockAddress'),
    blockTimestamp: fields[2]!,
    transactionInfo,
    redactionInfo,
    revisions: revisions.map(({ parts }) => parts),
  };
}

export interface RevisionAtAddress {
  readonly address: BlockAddress;
  readonly revision: UserRevision;
}

/**
 * Takes apart a revision as GetRevision, committed views and `history()` show it. Nothing is verified yet.
 *
 * @throws VerificationError where it is not one
 */
export function readRevision(value: Value, name = 'the revision'): RevisionAtAddress {
  const { address, revision } = readUserRevision(value, name);
  return { address, revision };
}

function readUserRevision(value: Value, name: string): RevisionAtAddress & { readonly parts: RevisionParts } {
  const fields = readFields(value, name, REVISION);
  const data = fields[3] && readDocument(fields[3], `data of ${name}`);
  const metadata = readStruct(fields[2], `metadata of ${name}`);
  const rest = {
    kind: 'user' as const,
    hash: readHash(fields[1], `hash of ${name}`),
    metadata: readMetadata(metadata, `metadata of ${name}`),
    ...fields[4] && { dataHash: readHash(fields[4], `dataHash of ${name}`) },
  };
  const bytes = data && encodeLater(data);
  return {
    address: readAddress(fields[0], `blockAddress of ${name}`),
    revision: bytes ? { ...rest, get data() { return bytes(); } } : rest,
    parts: { metadata, data },
  };
}

interface ReadRevision {
  readonly revision: Revision;
  readonly parts: RevisionParts | undefined;
}

function readRevisionOf(block: BlockAddress, value: Value, index: number): ReadRevision {
  const name = `revision ${index}`;
  if (value.kind === 'struct' && value.fields.length === 1) {
    return { revision: { kind: 'internal', hash: readHash(readFields(value, name, INTERNAL_REVISION)[0], `hash of ${name}`) }, parts: undefined };
  }
  const { address, revision, parts } = readUserRevision(value, name);
  if (address.strandId !== block.strandId || address.sequenceNo !== block.sequenceNo) {
    throw new VerificationError(`${name} names block ${address.sequenceNo} of strand ${address.strandId}, but stands in another one`);
  }
  return { revision, parts };
}

function readDocument(value: Value | undefined, name: string): StructValue {
  const document = readStruct(value, name);
  checkDocument(document);
  return document;
}

function readAddress(value: Value | undefined, name: string): BlockAddress {
  const [strandId, sequenceNo] = readFields(readStruct(value, name), name, ADDRESS);
  return { strandId: readText(strandId, `strandId of ${name}`), sequenceNo: readCount(sequenceNo, `sequenceNo of ${name}`) };
}

function readMetadata(value: StructValue, name: string): RevisionMetadata {
  const [id, version, txTime, txId] = readFields(value, name, METADATA);
  return {
    id: readText(id, `id of ${name}`),
    version: readCount(version, `version of ${name}`),
    txTime: readTime(txTime, `txTime of ${name}`),
    txId: readText(txId, `txId of ${name}`),
  };
}
