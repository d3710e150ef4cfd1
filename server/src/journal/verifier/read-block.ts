import {
  readCount, readFields, readHash, readHashOrNothing, readPlain, readStruct, readText, readTime, shape,
} from './read-parts';
import { VerificationError } from './verification-error';
import { encode } from '../../ion/encode';
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

/** A block, and those of its parts that it holds as Ion binary as they were before they were encoded: to be looked at, or hashed. */
export interface BlockParts {
  readonly block: Block;
  readonly transactionInfo: StructValue;
  readonly redactionInfo: StructValue | undefined;
  /** Of its revisions, by their index. */
  readonly data: ReadonlyArray<StructValue | undefined>;
}

/** @throws VerificationError where it is not a block */
export function readBlockParts(value: Value): BlockParts {
  const fields = readFields(value, 'the block', BLOCK);
  const address = readAddress(fields[0], 'blockAddress');
  const transactionInfo = readStruct(fields[7], 'transactionInfo');
  const redactionInfo = fields[8] && readStruct(fields[8], 'redactionInfo');
  const entriesHashList = readPlain(fields[6], 'list', 'entriesHashList').elements;
  const revisions = (fields[9] ? readPlain(fields[9], 'list', 'revisions').elements : []).map((item, index) => readRevisionOf(address, item, index));
  return {
    block: {
      address,
      transactionId: readText(fields[1], 'transactionId'),
      timestamp: readTime(fields[2], 'blockTimestamp'),
      blockHash: readHash(fields[3], 'blockHash'),
      entriesHash: readHash(fields[4], 'entriesHash'),
      previousBlockHash: readHashOrNothing(fields[5], 'previousBlockHash'),
      entriesHashList: entriesHashList.map((hash, index) => readHashOrNothing(hash, `entriesHashList[${index}]`)),
      transactionInfo: encode(transactionInfo),
      ...redactionInfo && { redactionInfo: encode(redactionInfo) },
      revisions: revisions.map(({ revision }) => revision),
    },
    transactionInfo,
    redactionInfo,
    data: revisions.map(({ data }) => data),
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
  const { address, revision } = readParts(value, name);
  return { address, revision };
}

interface RevisionParts extends RevisionAtAddress {
  readonly data: StructValue | undefined;
}

function readParts(value: Value, name: string): RevisionParts {
  const fields = readFields(value, name, REVISION);
  const data = fields[3] && readStruct(fields[3], `data of ${name}`);
  return {
    address: readAddress(fields[0], `blockAddress of ${name}`),
    revision: {
      kind: 'user',
      hash: readHash(fields[1], `hash of ${name}`),
      metadata: readMetadata(fields[2], `metadata of ${name}`),
      ...data && { data: encode(data) },
      ...fields[4] && { dataHash: readHash(fields[4], `dataHash of ${name}`) },
    },
    data,
  };
}

function readRevisionOf(block: BlockAddress, value: Value, index: number): { readonly revision: Revision; readonly data: StructValue | undefined } {
  const name = `revision ${index}`;
  if (value.kind === 'struct' && value.fields.length === 1) {
    return { revision: { kind: 'internal', hash: readHash(readFields(value, name, INTERNAL_REVISION)[0], `hash of ${name}`) }, data: undefined };
  }
  const { address, revision, data } = readParts(value, name);
  if (address.strandId !== block.strandId || address.sequenceNo !== block.sequenceNo) {
    throw new VerificationError(`${name} names block ${address.sequenceNo} of strand ${address.strandId}, but stands in another one`);
  }
  return { revision, data };
}

function readAddress(value: Value | undefined, name: string): BlockAddress {
  const [strandId, sequenceNo] = readFields(readStruct(value, name), name, ADDRESS);
  return { strandId: readText(strandId, `strandId of ${name}`), sequenceNo: readCount(sequenceNo, `sequenceNo of ${name}`) };
}

function readMetadata(value: Value | undefined, name: string): RevisionMetadata {
  const [id, version, txTime, txId] = readFields(readStruct(value, name), name, METADATA);
  return {
    id: readText(id, `id of ${name}`),
    version: readCount(version, `version of ${name}`),
    txTime: readTime(txTime, `txTime of ${name}`),
    txId: readText(txId, `txId of ${name}`),
  };
}
