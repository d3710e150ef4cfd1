import { OWNER_TAG } from '../../../src/private/contract';
import { refusal } from '../support/fake-control-plane';
import { ledgerProps, ledgerWorld } from '../support/ledger-world';

describe('deleting a ledger', () => {
  test('waits until it is gone', async () => {
    const { clock, plane, stack } = ledgerWorld();
    plane.timings = { creation: 0, deletion: 200_000, keyChange: 0 };
    const shop = stack();
    await shop.create(ledgerProps());
    const begun = clock.now();
    await shop.destroy();
    expect(clock.now() - begun).toBeGreaterThanOrEqual(200_000);
  });

  test('fails with what to do when it is protected', async () => {
    const { plane, stack } = ledgerWorld();
    const shop = stack();
    await shop.create(ledgerProps({ DeletionProtection: 'true' }));
    expect(await shop.destroy()).toMatchObject({ Status: 'FAILED', Reason: expect.stringMatching(/deletion protection.*"deletionProtection" to false/) });
    expect(plane.calls).not.toContain('DeleteLedger');
  });

  test('succeeds when it is gone already', async () => {
    const { plane, stack } = ledgerWorld();
    const shop = stack();
    await shop.create(ledgerProps());
    plane.remove('orders');
    expect((await shop.destroy())?.Status).toBe('SUCCESS');
  });

  test('leaves a ledger that someone else made under the same name', async () => {
    const { plane, service, stack } = ledgerWorld();
    const shop = stack();
    await shop.create(ledgerProps());
    plane.remove('orders');
    const foreign = plane.put('orders', { [OWNER_TAG]: 'Shop/Ledger/another-token' });
    expect((await shop.destroy())?.Status).toBe('SUCCESS');
    expect(plane.all()).toEqual([foreign]);
    expect(service.logs.join('\n')).toContain('not of this resource\'s making');
  });

  test('keeps waiting while QLDB says that the ledger is in use', async () => {
    const { plane, stack } = ledgerWorld();
    const shop = stack();
    await shop.create(ledgerProps());
    plane.interfere = (operation, count) => operation === 'DeleteLedger' && count < 30 ? { effect: false, error: refusal('in-use', operation) } : undefined;
    expect((await shop.destroy())?.Status).toBe('SUCCESS');
    expect(plane.all()).toEqual([]);
  });

  test('after a Create that was never answered removes what that made', async () => {
    const { plane, stack } = ledgerWorld();
    plane.interfere = (operation) => operation === 'CreateLedger' ? { effect: true, error: 'killed' } : undefined;
    expect(await stack({ deliveries: 1 }).create(ledgerProps())).toBeUndefined();
    expect(plane.deletions).toHaveLength(1);
    expect(plane.all()).toEqual([]);
  });

  test('after a Create that was never answered leaves what is older, if it is the same resource\'s', async () => {
    const { plane, stack } = ledgerWorld();
    const kept = plane.put('orders', { [OWNER_TAG]: 'Shop/Ledger/0123456789ab' });
    plane.interfere = (_operation, count) => count === 2 ? { effect: false, error: 'killed' } : undefined;
    expect(await stack({ deliveries: 1 }).create(ledgerProps())).toBeUndefined();
    expect(plane.all()).toEqual([kept]);
  });
});
