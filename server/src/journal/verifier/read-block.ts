import {
  readCount, readFields, readHash, readHashOrNothing, readPlain, readStruct, readText, readTime,
} from './read-parts';
import { VerificationError } from './verification-error';
import { encode } from '../../ion/encode';
import type { Value } from '../../ion/value';
import type { Block, BlockAddress, Revision, RevisionMetadata, UserRevision } from '../journal';

const BLOCK_FIELDS = [
  'blockAddress', 'transactionId', 'blockTimestamp', 'blockHash', 'entriesHash', 'previousBlockHash', 'entriesHashList', 'transactionInfo',
];

/**
 * Takes apart a block as GetBlock, exports and streams show it. Nothing is verified yet.
 *
 * @throws VerificationError where it is not one
 */
export function readBlock(value: Value): Block {
  const fields = readFields(value, 'the block', BLOCK_FIELDS, ['redactionInfo', 'revisions']);
  const address = readAddress(fields.get('blockAddress'), 'blockAddress');
  const redactionInfo = fields.get('redactionInfo');
  const revisions = fields.get('revisions');
  return {
    address,
    transactionId: readText(fields.get('transactionId'), 'transactionId'),
    timestamp: readTime(fields.get('blockTimestamp'), 'blockTimestamp'),
    blockHash: readHash(fields.get('blockHash'), 'blockHash'),
    entriesHash: readHash(fields.get('entriesHash'), 'entriesHash'),
    previousBlockHash: readHashOrNothing(fields.get('previousBlockHash'), 'previousBlockHash'),
    entriesHashList: readPlain(fields.get('entriesHashList'), 'list', 'entriesHashList').elements
      .map((hash, index) => readHashOrNothing(hash, `entriesHashList[${index}]`)),
    transactionInfo: encode(readStruct(fields.get('transactionInfo'), 'transactionInfo')),
    ...redactionInfo && { redactionInfo: encode(readStruct(redactionInfo, 'redactionInfo')) },
    revisions: revisions ? readPlain(revisions, 'list', 'revisions').elements.map((item, index) => readRevisionOf(address, item, index)) : [],
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
  const fields = readFields(value, name, ['blockAddress', 'hash', 'metadata'], ['data', 'dataHash']);
  const data = fields.get('data');
  const dataHash = fields.get('dataHash');
  return {
    address: readAddress(fields.get('blockAddress'), `blockAddress of ${name}`),
    revision: {
      kind: 'user',
      hash: readHash(fields.get('hash'), `hash of ${name}`),
      metadata: readMetadata(fields.get('metadata'), `metadata of ${name}`),
      ...data && { data: encode(readStruct(data, `data of ${name}`)) },
      ...dataHash && { dataHash: readHash(dataHash, `dataHash of ${name}`) },
    },
  };
}

function readRevisionOf(block: BlockAddress, value: Value, index: number): Revision {
  const name = `revision ${index}`;
  if (value.kind === 'struct' && value.fields.length === 1) {
    return { kind: 'internal', hash: readHash(readFields(value, name, ['hash']).get('hash'), `hash of ${name}`) };
  }
  const { address, revision } = readRevision(value, name);
  if (address.strandId !== block.strandId || address.sequenceNo !== block.sequenceNo) {
    throw new VerificationError(`${name} names block ${address.sequenceNo} of strand ${address.strandId}, but stands in another one`);
  }
  return revision;
}

function readAddress(value: Value | undefined, name: string): BlockAddress {
  const fields = readFields(readStruct(value, name), name, ['strandId', 'sequenceNo']);
  return {
    strandId: readText(fields.get('strandId'), `strandId of ${name}`),
    sequenceNo: readCount(fields.get('sequenceNo'), `sequenceNo of ${name}`),
  };
}

function readMetadata(value: Value | undefined, name: string): RevisionMetadata {
  const fields = readFields(readStruct(value, name), name, ['id', 'version', 'txTime', 'txId']);
  return {
    id: readText(fields.get('id'), `id of ${name}`),
    version: readCount(fields.get('version'), `version of ${name}`),
    txTime: readTime(fields.get('txTime'), `txTime of ${name}`),
    txId: readText(fields.get('txId'), `txId of ${name}`),
  };
}
