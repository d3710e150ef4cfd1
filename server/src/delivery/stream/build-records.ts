import { decode } from '../../ion/decode';
import { encode } from '../../ion/encode';
import { blob, list, string, struct, structOf, type StructValue, type Value } from '../../ion/value';
import { blockFields } from '../../journal/block-value';
import type { Block, UserRevision } from '../../journal/journal';
import { revisionValue } from '../../journal/revision';
import { UnreadableBlockError } from '../damaged-block';

/** https://docs.aws.amazon.com/qldb/latest/developerguide/streams.records.html */
export type RecordType = 'CONTROL' | 'BLOCK_SUMMARY' | 'REVISION_DETAILS';

/** `COMPLETED` is written when the end time is reached, and not when a stream is cancelled. */
export type ControlRecordType = 'CREATED' | 'COMPLETED';

export function controlRecord(streamArn: string, type: ControlRecordType): Buffer {
  return streamRecord(streamArn, 'CONTROL', structOf({ controlRecordType: string(type) }));
}

/**
 * The records of a block in their order: its summary, then the details of each revision of a document.
 *
 * @throws UnreadableBlockError when the block is damaged so much that they cannot be made
 */
export function blockRecords(streamArn: string, block: Block): readonly Buffer[] {
  try {
    const transactionInfo = decode(block.transactionInfo);
    return [
      streamRecord(streamArn, 'BLOCK_SUMMARY', blockSummary(block, transactionInfo)),
      ...block.revisions.flatMap((revision) => revision.kind === 'user'
        ? streamRecord(streamArn, 'REVISION_DETAILS', revisionDetails(block, revision, transactionInfo)) : []),
    ];
  } catch (error) {
    throw new UnreadableBlockError(`block ${block.address.sequenceNo} is damaged and cannot be delivered: ${(error as Error).message}`, { cause: error });
  }
}

function streamRecord(streamArn: string, type: RecordType, payload: StructValue): Buffer {
  return encode(structOf({ qldbStreamArn: string(streamArn), recordType: string(type), payload }));
}

/** A revision of the service's own has no `documentId`. */
function blockSummary(block: Block, transactionInfo: Value): StructValue {
  const summaries = block.revisions.map((revision) => structOf({
    hash: blob(revision.hash), ...(revision.kind === 'user' && { documentId: string(revision.metadata.id) }),
  }));
  return struct([...blockFields(block, transactionInfo), { name: 'revisionSummaries', value: list(summaries) }]);
}

function revisionDetails({ address }: Block, revision: UserRevision, transactionInfo: Value): StructValue {
  return structOf({ tableInfo: tableInfo(transactionInfo, revision.metadata.id), revision: revisionValue(address, revision) });
}

/** Of what name the table was then: the block says it, for every document that it has a revision of. */
function tableInfo(transactionInfo: Value, documentId: string): StructValue {
  const document = member(member(transactionInfo, 'documents'), documentId);
  const [tableId, tableName] = [member(document, 'tableId'), member(document, 'tableName')];
  if (!tableId || !tableName) {
    throw new Error(`it does not say of which table document ${documentId} is`);
  }
  return structOf({ tableId, tableName });
}

function member(value: Value | undefined, name: string): Value | undefined {
  return value?.kind === 'struct' ? value.fields.find((field) => field.name === name)?.value : undefined;
}
