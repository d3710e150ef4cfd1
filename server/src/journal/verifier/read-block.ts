import {
  readCount, readFields, readHash, readHashOrNothing, readPlain, readStruct, readText, readTime, shape,
} from './read-parts';
import { VerificationError } from './verification-error';
import { checkDocument, encode } from '../../ion/encode';
import type { StructValue, Value } from '../../ion/value';
import type { Block, BlockAddress, BlockHeader, InternalRevision, RevisionMetadata, UserRevision } from '../journal';

const BLOCK = shape([
  'blockAddress', 'transactionId', 'blockTimestamp', 'blockHash', 'entriesHash', 'previousBlockHash', 'entriesHashList', 'transactionInfo',
], ['redactionInfo', 'revisions']);
const INTERNAL_REVISION = shape(['hash']);
const REVISION = shape(['blockAddress', 'hash', 'metadata'], ['data', 'dataHash']);
const ADDRESS = shape(['strandId', 'sequenceNo']);
const METADATA = shape(['id', 'version', 'txTime', 'txId']);

/** A block as it was read: what is hashed are values, and encoding them takes longer than hashing them. */
export interface DecodedBlock extends BlockHeader {
  readonly blockAddress: StructValue;
  readonly blockTimestamp: Value;
  readonly transactionInfo: StructValue;
  readonly redactionInfo: StructValue | undefined;
  readonly revisions: readonly DecodedRevision[];
}

export type DecodedRevision = InternalRevision | DecodedUserRevision;

export interface DecodedUserRevision {
  readonly kind: 'user';
  readonly hash: Buffer;
  readonly metadata: RevisionMetadata;
  /** The same as a value. */
  readonly metadataValue: StructValue;
  readonly data: StructValue | undefined;
  readonly dataHash: Buffer | undefined;
  /** That what it shows is not bound to its hash. Reading does not tell; verifying does. */
  readonly unproven: boolean;
}

/**
 * Takes apart a block as GetBlock, exports and streams show it. Nothing is verified yet.
 *
 * @throws VerificationError where it is not one
 */
export function readBlock(value: Value): Block {
  const { transactionInfo, redactionInfo, revisions, ...rest } = decodeBlock(value);
  const { address, transactionId, timestamp, blockHash, entriesHash, previousBlockHash, entriesHashList } = rest;
  return {
    address, transactionId, timestamp, blockHash, entriesHash, previousBlockHash, entriesHashList,
    transactionInfo: encode(transactionInfo),
    ...redactionInfo && { redactionInfo: encode(redactionInfo) },
    revisions: revisions.map((revision) => revision.kind === 'user' ? encodeRevision(revision) : revision),
  };
}

/**
 * The same, without encoding anything.
 *
 * @throws VerificationError
 */
export function decodeBlock(value: Value): DecodedBlock {
  const fields = readFields(value, 'the block', BLOCK);
  const address = readAddress(fields[0], 'blockAddress');
  const transactionInfo = readDocument(fields[7], 'transactionInfo');
  const redactionInfo = fields[8] && readDocument(fields[8], 'redactionInfo');
  const entriesHashList = readPlain(fields[6], 'list', 'entriesHashList').elements;
  const revisions = (fields[9] ? readPlain(fields[9], 'list', 'revisions').elements : []).map((item, index) => readRevisionOf(address, item, index));
  return {
    address,
    transactionId: readText(fields[1], 'transactionId'),
    timestamp: readTime(fields[2], 'blockTimestamp'),
    blockHash: readHash(fields[3], 'blockHash'),
    entriesHash: readHash(fields[4], 'entriesHash'),
    previousBlockHash: readHashOrNothing(fields[5], 'previousBlockHash'),
    entriesHashList: entriesHashList.map((hash, index) => readHashOrNothing(hash, `entriesHashList[${index}]`)),
    blockAddress: readStruct(fields[0], 'blockAddress'),
    blockTimestamp: fields[2]!,
    transactionInfo,
    redactionInfo,
    revisions,
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
  return { address, revision: encodeRevision(revision) };
}

function encodeRevision({ kind, hash, metadata, data, dataHash }: DecodedUserRevision): UserRevision {
  return { kind, hash, metadata, ...dataHash && { dataHash }, ...data && { data: encode(data) } };
}

function readUserRevision(value: Value, name: string): { readonly address: BlockAddress; readonly revision: DecodedUserRevision } {
  const fields = readFields(value, name, REVISION);
  const data = fields[3] && readDocument(fields[3], `data of ${name}`);
  const metadataValue = readStruct(fields[2], `metadata of ${name}`);
  const hash = readHash(fields[1], `hash of ${name}`);
  const metadata = readMetadata(metadataValue, `metadata of ${name}`);
  const dataHash = fields[4] && readHash(fields[4], `dataHash of ${name}`);
  return { address: readAddress(fields[0], `blockAddress of ${name}`), revision: { kind: 'user', hash, metadata, metadataValue, data, dataHash, unproven: false } };
}

function readRevisionOf(block: BlockAddress, value: Value, index: number): DecodedRevision {
  const name = `revision ${index}`;
  if (value.kind === 'struct' && value.fields.length === 1) {
    return { kind: 'internal', hash: readHash(readFields(value, name, INTERNAL_REVISION)[0], `hash of ${name}`) };
  }
  const { address, revision } = readUserRevision(value, name);
  if (address.strandId !== block.strandId || address.sequenceNo !== block.sequenceNo) {
    throw new VerificationError(`${name} names block ${address.sequenceNo} of strand ${address.strandId}, but stands in another one`);
  }
  return revision;
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
