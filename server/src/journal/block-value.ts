import { addressValue } from './address';
import type { Block } from './journal';
import { revisionValue } from './revision';
import { decode } from '../ion/decode';
import { timestampOf } from '../ion/timestamp-milliseconds';
import { blob, list, string, struct, type Field, type StructValue, type Value } from '../ion/value';

/**
 * A block as GetBlock and exports show it.
 *
 * https://docs.aws.amazon.com/qldb/latest/developerguide/journal-contents.html
 */
export function blockValue(block: Block): StructValue {
  const fields = blockFields(block, decode(block.transactionInfo));
  return struct(block.revisions.length === 0 ? fields : [
    ...fields, { name: 'revisions', value: list(block.revisions.map((revision) => revisionValue(block.address, revision))) },
  ]);
}

/** A block without its revisions, in the order of its fields. */
export function blockFields(block: Block, transactionInfo: Value): readonly Field[] {
  const members: Record<string, Value> = {
    blockAddress: addressValue(block.address),
    transactionId: string(block.transactionId),
    blockTimestamp: { kind: 'timestamp', value: timestampOf(block.timestamp) },
    blockHash: blob(block.blockHash),
    entriesHash: blob(block.entriesHash),
    previousBlockHash: blob(block.previousBlockHash),
    entriesHashList: list(block.entriesHashList.map(blob)),
    transactionInfo,
    ...(block.redactionInfo && { redactionInfo: decode(block.redactionInfo) }),
  };
  return Object.entries(members).map(([name, value]) => ({ name, value }));
}
