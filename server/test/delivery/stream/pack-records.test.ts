import { deaggregateSync } from 'aws-kinesis-agg';
import fc from 'fast-check';
import { aggregate, aggregatedSize, emptyAggregateSize } from '../../../src/delivery/stream/aggregate';
import {
  MAX_AGGREGATE_BYTES, MAX_BATCH_BYTES, MAX_BATCH_RECORDS, MAX_RECORD_BYTES, packRecords, RecordTooLargeError, type Batch, type StreamRecord,
} from '../../../src/delivery/stream/pack-records';
import { deaggregated, isAggregate } from '../../support/kinesis-records';

const KEY = 'KmA3ZZca7vAIiJAK9S5Iwl';

/** Of the lengths at which a limit, or a length's own length, changes, and some more. */
const length = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 2_000 }) },
  { weight: 2, arbitrary: fc.constantFrom(0, 1, 124, 127, 128, 16_380, 16_384, 50_000) },
  { weight: 1, arbitrary: fc.constantFrom(MAX_AGGREGATE_BYTES - 200, MAX_AGGREGATE_BYTES) },
  { weight: 1, arbitrary: fc.constantFrom(MAX_RECORD_BYTES - KEY.length - 100, MAX_RECORD_BYTES - KEY.length) },
);
const record = fc.tuple(length, fc.boolean(), fc.nat(255));
const journal = fc.array(record, { maxLength: 60 }).map((parts): StreamRecord[] => parts.map(([size, last, byte], index) =>
  ({ data: Buffer.alloc(size, byte), ...(last && { completes: index }) })));

async function pack(records: readonly StreamRecord[], aggregation: boolean): Promise<readonly Batch[]> {
  const batches: Batch[] = [];
  for await (const batch of packRecords(records, { aggregation, partitionKey: KEY })) {
    batches.push(batch);
  }
  return batches;
}

const same = (left: readonly Buffer[], right: readonly Buffer[]) =>
  left.length === right.length && left.every((each, index) => each.equals(right[index]!));

describe('an aggregate', () => {
  test('has the size that was reckoned with, and de-aggregates to what went in, its checksum included', () => {
    fc.assert(fc.property(fc.array(length.map((size) => Buffer.alloc(size, size)), { maxLength: 6 }), (records) => {
      const bytes = aggregate(KEY, records);
      expect(bytes.length).toBe(records.reduce((sum, { length: size }) => sum + aggregatedSize(size), emptyAggregateSize(KEY)));
      expect(same(deaggregated(bytes), records)).toBe(true);
    }), { numRuns: 50 });
  });

  test('that was changed on its way is found out', () => {
    const bytes = aggregate(KEY, [Buffer.from('a record')]);
    bytes.writeUInt8(255 - bytes.readUInt8(20), 20);
    let problem: unknown;
    deaggregateSync({ kinesisSchemaVersion: '1.0', partitionKey: KEY, sequenceNumber: '1', data: bytes.toString('base64'), approximateArrivalTimestamp: 0 },
      true, (error) => { problem ??= error; });
    expect(problem).toBeTruthy();
  });

  test('has the partition key of its shard in all of its records', () => {
    const keys: Array<string | undefined> = [];
    deaggregateSync(
      { kinesisSchemaVersion: '1.0', partitionKey: KEY, sequenceNumber: '1', data: aggregate(KEY, [Buffer.from('a'), Buffer.from('b')]).toString('base64'), approximateArrivalTimestamp: 0 },
      true, (error, records) => { keys.push(...(error ? [] : records ?? []).map(({ partitionKey }) => partitionKey)); });
    expect(keys).toEqual([KEY, KEY]);
  });
});

describe.each([['aggregated', true], ['plain', false]])('%s records', (_how, aggregation) => {
  test('come out of their batches as they went in, within the limits of Kinesis', async () => {
    await fc.assert(fc.asyncProperty(journal, async (records) => {
      const batches = await pack(records, aggregation);
      expect(same(batches.flatMap((batch) => batch.records.flatMap((each) => deaggregated(each))), records.map(({ data }) => data))).toBe(true);
      for (const batch of batches) {
        const sizes = batch.records.map((each) => each.length + KEY.length);
        expect(batch.records.length).toBeGreaterThan(0);
        expect(batch.records.length).toBeLessThanOrEqual(aggregation ? 1 : MAX_BATCH_RECORDS);
        expect(Math.max(...sizes)).toBeLessThanOrEqual(MAX_RECORD_BYTES);
        expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(MAX_BATCH_BYTES);
      }
    }), { numRuns: 60 });
  });

  test('tell with each batch up to which block everything is delivered', async () => {
    await fc.assert(fc.asyncProperty(journal, async (records) => {
      let sent = 0;
      for (const batch of await pack(records, aggregation)) {
        const before = sent;
        sent += batch.records.reduce((sum, each) => sum + deaggregated(each).length, 0);
        expect(batch.completes).toBe(records.slice(before, sent).findLast(({ completes }) => completes !== undefined)?.completes);
      }
      expect(sent).toBe(records.length);
    }), { numRuns: 40 });
  });

  test('of which one is too large for Kinesis are refused at that one', async () => {
    const fits = { data: Buffer.alloc(10) };
    const largest = { data: Buffer.alloc(MAX_RECORD_BYTES - KEY.length) };
    const seen = await pack([fits, largest], aggregation);
    expect(seen.flatMap(({ records }) => records.flatMap(deaggregated)).map(({ length: size }) => size)).toEqual([10, MAX_RECORD_BYTES - KEY.length]);
    const packing = packRecords([fits, { data: Buffer.alloc(MAX_RECORD_BYTES - KEY.length + 1) }], { aggregation, partitionKey: KEY });
    expect((await packing.next()).value?.records.flatMap(deaggregated)).toEqual([fits.data]);
    await expect(packing.next()).rejects.toThrow(RecordTooLargeError);
  });
});

test('many small plain records are 500 a batch at most', async () => {
  const batches = await pack(Array.from({ length: 1_201 }, () => ({ data: Buffer.from('x') })), false);
  expect(batches.map(({ records }) => records.length)).toEqual([500, 500, 201]);
});

test('aggregates of several records leave room for others in the shard', async () => {
  const batches = await pack(Array.from({ length: 300 }, () => ({ data: Buffer.alloc(2_000) })), true);
  expect(batches.length).toBeGreaterThan(1);
  expect(batches.every(({ records }) => records.every((each) => isAggregate(each) && each.length <= MAX_AGGREGATE_BYTES))).toBe(true);
});
