import { refusal } from '../support/fake-control-plane';
import { RESPONSE_URL } from '../support/lambda-service';
import { ledgerProps, ledgerWorld } from '../support/ledger-world';

describe('work that takes long', () => {
  test('goes on in further invocations and is answered once', async () => {
    const { plane, service, stack } = ledgerWorld();
    plane.timings = { creation: 50 * 60_000, deletion: 0, keyChange: 0 };
    const response = await stack().create(ledgerProps({ TimeoutSeconds: '3540' }));
    expect(response?.Status).toBe('SUCCESS');
    expect(service.invocations).toBe(4);
    expect(service.bodies).toHaveLength(1);
  });

  test('ends at the deadline that the first invocation set', async () => {
    const { clock, plane, service, stack } = ledgerWorld();
    plane.timings = { creation: Infinity, deletion: 0, keyChange: 0 };
    const begun = clock.now();
    const shop = stack();
    service.limit = 300_000;
    // The rollback's Delete waits in vain as well.
    expect((await shop.create(ledgerProps({ TimeoutSeconds: '900' })))?.Status).toBe('FAILED');
    expect(clock.now() - begun).toBeLessThanOrEqual(2 * 900_000 + 5_000);
    expect(shop.history[0]?.response?.PhysicalResourceId).toMatch(/^orders#/);
  });

  test('ends after five continuations at the latest', async () => {
    const { plane, service, stack } = ledgerWorld();
    plane.timings = { creation: Infinity, deletion: 0, keyChange: 0 };
    service.limit = 60_000;
    const response = await stack().create(ledgerProps({ TimeoutSeconds: '3540' }));
    expect(response).toMatchObject({ Status: 'FAILED', PhysicalResourceId: expect.stringMatching(/^orders#/), Reason: expect.stringContaining('6 invocations') });
    expect(service.invocations).toBe(12);
  });

  test('says what is missing when the function may not invoke itself', async () => {
    const { plane, service, stack } = ledgerWorld();
    plane.timings = { creation: 50 * 60_000, deletion: 0, keyChange: 0 };
    service.selfInvocation = 'denied';
    const response = await stack().create(ledgerProps({ TimeoutSeconds: '3540' }));
    expect(response).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('lambda:InvokeFunction') });
  });
});

test('the response URL is in no log, whatever happens', async () => {
  const { plane, service, stack } = ledgerWorld();
  plane.interfere = (operation, count) => count % 3 === 0 ? { effect: false, error: refusal('unavailable', operation, `failed: ${RESPONSE_URL}`) } : undefined;
  const shop = stack();
  await shop.create(ledgerProps());
  await shop.update(ledgerProps({ Name: 'sales' }));
  await shop.destroy();
  expect(service.logs.length).toBeGreaterThan(5);
  expect(service.logs.join('\n')).not.toContain('very-secret');
});
