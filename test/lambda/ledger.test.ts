import { refusal } from './support/fake-control-plane';
import { RESPONSE_URL } from './support/lambda-service';
import { KEY, ledgerProps, ledgerWorld, OTHER_ENDPOINT, OTHER_KEY } from './support/ledger-world';
import { OWNER_TAG } from '../../src/private/contract';

describe('creating a ledger', () => {
  test('makes it as declared, with its owner from the first moment, and answers with its attributes', async () => {
    const { plane, stack } = ledgerWorld();
    const response = await stack().create(ledgerProps({ PermissionsMode: 'ALLOW_ALL', DeletionProtection: 'true', KmsKey: KEY, Tags: { team: 'a' } }));
    const ledger = plane.get('orders');
    expect(ledger).toMatchObject({ permissionsMode: 'ALLOW_ALL', deletionProtection: true, kmsKeyArn: KEY });
    expect(ledger?.tags).toEqual({ team: 'a', [OWNER_TAG]: expect.stringMatching(/^Shop\/Ledger\/[0-9a-f]{12}$/) });
    const token = ledger?.tags[OWNER_TAG]?.split('/')[2];
    expect(response).toMatchObject({
      Status: 'SUCCESS',
      PhysicalResourceId: `orders#${token}`,
      Data: {
        Arn: 'arn:aws:qldb:us-east-1:111122223333:ledger/orders',
        Name: 'orders',
        CreationDateTime: new Date(ledger?.creationTime ?? 0).toISOString(),
        KmsKeyArn: KEY,
      },
    });
  });

  test('has no attribute "KmsKeyArn" with the AWS owned key', async () => {
    const { stack } = ledgerWorld();
    const response = await stack().create(ledgerProps());
    expect(Object.keys(response?.Data ?? {})).toEqual(['Arn', 'Name', 'CreationDateTime']);
  });

  test('protects it only when all else has succeeded, so that a failed creation can be rolled back', async () => {
    const { plane, stack } = ledgerWorld();
    plane.inaccessibleKeys.add(KEY);
    const shop = stack();
    const response = await shop.create(ledgerProps({ DeletionProtection: 'true', KmsKey: KEY }));
    expect(response).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('KMS_KEY_INACCESSIBLE') });
    expect(response?.PhysicalResourceId).toMatch(/^orders#/);
    expect(shop.history.at(-1)).toMatchObject({ request: { RequestType: 'Delete' }, response: { Status: 'SUCCESS' } });
    expect(plane.all()).toEqual([]);
  });

  test('fails when the name is taken, names the owner, and leaves the ledger alone', async () => {
    const { plane, stack } = ledgerWorld();
    const foreign = plane.put('orders', { [OWNER_TAG]: 'Other/Ledger/abc' });
    const shop = stack();
    const response = await shop.create(ledgerProps());
    expect(response).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('"Other/Ledger/abc"') });
    expect(shop.history.at(-1)?.response?.Status).toBe('SUCCESS');
    expect(plane.all()).toEqual([foreign]);
    expect(plane.calls).not.toContain('DeleteLedger');
  });

  test('adopts an existing ledger when told to, converges it, and lets it go at the end', async () => {
    const { plane, stack } = ledgerWorld();
    plane.put('orders', { theirs: 'x' });
    const shop = stack();
    const response = await shop.create(ledgerProps({ AdoptExisting: 'true', PermissionsMode: 'ALLOW_ALL', Tags: { ours: 'y' } }));
    expect(response).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'orders' });
    expect(plane.get('orders')).toMatchObject({ permissionsMode: 'ALLOW_ALL', tags: { theirs: 'x', ours: 'y' } });
    expect(plane.get('orders')?.tags).not.toHaveProperty([OWNER_TAG]);
    await shop.update(ledgerProps({ AdoptExisting: 'true', Tags: {} }));
    expect(plane.get('orders')?.tags).toEqual({ theirs: 'x' });
    expect((await shop.destroy())?.Status).toBe('SUCCESS');
    expect(plane.get('orders')).toBeDefined();
  });

  test('attaches what an earlier deployment of the stack left, and does not delete it later', async () => {
    const { plane, stack } = ledgerWorld();
    const first = stack();
    await first.create(ledgerProps({ Tags: { old: '1' } }));
    const second = stack();
    const response = await second.create(ledgerProps({ PermissionsMode: 'ALLOW_ALL', Tags: { new: '2' } }));
    expect(response).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'orders' });
    expect(plane.get('orders')).toMatchObject({ permissionsMode: 'ALLOW_ALL', tags: { old: '1', new: '2' } });
    expect((await second.destroy())?.Status).toBe('SUCCESS');
    expect(plane.get('orders')).toBeDefined();
  });

  test('waits for a ledger of the name that is being deleted', async () => {
    const { plane, stack } = ledgerWorld();
    plane.timings = { creation: 1_000, deletion: 120_000, keyChange: 0 };
    plane.put('orders', {});
    await plane.api.delete('orders');
    expect((await stack().create(ledgerProps()))?.Status).toBe('SUCCESS');
  });

  test('retries what looks like policies that are not known everywhere yet', async () => {
    const { plane, stack } = ledgerWorld();
    plane.interfere = (operation, count) => operation === 'CreateLedger' && count < 8
      ? { effect: false, error: refusal('access-denied', operation, 'is not authorized to perform: qldb:CreateLedger') } : undefined;
    expect((await stack().create(ledgerProps()))?.Status).toBe('SUCCESS');
  });

  test('gives up on denied access after a minute, saying what was refused', async () => {
    const { clock, plane, stack } = ledgerWorld();
    plane.interfere = (operation) => operation === 'CreateLedger' ? { effect: false, error: refusal('access-denied', operation, 'not authorized') } : undefined;
    const begun = clock.now();
    const response = await stack().create(ledgerProps());
    expect(clock.now() - begun).toBeLessThanOrEqual(65_000);
    expect(response).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'cdk-qldb::CREATE_FAILED', Reason: expect.stringContaining('QLDB refused CreateLedger: not authorized') });
  });

  test.each([
    ['limit', 'raise the quota'],
    ['invalid', 'correct the property'],
  ] as const)('says what to do about %s', async (kind, advice) => {
    const { plane, stack } = ledgerWorld();
    plane.interfere = (operation) => operation === 'CreateLedger' ? { effect: false, error: refusal(kind, operation) } : undefined;
    expect(await stack().create(ledgerProps())).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining(advice) });
  });

  test('continues with its own ledger when the answer to CreateLedger is lost', async () => {
    const { plane, stack } = ledgerWorld();
    plane.interfere = (operation, count) => operation === 'CreateLedger' && count < 3
      ? { effect: true, error: refusal('interrupted', operation) } : undefined;
    expect(await stack().create(ledgerProps())).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: expect.stringMatching(/^orders#/) });
    expect(plane.all()).toHaveLength(1);
  });

  test('fails quickly, and rolls back without the endpoint, when the endpoint was never reached', async () => {
    const { clock, plane, stack } = ledgerWorld();
    plane.interfere = (operation) => ({ effect: false, error: refusal('unreachable', operation) });
    const begun = clock.now();
    const shop = stack();
    const response = await shop.create(ledgerProps());
    expect(clock.now() - begun).toBeLessThan(30_000);
    expect(response).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('the endpoint does not answer') });
    expect(shop.history.at(-1)?.response?.Status).toBe('SUCCESS');
  });

  test('explains that an endpoint is needed', async () => {
    const { stack } = ledgerWorld();
    const response = await stack().create(ledgerProps({ Endpoint: undefined }));
    expect(response?.Reason).toMatch(/AWS closed its own QLDB endpoints.*ControlPlane\.configure.*cdk-qldb:endpoint/);
  });

  test('lists everything that is wrong with the properties', async () => {
    const { plane, stack } = ledgerWorld();
    const response = await stack().create(ledgerProps({ Name: '-x', PermissionsMode: 'NONE', DeletionProtection: 'maybe', Tags: { 'cdk-qldb:x': '1' }, TimeoutSeconds: 'soon' }));
    for (const part of ['"Name"', '"PermissionsMode"', '"DeletionProtection"', 'cdk-qldb:x', '"TimeoutSeconds"']) {
      expect(response?.Reason).toContain(part);
    }
    expect(plane.calls).toEqual([]);
  });

  test('is content with what an older version of the library wrote', async () => {
    const { plane, stack } = ledgerWorld();
    await stack().create({ Endpoint: 'https://ledgers.example', Name: 'orders' });
    expect(plane.get('orders')).toMatchObject({ permissionsMode: 'STANDARD', deletionProtection: true });
  });
});

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
