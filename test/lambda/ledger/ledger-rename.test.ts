import { KEY, ledgerProps, ledgerWorld } from '../support/ledger-world';

describe('another name', () => {
  test('makes a new ledger and then deletes the old one', async () => {
    const { plane, stack } = ledgerWorld();
    const shop = stack();
    await shop.create(ledgerProps());
    const response = await shop.update(ledgerProps({ Name: 'sales' }));
    expect(response?.PhysicalResourceId).toMatch(/^sales#/);
    expect(plane.all().map(({ name }) => name)).toEqual(['sales']);
  });

  test('is rolled back to the ledger there was, under exactly the id it had', async () => {
    const { plane, stack } = ledgerWorld();
    const shop = stack();
    await shop.create(ledgerProps());
    const before = shop.resource;
    await shop.update(ledgerProps({ Name: 'sales' }), { failElsewhere: true });
    expect(shop.resource).toEqual(before);
    expect(plane.all().map(({ name }) => name)).toEqual(['orders']);
    expect((await shop.destroy())?.Status).toBe('SUCCESS');
    expect(plane.all()).toEqual([]);
  });

  test('is rolled back to an adopted ledger, even if adopting is not declared any more', async () => {
    const { plane, stack } = ledgerWorld();
    plane.put('orders', {});
    const shop = stack();
    await shop.create(ledgerProps({ AdoptExisting: 'true' }));
    await shop.update(ledgerProps());
    await shop.update(ledgerProps({ Name: 'sales' }), { failElsewhere: true });
    expect(shop.resource?.physicalId).toMatch(/^orders(#-|$)/);
    expect(plane.all().map(({ name }) => name)).toEqual(['orders']);
  });

  test('onto a ledger that was there before is rolled back without touching either', async () => {
    const { plane, stack } = ledgerWorld();
    plane.put('sales', {});
    const shop = stack();
    await shop.create(ledgerProps());
    const before = shop.resource;
    await shop.update(ledgerProps({ Name: 'sales', AdoptExisting: 'true' }), { failElsewhere: true });
    expect(shop.resource).toEqual(before);
    expect(plane.all().map(({ name }) => name).sort()).toEqual(['orders', 'sales']);
  });

  test('attaches a ledger that was kept when the name changed away from it', async () => {
    const { plane, stack } = ledgerWorld();
    const shop = stack();
    await shop.create(ledgerProps());
    await shop.update(ledgerProps({ Name: 'sales' }), { retainReplaced: true });
    await shop.update(ledgerProps({ Name: 'third' }));
    await shop.update(ledgerProps({ Name: 'orders' }));
    await shop.destroy();
    expect(plane.all().map(({ name }) => name)).toEqual(['orders']);
  });

  test('that fails midway leaves no second ledger', async () => {
    const { plane, stack } = ledgerWorld();
    const shop = stack();
    await shop.create(ledgerProps());
    plane.inaccessibleKeys.add(KEY);
    const response = await shop.update(ledgerProps({ Name: 'sales', KmsKey: KEY, DeletionProtection: 'true' }));
    expect(response?.Status).toBe('FAILED');
    expect(plane.all().map(({ name }) => name)).toEqual(['orders']);
  });

  test('that fails because the creation takes too long is tidied up by the rollback', async () => {
    const { plane, stack } = ledgerWorld();
    const shop = stack();
    await shop.create(ledgerProps());
    plane.timings = { creation: 300_000, deletion: 1_000, keyChange: 0 };
    const response = await shop.update(ledgerProps({ Name: 'sales', TimeoutSeconds: '120' }));
    expect(response).toMatchObject({ Status: 'FAILED', Reason: expect.stringMatching(/ran out while waiting until the ledger "sales" is ACTIVE.*CREATING.*raise the ledger's "timeout"/) });
    expect(plane.all().map(({ name }) => name)).toEqual(['orders']);
  });

  test('that is taken fails, and the rollback keeps what there was', async () => {
    const { plane, stack } = ledgerWorld();
    plane.put('sales', {});
    const shop = stack();
    await shop.create(ledgerProps());
    const response = await shop.update(ledgerProps({ Name: 'sales' }));
    expect(response).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('nobody known') });
    expect(plane.all().map(({ name }) => name).sort()).toEqual(['orders', 'sales']);
  });
});
