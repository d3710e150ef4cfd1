import { addressValue } from './address';
import type { Block } from './journal';
import { revisionValue } from './revision';
import { decode } from '../ion/decode';
import { timestampOf } from '../ion/timestamp-milliseconds';
import { blob, list, string, struct, type Field, type StructValue, type Value } from '../ion/value';

/**
 * A block as GetBlock, exports and streams show it.
 *
 * https://docs.aws.amazon.com/qldb/latest/developerguide/journal-contents.html
 */
export function blockValue(block: Block): StructValue {
  const members: Record<string, Value> = {
    blockAddress: addressValue(block.address),
    transactionId: string(block.transactionId),
    blockTimestamp: { kind: 'timestamp', value: timestampOf(block.timestamp) },
    blockHash: blob(block.blockHash),
    entriesHash: blob(block.entriesHash),
    previousBlockHash: blob(block.previousBlockHash),
    entriesHashList: list(block.entriesHashList.map(blob)),
    transactionInfo: decode(block.transactionInfo),
  };
  const fields: Field[] = Object.entries(members).map(([name, value]) => ({ name, value }));
  if (block.redactionInfo) fields.push({ name: 'redactionInfo', value: decode(block.redactionInfo) });
  if (block.revisions.length > 0) {
    fields.push({ name: 'revisions', value: list(block.revisions.map((revision) => revisionValue(block.address, revision))) });
  }
  return struct(fields);
}
