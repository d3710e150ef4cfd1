import { dumpText } from 'ion-js';
import type { DecodedRecord } from './stream-records';
import { parseText } from '../../src/ion/text';
import { fieldOf, list, struct, structOf, type StructValue, type Value } from '../../src/ion/value';

/**
 * The blocks that a consumer puts together from the records of a stream, in the form in which GetBlock shows them: each summary with the
 * revisions whose hashes it names.
 */
export function blocksOf(records: readonly DecodedRecord[]): readonly StructValue[] {
  const payloads = (type: string) => records.filter((record) => record.type === type).map(({ payload }) => parseText(dumpText(payload)));
  const revisions = new Map(payloads('REVISION_DETAILS').map((details) => [hashOf(fieldIn(details, 'revision')), fieldIn(details, 'revision')]));
  return payloads('BLOCK_SUMMARY').map((summary) => {
    const summaries = fieldIn(summary, 'revisionSummaries');
    if (summary.kind !== 'struct' || summaries.kind !== 'list') {
      throw new Error('a block summary is a struct with a list of summaries');
    }
    const fields = summary.fields.filter(({ name }) => name !== 'revisionSummaries');
    const own = summaries.elements.map((each) => each.kind === 'struct' && fieldOf(each, 'documentId')
      ? revisions.get(hashOf(each)) ?? missing(hashOf(each)) : structOf({ hash: fieldIn(each, 'hash') }));
    return struct(own.length === 0 ? fields : [...fields, { name: 'revisions', value: list(own) }]);
  });
}

function fieldIn(value: Value, name: string): Value {
  return (value.kind === 'struct' ? fieldOf(value, name) : undefined) ?? missing(name);
}

function hashOf(value: Value): string {
  const hash = fieldIn(value, 'hash');
  return hash.kind === 'blob' ? Buffer.from(hash.value).toString('hex') : missing('hash');
}

function missing(what: string): never {
  throw new Error(`the stream's records have no ${what}`);
}
