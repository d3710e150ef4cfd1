import fc from 'fast-check';
import { exportProps, exportWorld } from '../support/export-world';
import { refusal, type Interference } from '../support/fake-control-plane';
import type { Stack } from '../support/stack';

// Many runs, each with every call disturbed.
jest.setTimeout(60_000);

const scenarios: Record<string, { readonly exports: number; readonly run: (shop: Stack) => Promise<unknown> }> = {
  'create': { exports: 1, run: async (shop) => shop.create(exportProps()) },
  'create without waiting': { exports: 1, run: async (shop) => shop.create(exportProps({ WaitForCompletion: 'false' })) },
  'create and update': { exports: 2, run: async (shop) => { await shop.create(exportProps()); await shop.update(exportProps({ Trigger: '2' })); } },
  'create and delete': { exports: 1, run: async (shop) => { await shop.create(exportProps()); await shop.destroy(); } },
};

const disturbances: Record<string, (operation: string) => Interference> = {
  'the function dies before a call': () => ({ effect: false, error: 'killed' }),
  'the function dies after a call': () => ({ effect: true, error: 'killed' }),
  'the answer to a call is lost': (operation) => ({ effect: true, error: refusal('interrupted', operation) }),
  'a call fails in the service': (operation) => ({ effect: false, error: refusal('unavailable', operation) }),
  'a call is throttled': (operation) => ({ effect: false, error: refusal('throttled', operation) }),
};

describe.each(Object.entries(scenarios))('%s', (_name, { exports, run }) => {
  test.each(Object.entries(disturbances))('exports as often when %s, at each of its calls', async (_what, disturb) => {
    const undisturbed = exportWorld();
    await run(undisturbed.stack());
    expect(undisturbed.plane.exports).toHaveLength(exports);
    for (let disturbed = 1; disturbed <= undisturbed.plane.calls.length; disturbed++) {
      const { plane, stack } = exportWorld();
      const shop = stack();
      plane.interfere = (operation, count) => count === disturbed ? disturb(operation) : undefined;
      await run(shop);
      expect({ disturbed, exports: plane.exports.length }).toEqual({ disturbed, exports });
      expect(shop.history.map(({ response }) => response?.Status)).not.toContain('FAILED');
    }
  });

  test('exports as often when every event arrives three times', async () => {
    const { plane, stack } = exportWorld();
    await run(stack({ duplicates: () => 2 }));
    expect(plane.exports).toHaveLength(exports);
  });
});

test('whatever happens to the calls, there is one export for each of the requests that succeeded, at least', async () => {
  const kinds = ['interrupted', 'unavailable', 'throttled'] as const;
  await fc.assert(fc.asyncProperty(
    fc.array(fc.record({ at: fc.integer({ min: 1, max: 40 }), effect: fc.boolean(), kind: fc.constantFrom(...kinds, 'killed' as const) }), { maxLength: 4 }),
    fc.integer({ min: 0, max: 20 * 60_000 }),
    async (faults, duration) => {
      const { plane, service, stack } = exportWorld();
      plane.duration = duration;
      service.limit = 5 * 60_000;
      plane.interfere = (operation, count) => {
        const fault = faults.find(({ at }) => at === count);
        return fault && { effect: fault.effect && fault.kind !== 'throttled', error: fault.kind === 'killed' ? 'killed' : refusal(fault.kind, operation) };
      };
      const shop = stack();
      const created = await shop.create(exportProps({ TimeoutSeconds: '3000' }));
      // Lambda gives up after three deliveries; otherwise one export, whatever became of the answers.
      expect(plane.exports.length).toBeLessThanOrEqual(1);
      if (created?.Status === 'SUCCESS') {
        expect(created.PhysicalResourceId.split('#')[0]).toBe(plane.exports[0]?.id);
      }
    },
  ), { numRuns: 100 });
});
