import { OWNER_TAG } from '../../../src/private/contract';
import { refusal } from '../support/fake-control-plane';
import { KEY, ledgerProps, ledgerWorld } from '../support/ledger-world';

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
