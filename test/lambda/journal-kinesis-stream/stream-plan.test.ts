import fc from 'fast-check';
import { formatStreamId, parseStreamId } from '../../../lambda/journal-kinesis-stream/stream-id';
import { ensureIntentOf, removalOf } from '../../../lambda/journal-kinesis-stream/stream-intent';
import { planStream, type ObservedStream } from '../../../lambda/journal-kinesis-stream/stream-plan';
import { OWNER_TAG } from '../../../src/private/contract';
import { KINESIS, OTHER_KINESIS, streamProps } from '../support/stream-world';

const NOW = Date.UTC(2026, 0, 1);
const ledger = {
  name: 'orders', arn: 'arn', state: 'ACTIVE', creationTime: new Date(NOW - 3600_000), permissionsMode: 'STANDARD', deletionProtection: true, encryptionStatus: 'ENABLED',
};
const base = { requestId: 'request', stackName: 'Shop', logicalResourceId: 'Stream', resourceType: 'Custom::QLDBJournalKinesisStream' };
const CURRENT = 'Current000000000000001';

const status = fc.constantFrom('ACTIVE', 'IMPAIRED', 'COMPLETED', 'CANCELED', 'FAILED');
const owner = fc.constantFrom('Shop/Stream/aaaaaaaaaaaa', 'Shop/Stream/bbbbbbbbbbbb', 'Shop/Other/aaaaaaaaaaaa', 'Shop2/Stream/aaaaaaaaaaaa', undefined);
const observed = fc.uniqueArray(fc.record({
  streamId: fc.constantFrom(CURRENT, 'Another000000000000001', 'Another000000000000002'), streamName: fc.constantFrom('to-kinesis', 'other'), status, owner, kinesisArn: fc.constantFrom(KINESIS, OTHER_KINESIS),
}), { selector: ({ streamId }) => streamId }).map((streams): ObservedStream[] => streams.map(({ owner: tag, ...stream }) => ({
  ...stream, ledgerName: 'orders', aggregation: true, roleArn: 'arn:aws:iam::111122223333:role/stream', start: ledger.creationTime, tags: Object.fromEntries(tag === undefined ? [] : [[OWNER_TAG, tag]]),
})));

test('whatever is found, only the stream that the resource has is cancelled, and only if its owner tag has the token of the physical id', () => {
  let cancelled = 0;
  const token = fc.constantFrom('aaaaaaaaaaaa', 'cccccccccccc', undefined);
  fc.assert(fc.property(observed, token, fc.boolean(), fc.boolean(), (streams, of, fixed, changed) => {
    const name = fixed ? { StreamName: 'to-kinesis' } : {};
    const before = ensureIntentOf({ ...base, type: 'Create', properties: streamProps(name) }, NOW);
    const physicalResourceId = formatStreamId({ streamId: CURRENT, mark: before.mark, ...of !== undefined && { token: of } });
    const properties = streamProps({ ...name, ...changed && { KinesisStreamArn: OTHER_KINESIS } });
    const plan = planStream(ensureIntentOf({ ...base, type: 'Update', physicalResourceId, properties, oldProperties: streamProps(name) }, NOW), { ledger, streams }, undefined);
    if (plan.do === 'cancel') {
      cancelled++;
      expect({ changed, fixed, id: plan.stream.streamId, tag: plan.stream.tags[OWNER_TAG] }).toEqual({ changed: true, fixed: true, id: CURRENT, tag: expect.stringMatching(new RegExp(`/${of}$`)) });
    }
    if (plan.do === 'start') expect(streams.filter((stream) => stream.streamName === plan.request.streamName && /ACTIVE|IMPAIRED/.test(stream.status))).toEqual([]);
    if (!changed) expect(['nothing', 'refuse']).toContain(plan.do);
  }), { numRuns: 1000 });
  expect(cancelled).toBeGreaterThan(0);
});

test('the stream of a name that is taken by anyone is never started a second time', () => {
  fc.assert(fc.property(observed, (streams) => {
    const intent = ensureIntentOf({ ...base, type: 'Create', properties: streamProps({ StreamName: 'to-kinesis' }) }, NOW);
    const plan = planStream(intent, { ledger, streams }, undefined);
    const taken = streams.some((stream) => stream.streamName === 'to-kinesis' && /ACTIVE|IMPAIRED/.test(stream.status));
    expect(plan.do === 'start').toBe(!taken);
    expect(plan.do).not.toBe('cancel');
  }));
});

test('a physical id is read as it was written, and what is none is not', () => {
  const id = fc.option(fc.stringMatching(/^[A-Za-z0-9]{22}$/), { nil: undefined });
  const token = fc.option(fc.stringMatching(/^[0-9a-f]{12}(-[0-9a-f]{8})?$/), { nil: undefined });
  fc.assert(fc.property(id, fc.stringMatching(/^[0-9a-f]{12}$/), token, (streamId, mark, of) => {
    const written = { mark, ...streamId !== undefined && { streamId }, ...of !== undefined && { token: of } };
    expect(parseStreamId(formatStreamId(written))).toEqual(written);
  }));
  for (const none of ['', 'Shop-Stream-1ABCDEFGHIJKL', 'cdk-qldb::CREATE_FAILED', CURRENT]) expect(parseStreamId(none)).toBeUndefined();
});

describe('a Delete', () => {
  const remove = (physicalResourceId: string) => removalOf({ ...base, type: 'Delete', physicalResourceId, properties: streamProps({ TimeoutSeconds: '60' }) }, NOW);

  test('cancels what its token names, found by id if that is known', () => {
    expect(remove(`${CURRENT}#aaaaaaaaaaaa#bbbbbbbbbbbb`)).toEqual({ kind: 'token', ledgerName: 'orders', streamId: CURRENT, token: 'bbbbbbbbbbbb' });
    expect(remove('-#aaaaaaaaaaaa#bbbbbbbbbbbb')).toEqual({ kind: 'token', ledgerName: 'orders', token: 'bbbbbbbbbbbb' });
  });

  test('lets go what was there before', () => {
    expect(remove(`${CURRENT}#aaaaaaaaaaaa`)).toBeUndefined();
  });

  test('with an id that CloudFormation made up cancels what a create of this resource may just have made', () => {
    expect(remove('Shop-Stream-1ABCDEFGHIJKL')).toEqual({
      kind: 'unanswered', ledgerName: 'orders', claimant: { stackName: 'Shop', logicalResourceId: 'Stream' }, createdAfter: new Date(NOW - 60_000 - 360_000),
    });
  });
});
