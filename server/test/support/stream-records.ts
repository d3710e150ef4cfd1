import { load, type dom } from 'ion-js';

/** A record of a stream as a consumer sees it, read with AWS's `ion-js`. */
export interface DecodedRecord {
  readonly streamArn: string;
  readonly type: string;
  readonly payload: dom.Value;
}

export function decoded(data: Buffer): DecodedRecord {
  const value = load(data);
  const payload = value?.get('payload');
  if (!value || !payload) {
    throw new Error('the record is no stream record');
  }
  expect(value.fieldNames()).toEqual(['qldbStreamArn', 'recordType', 'payload']);
  return { streamArn: text(value.get('qldbStreamArn')), type: text(value.get('recordType')), payload };
}

export const text = (value: dom.Value | null | undefined): string => value?.stringValue() ?? '';

/** In short what a record is: `CREATED`, `block 3`, `revision 3 <document id>`. */
export function summaryOf({ type, payload }: DecodedRecord): string {
  const sequenceNo = (value: dom.Value | null) => value?.get('blockAddress', 'sequenceNo')?.numberValue();
  switch (type) {
    case 'CONTROL': return text(payload.get('controlRecordType'));
    case 'BLOCK_SUMMARY': return `block ${sequenceNo(payload)}`;
    default: return `revision ${sequenceNo(payload.get('revision'))} ${text(payload.get('revision', 'metadata', 'id'))}`;
  }
}

/** What remains when a consumer passes over what it has had. */
export function withoutRepetitions(summaries: readonly string[]): readonly string[] {
  return [...new Set(summaries)];
}
