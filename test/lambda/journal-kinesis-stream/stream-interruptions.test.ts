import fc from 'fast-check';
import { refusal, type Interference } from '../support/fake-control-plane';
import type { Stack } from '../support/stack';
import { KINESIS, OTHER_KINESIS, streamProps, streamWorld } from '../support/stream-world';

// Many runs, each with every call disturbed.
jest.setTimeout(60_000);

const change = { KinesisStreamArn: OTHER_KINESIS };
const fixed = { StreamName: 'to-kinesis' };

/** What is to be live in the end. */
const scenarios: Record<string, { readonly live: readonly string[]; readonly run: (shop: Stack) => Promise<unknown> }> = {
  'create': { live: [KINESIS], run: async (shop) => shop.create(streamProps()) },
  'create and tag': { live: [KINESIS], run: async (shop) => { await shop.create(streamProps()); await shop.update(streamProps({ Tags: { a: '1' } })); } },
  'create and replace': { live: [OTHER_KINESIS], run: async (shop) => { await shop.create(streamProps()); await shop.update(streamProps(change)); } },
  'create and replace under a fixed name': {
    live: [OTHER_KINESIS], run: async (shop) => { await shop.create(streamProps(fixed)); await shop.update(streamProps({ ...fixed, ...change })); },
  },
  'create, replace and rollback': {
    live: [KINESIS], run: async (shop) => { await shop.create(streamProps()); await shop.update(streamProps(change), { failElsewhere: true }); },
  },
  'create, replace under a fixed name and rollback': {
    live: [KINESIS],
    run: async (shop) => { await shop.create(streamProps(fixed)); await shop.update(streamProps({ ...fixed, ...change }), { failElsewhere: true }); },
  },
  'create and delete': { live: [], run: async (shop) => { await shop.create(streamProps()); await shop.destroy(); } },
};

const disturbances: Record<string, (operation: string) => Interference> = {
  'the function dies before a call': () => ({ effect: false, error: 'killed' }),
  'the function dies after a call': () => ({ effect: true, error: 'killed' }),
  'the answer to a call is lost': (operation) => ({ effect: true, error: refusal('interrupted', operation) }),
  'a call fails in the service': (operation) => ({ effect: false, error: refusal('unavailable', operation) }),
  'a call is throttled': (operation) => ({ effect: false, error: refusal('throttled', operation) }),
};

describe.each(Object.entries(scenarios))('%s', (_name, { live, run }) => {
  test.each(Object.entries(disturbances))('ends the same when %s, at each of its calls', async (_what, disturb) => {
    const undisturbed = streamWorld();
    await run(undisturbed.stack());
    expect(undisturbed.plane.live().map(({ request }) => request.kinesisArn)).toEqual(live);
    for (let disturbed = 1; disturbed <= undisturbed.plane.calls.length; disturbed++) {
      const { plane, stack } = streamWorld();
      const shop = stack();
      plane.interfere = (operation, count) => count === disturbed ? disturb(operation) : undefined;
      await run(shop);
      expect({ disturbed, live: plane.live().map(({ request }) => request.kinesisArn), started: plane.streams.length })
        .toEqual({ disturbed, live, started: undisturbed.plane.streams.length });
      expect(shop.history.map(({ response }) => response?.Status)).not.toContain('FAILED');
    }
  });

  test('ends the same when every event arrives twice', async () => {
    const { plane, stack } = streamWorld();
    await run(stack({ duplicates: () => 1 }));
    expect(plane.live().map(({ request }) => request.kinesisArn)).toEqual(live);
  });
});

test('whatever happens to the calls of a creation, a stack that is gone leaves no stream', async () => {
  await fc.assert(fc.asyncProperty(
    fc.array(fc.record({ at: fc.integer({ min: 1, max: 30 }), effect: fc.boolean(), kind: fc.constantFrom('interrupted', 'unavailable', 'killed') }), { maxLength: 5 }),
    fc.integer({ min: 0, max: 20 * 60_000 }),
    async (faults, impairedFor) => {
      const { clock, plane, service, stack } = streamWorld();
      service.limit = 5 * 60_000;
      plane.impaired.set(KINESIS, { cause: 'IAM_PERMISSION_REVOKED', until: clock.now() + impairedFor });
      plane.interfere = (operation, count) => {
        const fault = faults.find(({ at }) => at === count);
        return fault && { effect: fault.effect, error: fault.kind === 'killed' ? 'killed' : refusal(fault.kind as 'interrupted', operation) };
      };
      const shop = stack({ persistence: 5 });
      await shop.create(streamProps());
      expect(plane.live().length).toBeLessThanOrEqual(1);
      plane.interfere = () => undefined;
      await shop.destroy();
      expect(plane.live()).toEqual([]);
    },
  ), { numRuns: 100 });
});
