import { createHash } from 'node:crypto';
import { Writer } from 'protobufjs/minimal';

/**
 * Several records as one of Kinesis: the magic bytes, a Protocol Buffers message, and its MD5.
 *
 * https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md
 */
const MAGIC = Buffer.from('f3899ac2', 'hex');
const MD5_LENGTH = 16;

/** Eight times the field's number, and the wire type: 2 "length-delimited", 0 "varint" (https://protobuf.dev/programming-guides/encoding). */
const PARTITION_KEY_TABLE = 8 * 1 + 2;
const RECORDS = 8 * 3 + 2;
const PARTITION_KEY_INDEX = 8 * 1;
const DATA = 8 * 3 + 2;

/** All records have the one partition key: de-aggregating consumers drop records whose own key would belong to another shard. */
export function aggregate(partitionKey: string, records: readonly Uint8Array[]): Buffer {
  const writer = Writer.create();
  writer.uint32(PARTITION_KEY_TABLE).string(partitionKey);
  for (const data of records) {
    writer.uint32(RECORDS).fork().uint32(PARTITION_KEY_INDEX).uint32(0).uint32(DATA).bytes(data).ldelim();
  }
  const message = writer.finish();
  return Buffer.concat([MAGIC, message, createHash('md5').update(message).digest()]);
}

/** Bytes of an aggregate without records. */
export function emptyAggregateSize(partitionKey: string): number {
  const length = Buffer.byteLength(partitionKey);
  return MAGIC.length + 1 + varintSize(length) + length + MD5_LENGTH;
}

/** Bytes that a record of that length adds. */
export function aggregatedSize(length: number): number {
  const inner = 3 + varintSize(length) + length;
  return 1 + varintSize(inner) + inner;
}

function varintSize(value: number): number {
  return value < 2 ** 7 ? 1 : value < 2 ** 14 ? 2 : value < 2 ** 21 ? 3 : value < 2 ** 28 ? 4 : 5;
}
