import { deaggregateSync } from 'aws-kinesis-agg';

export function isAggregate(data: Uint8Array): boolean {
  return Buffer.from(data).subarray(0, 4).toString('hex') === 'f3899ac2';
}

/** The records in one of Kinesis, by AWS's own de-aggregation. One that is no aggregate is itself. */
export function deaggregated(data: Uint8Array): readonly Buffer[] {
  const records: Buffer[] = [];
  const record = {
    kinesisSchemaVersion: '1.0', partitionKey: 'p', sequenceNumber: '1', data: Buffer.from(data).toString('base64'), approximateArrivalTimestamp: 0,
  };
  deaggregateSync(record, true, (error, found) => {
    if (error) {
      throw error;
    }
    records.push(...(found ?? []).map((each) => Buffer.from(each.data, 'base64')));
  });
  return records;
}
