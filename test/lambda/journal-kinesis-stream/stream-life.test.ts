import { generatedName } from '../../../lambda/journal-kinesis-stream/stream-properties';
import { OWNER_TAG } from '../../../src/private/contract';
import { refusal } from '../support/fake-control-plane';
import { OTHER_ENDPOINT } from '../support/ledger-world';
import { KINESIS, OTHER_KINESIS, streamProps, streamWorld } from '../support/stream-world';

const FIXED = { StreamName: 'to-kinesis' };

describe('creating a stream', () => {
  test('starts it at the ledger\'s creation under a name of its own and marks whose it is', async () => {
    const { plane, stack } = streamWorld();
    const response = await stack().create(streamProps({ Tags: { team: 'x' } }));
    const [stream] = plane.streams;
    expect(response).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: expect.stringMatching(/^Stream\d{16}#[0-9a-f]{12}#[0-9a-f]{12}$/) });
    expect(response?.Data).toEqual({ StreamId: stream?.id, StreamArn: `arn:aws:qldb:us-east-1:111122223333:stream/orders/${stream?.id}`, StreamName: stream?.request.streamName });
    expect(stream?.request).toEqual({
      ledgerName: 'orders', streamName: expect.stringMatching(/^Stream[0-9a-f]{12}$/), kinesisArn: KINESIS, aggregation: true, roleArn: 'arn:aws:iam::111122223333:role/stream',
      start: plane.ledger?.creationTime,
    });
    expect(stream?.tags).toEqual({ team: 'x', [OWNER_TAG]: expect.stringMatching(/^Shop\/Stream\/[0-9a-f]{12}$/) });
  });

  test('takes name and times from the template', async () => {
    const { plane, stack } = streamWorld();
    await stack().create(streamProps({ ...FIXED, InclusiveStartTime: '2025-12-01', ExclusiveEndTime: '2025-12-02', AggregationEnabled: 'false' }));
    expect(plane.streams[0]?.request).toMatchObject({ streamName: 'to-kinesis', start: new Date('2025-12-01'), end: new Date('2025-12-02'), aggregation: false });
  });

  test('is done with a stream that has reached its end', async () => {
    const { plane, stack } = streamWorld();
    const put = plane.put.bind(plane);
    plane.put = (...given) => Object.assign(put(...given), { status: 'COMPLETED' });
    expect((await stack().create(streamProps({ ExclusiveEndTime: '2025-12-31T23:00:00Z' })))?.Status).toBe('SUCCESS');
  });

  test('waits until an impaired stream is ACTIVE', async () => {
    const { clock, plane, stack } = streamWorld();
    const until = clock.now() + 300_000;
    plane.impaired.set(KINESIS, { cause: 'IAM_PERMISSION_REVOKED', until });
    expect((await stack().create(streamProps()))?.Status).toBe('SUCCESS');
    expect(clock.now()).toBeGreaterThanOrEqual(until);
  });

  test('says why when it stays impaired, and the rollback cancels it', async () => {
    const { plane, stack } = streamWorld();
    plane.impaired.set(KINESIS, { cause: 'KINESIS_STREAM_NOT_FOUND', until: Infinity });
    const response = await stack().create(streamProps());
    expect(response).toMatchObject({ Status: 'FAILED', Reason: expect.stringMatching(/last seen IMPAIRED because of KINESIS_STREAM_NOT_FOUND: check that the Kinesis stream exists.*raise/) });
    expect(plane.live()).toEqual([]);
  });

  test('fails with the cause of a stream that has FAILED', async () => {
    const { plane, stack } = streamWorld();
    const put = plane.put.bind(plane);
    plane.put = (...given) => Object.assign(put(...given), { status: 'FAILED', errorCause: 'IAM_PERMISSION_REVOKED' });
    expect((await stack().create(streamProps()))?.Reason).toMatch(/is FAILED because of IAM_PERMISSION_REVOKED; check that the role trusts/);
  });

  test('tries again for a minute while rights are not known everywhere', async () => {
    const { plane, stack } = streamWorld();
    plane.interfere = (operation, count) => operation === 'StreamJournalToKinesis' && count < 6
      ? { effect: false, error: refusal('invalid', operation, 'QLDB encountered an error validating Kinesis Data Streams: denied') } : undefined;
    expect((await stack().create(streamProps()))?.Status).toBe('SUCCESS');
  });

  test('fails when an active stream of somebody else has the name', async () => {
    const { plane, stack } = streamWorld();
    const foreign = plane.put({ ledgerName: 'orders', streamName: 'to-kinesis', kinesisArn: KINESIS, aggregation: true, roleArn: 'r', start: new Date(0) }, { [OWNER_TAG]: 'Other/Stream/abc' });
    expect((await stack().create(streamProps(FIXED)))?.Reason).toMatch(/a stream named "to-kinesis" .* belongs to "Other\/Stream\/abc"/);
    expect(plane.live()).toEqual([foreign]);
  });

  test('attaches a stream that an earlier deployment left running, and lets it go', async () => {
    const { plane, stack } = streamWorld();
    await stack().create(streamProps(FIXED));
    const again = stack();
    expect(await again.create(streamProps(FIXED))).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: expect.stringMatching(/^Stream\d{16}#[0-9a-f]{12}$/) });
    expect((await again.destroy())?.Status).toBe('SUCCESS');
    expect(plane.live()).toHaveLength(1);
  });

  test('fails with all that is wrong with the properties', async () => {
    const { stack } = streamWorld();
    expect((await stack().create(streamProps({ LedgerName: '', StreamName: 'a_b', ExclusiveEndTime: 'DEPLOYMENT', AggregationEnabled: 'maybe' })))?.Reason)
      .toMatch(/"ExclusiveEndTime".*"LedgerName".*"AggregationEnabled".*"StreamName"/);
  });
});

describe('updating a stream', () => {
  test('changes tags in place, and leaves those of others', async () => {
    const { plane, stack } = streamWorld();
    const shop = stack();
    const first = await shop.create(streamProps({ Tags: { a: '1', b: '2' } }));
    Object.assign(plane.streams[0]?.tags ?? {}, { theirs: 'x' });
    const second = await shop.update(streamProps({ Tags: { b: '3' } }));
    expect(second).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: first?.PhysicalResourceId, Data: first?.Data });
    expect(plane.streams[0]?.tags).toEqual({ b: '3', theirs: 'x', [OWNER_TAG]: expect.anything() });
    expect(plane.streams).toHaveLength(1);
  });

  test('of a name that was generated starts the new stream before the old one is cancelled', async () => {
    const { plane, stack } = streamWorld();
    const shop = stack();
    await shop.create(streamProps());
    const during = shop.update(streamProps({ KinesisStreamArn: OTHER_KINESIS }));
    expect((await during)?.Status).toBe('SUCCESS');
    expect(plane.calls.indexOf('CancelJournalKinesisStream')).toBeGreaterThan(plane.calls.lastIndexOf('StreamJournalToKinesis'));
    expect(plane.live().map(({ request }) => request.kinesisArn)).toEqual([OTHER_KINESIS]);
  });

  test('of a fixed name cancels the old stream first', async () => {
    const { plane, stack } = streamWorld();
    const shop = stack();
    await shop.create(streamProps(FIXED));
    expect((await shop.update(streamProps({ ...FIXED, KinesisStreamArn: OTHER_KINESIS })))?.Status).toBe('SUCCESS');
    expect(plane.calls.indexOf('CancelJournalKinesisStream')).toBeLessThan(plane.calls.lastIndexOf('StreamJournalToKinesis'));
    expect(plane.live().map(({ request }) => request.kinesisArn)).toEqual([OTHER_KINESIS]);
    expect((await shop.destroy())?.Status).toBe('SUCCESS');
    expect(plane.live()).toEqual([]);
  });

  test.each([['generated', {}, 2], ['fixed', FIXED, 3]])('of a %s name that is undone ends with the stream as it was', async (_, name, started) => {
    const { plane, stack } = streamWorld();
    const shop = stack();
    await shop.create(streamProps(name));
    await shop.update(streamProps({ ...name, KinesisStreamArn: OTHER_KINESIS }), { failElsewhere: true });
    expect(plane.live().map(({ request }) => request.kinesisArn)).toEqual([KINESIS]);
    expect(plane.streams).toHaveLength(started);
    expect((await shop.destroy())?.Status).toBe('SUCCESS');
    expect(plane.live()).toEqual([]);
  });

  test.each([['generated', {}, 2], ['fixed', FIXED, 3]])('of a %s name that fails ends with the stream as it was', async (_, name, started) => {
    const { plane, stack } = streamWorld();
    const shop = stack();
    await shop.create(streamProps(name));
    plane.impaired.set(OTHER_KINESIS, { cause: 'KINESIS_STREAM_NOT_FOUND', until: Infinity });
    expect((await shop.update(streamProps({ ...name, KinesisStreamArn: OTHER_KINESIS })))?.Status).toBe('FAILED');
    expect(plane.live().map(({ request }) => request.kinesisArn)).toEqual([KINESIS]);
    expect(plane.streams).toHaveLength(started);
    expect((await shop.destroy())?.Status).toBe('SUCCESS');
    expect(plane.live()).toEqual([]);
  });

  test.each([['generated', {}], ['fixed', FIXED]])('of a %s name whose replacement could not be cancelled at once is cleared up by the rollback', async (_, name) => {
    const { plane, stack } = streamWorld();
    const shop = stack();
    await shop.create(streamProps(name));
    plane.impaired.set(OTHER_KINESIS, { cause: 'KINESIS_STREAM_NOT_FOUND', until: Infinity });
    let refused = 0;
    plane.interfere = (operation) => operation === 'CancelJournalKinesisStream' && plane.streams.length === 2 && refused++ < 1
      ? { effect: false, error: refusal('unknown', operation) } : undefined;
    expect((await shop.update(streamProps({ ...name, KinesisStreamArn: OTHER_KINESIS })))?.Status).toBe('FAILED');
    expect(refused).toBeGreaterThan(0);
    expect(plane.live().map(({ request }) => request.kinesisArn)).toEqual([KINESIS]);
  });

  test('does not start a stream again that somebody cancelled, when only tags change', async () => {
    const { plane, stack } = streamWorld();
    const shop = stack();
    await shop.create(streamProps());
    Object.assign(plane.streams[0] ?? {}, { cancelledAt: 0 });
    expect((await shop.update(streamProps({ Tags: { a: '1' } })))?.Status).toBe('SUCCESS');
    expect(plane.streams).toHaveLength(1);
  });

  test('at a new endpoint that does not know the stream fails instead of leaving it behind', async () => {
    const { plane, stack } = streamWorld();
    const shop = stack();
    await shop.create(streamProps());
    expect((await shop.update(streamProps({ Endpoint: OTHER_ENDPOINT })))?.Reason).toMatch(/not known at the new endpoint, and the one at the endpoint before was left as it is/);
    expect(plane.live()).toHaveLength(1);
  });
});

describe('deleting a stream', () => {
  test('cancels it and waits until it has ended', async () => {
    const { clock, plane, stack } = streamWorld();
    plane.cancellation = 120_000;
    const shop = stack();
    await shop.create(streamProps());
    const begun = clock.now();
    expect((await shop.destroy())?.Status).toBe('SUCCESS');
    expect(plane.live()).toEqual([]);
    expect(clock.now() - begun).toBeGreaterThanOrEqual(120_000);
  });

  test.each(['COMPLETED', 'CANCELED', 'FAILED', 'IMPAIRED'])('tolerates that it is %s', async (status) => {
    const { plane, stack } = streamWorld();
    const shop = stack();
    await shop.create(streamProps());
    Object.assign(plane.streams[0] ?? {}, { status });
    expect((await shop.destroy())?.Status).toBe('SUCCESS');
    expect(plane.live()).toEqual([]);
  });

  test.each(['stream', 'ledger'])('tolerates that the %s is gone', async (what) => {
    const { plane, stack } = streamWorld();
    const shop = stack();
    await shop.create(streamProps());
    plane.streams.length = 0;
    plane.ledger = what === 'ledger' ? undefined : plane.ledger;
    expect((await shop.destroy())?.Status).toBe('SUCCESS');
  });

  test('tolerates that it ends just before it is cancelled', async () => {
    const { plane, stack } = streamWorld();
    const shop = stack();
    await shop.create(streamProps());
    plane.interfere = (operation) => {
      if (operation === 'CancelJournalKinesisStream') Object.assign(plane.streams[0] ?? {}, { status: 'COMPLETED' });
      return undefined;
    };
    expect((await shop.destroy())?.Status).toBe('SUCCESS');
  });
});

test('generated names are valid and differ by stack, resource and properties', () => {
  const names = [['a', 'Stream', '1'], ['b', 'Stream', '1'], ['a', 'Other', '1'], ['a', 'Stream', '2'], ['a', '123', '1'], ['a', 'x'.repeat(255), '1']]
    .map(([stackName = '', logicalResourceId = '', mark = '']) => generatedName({ stackName, logicalResourceId }, mark));
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^(?!.*--)(?![0-9]+$)(?!-)(?!.*-$)[A-Za-z0-9-]{1,32}$/);
});
