import { OWNER_TAG } from '../../../src/private/contract';
import { KEY, ledgerProps, ledgerWorld, OTHER_ENDPOINT, OTHER_KEY } from '../support/ledger-world';

describe('updating a ledger', () => {
  test('calls nothing that changes anything when nothing differs', async () => {
    const { plane, stack } = ledgerWorld();
    const shop = stack();
    await shop.create(ledgerProps({ KmsKey: KEY, Tags: { a: '1' } }));
    plane.calls.length = 0;
    await shop.update(ledgerProps({ KmsKey: KEY, Tags: { a: '1' }, TimeoutSeconds: '600' }));
    expect(plane.calls).toEqual(['DescribeLedger', 'ListTagsForResource']);
  });

  test.each([
    ['the permissions mode', { PermissionsMode: 'ALLOW_ALL' }, ['UpdateLedgerPermissionsMode']],
    ['deletion protection', { DeletionProtection: 'true' }, ['UpdateLedger']],
    ['another key', { KmsKey: OTHER_KEY }, ['UpdateLedger']],
    ['back to the AWS owned key', { KmsKey: undefined }, ['UpdateLedger']],
    ['a tag added', { Tags: { a: '1', b: '2' } }, ['TagResource']],
    ['a tag changed', { Tags: { a: '2' } }, ['TagResource']],
    ['a tag removed', { Tags: {} }, ['UntagResource']],
  ])('changes %s and nothing else', async (_what, change, expected) => {
    const { plane, stack } = ledgerWorld();
    const shop = stack();
    const props = { KmsKey: KEY, Tags: { a: '1' } };
    const created = await shop.create(ledgerProps(props));
    plane.calls.length = 0;
    const response = await shop.update(ledgerProps({ ...props, ...change }));
    expect(response).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: created?.PhysicalResourceId });
    expect(plane.calls.filter((operation) => !/^Describe|^List/.test(operation))).toEqual(expected);
  });

  test('waits until a new key is in use', async () => {
    const { clock, plane, stack } = ledgerWorld();
    plane.timings = { creation: 0, deletion: 0, keyChange: 25 * 60_000 };
    const shop = stack();
    await shop.create(ledgerProps({ TimeoutSeconds: '2700' }));
    const begun = clock.now();
    const response = await shop.update(ledgerProps({ KmsKey: KEY, TimeoutSeconds: '2700' }));
    expect(response).toMatchObject({ Status: 'SUCCESS', Data: { KmsKeyArn: KEY } });
    expect(clock.now() - begun).toBeGreaterThanOrEqual(25 * 60_000);
  });

  test('fails when the new key is inaccessible, and goes back to the old one', async () => {
    const { plane, stack } = ledgerWorld();
    const shop = stack();
    await shop.create(ledgerProps({ KmsKey: KEY }));
    plane.inaccessibleKeys.add(OTHER_KEY);
    const response = await shop.update(ledgerProps({ KmsKey: OTHER_KEY, PermissionsMode: 'ALLOW_ALL' }));
    expect(response).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining(OTHER_KEY) });
    expect(plane.get('orders')).toMatchObject({ kmsKeyArn: KEY, permissionsMode: 'STANDARD' });
  });

  test('does not mind that a key which it was not asked to change is inaccessible', async () => {
    const { plane, stack } = ledgerWorld();
    const shop = stack();
    await shop.create(ledgerProps({ KmsKey: KEY }));
    plane.inaccessibleKeys.add(KEY);
    expect((await shop.update(ledgerProps({ KmsKey: KEY, Tags: { a: '1' } })))?.Status).toBe('SUCCESS');
  });

  test('asks once for a key by its alias, which QLDB never shows', async () => {
    const { plane, stack } = ledgerWorld();
    const shop = stack();
    await shop.create(ledgerProps({ KmsKey: KEY }));
    const alias = 'arn:aws:kms:us-east-1:111122223333:alias/orders';
    plane.aliases.set(alias, OTHER_KEY);
    plane.calls.length = 0;
    expect((await shop.update(ledgerProps({ KmsKey: alias })))?.Status).toBe('SUCCESS');
    expect((await shop.update(ledgerProps({ KmsKey: alias, Tags: { a: '1' } })))?.Status).toBe('SUCCESS');
    expect(plane.calls.filter((operation) => operation === 'UpdateLedger')).toHaveLength(1);
  });

  test('never touches tags that no template declared, nor the owner', async () => {
    const { plane, stack } = ledgerWorld();
    const shop = stack();
    await shop.create(ledgerProps({ Tags: { a: '1' } }));
    const ledger = plane.get('orders');
    Object.assign(ledger?.tags ?? {}, { 'cost-centre': '42' });
    await shop.update(ledgerProps({ Tags: { b: '1' } }));
    expect(ledger?.tags).toEqual({ 'b': '1', 'cost-centre': '42', [OWNER_TAG]: expect.any(String) });
  });

  test('fails with what to do when the ledger is gone, without making another', async () => {
    const { plane, stack } = ledgerWorld();
    const shop = stack();
    await shop.create(ledgerProps());
    plane.remove('orders');
    await expect(shop.update(ledgerProps({ Tags: { a: '1' } }))).rejects.toThrow('UPDATE_ROLLBACK_FAILED');
    expect(shop.history.at(-1)?.response?.Reason).toContain('give the resource another "ledgerName"');
    expect(plane.all()).toEqual([]);
  });

  test('does not take a ledger of another owner for its own', async () => {
    const { plane, stack } = ledgerWorld();
    const shop = stack();
    await shop.create(ledgerProps());
    plane.remove('orders');
    plane.put('orders', { [OWNER_TAG]: 'Other/Ledger/abc' });
    await expect(shop.update(ledgerProps({ PermissionsMode: 'ALLOW_ALL' }))).rejects.toThrow('not the one that this resource made');
    expect(plane.get('orders')?.permissionsMode).toBe('STANDARD');
  });
});

describe('another endpoint', () => {
  test('fails with what to do when the ledger is not there, and leaves the one that is', async () => {
    const { plane, otherPlane, stack } = ledgerWorld();
    const shop = stack();
    await shop.create(ledgerProps());
    const response = await shop.update(ledgerProps({ Endpoint: OTHER_ENDPOINT }));
    expect(response).toMatchObject({ Status: 'FAILED', Reason: expect.stringMatching(/no ledger "orders" at the new endpoint.*bring the ledger/) });
    expect(plane.get('orders')).toBeDefined();
    expect(otherPlane.all()).toEqual([]);
  });

  test('goes on with the ledger that it finds there', async () => {
    const { plane, otherPlane, stack } = ledgerWorld();
    const shop = stack();
    await shop.create(ledgerProps());
    otherPlane.put('orders', { ...plane.get('orders')?.tags });
    expect((await shop.update(ledgerProps({ Endpoint: OTHER_ENDPOINT, PermissionsMode: 'ALLOW_ALL' })))?.Status).toBe('SUCCESS');
    expect(otherPlane.get('orders')?.permissionsMode).toBe('ALLOW_ALL');
  });
});
