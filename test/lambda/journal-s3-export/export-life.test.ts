import { exportProps, exportWorld } from '../support/export-world';
import { refusal } from '../support/fake-control-plane';

describe('creating an export', () => {
  test('asks for the whole journal and waits until it is written', async () => {
    const { clock, plane, stack } = exportWorld();
    plane.duration = 300_000;
    const begun = clock.now();
    const response = await stack().create(exportProps());
    expect(response).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: expect.stringMatching(/^[A-Za-z0-9]{22}#[0-9a-f]{12}$/) });
    expect(response?.Data).toEqual({ ExportId: plane.exports[0]?.id });
    expect(plane.exports[0]?.request).toEqual({
      ledgerName: 'orders', bucket: 'archive', prefix: 'orders/', encryption: 'SSE_S3', outputFormat: 'ION_TEXT',
      roleArn: 'arn:aws:iam::111122223333:role/export', start: plane.ledger?.creationTime, end: expect.any(Date),
    });
    expect(plane.exports[0]?.request.end.getTime()).toBeLessThanOrEqual(plane.exports[0]?.creationTime ?? 0);
    expect(clock.now() - begun).toBeGreaterThanOrEqual(300_000);
  });

  test('does not wait when it is told so', async () => {
    const { clock, plane, stack } = exportWorld();
    plane.duration = Infinity;
    const begun = clock.now();
    expect((await stack().create(exportProps({ WaitForCompletion: 'false' })))?.Status).toBe('SUCCESS');
    expect(clock.now() - begun).toBeLessThan(1_000);
  });

  test('takes times and key from the template', async () => {
    const { plane, stack } = exportWorld();
    const key = 'arn:aws:kms:us-east-1:111122223333:key/1';
    await stack().create(exportProps({
      InclusiveStartTime: '2025-12-31T12:00:00+01:00', ExclusiveEndTime: '2025-12-31T12:00:00.5Z', ObjectEncryptionType: 'SSE_KMS', KmsKeyArn: key, Prefix: '',
    }));
    expect(plane.exports[0]?.request).toMatchObject({
      start: new Date('2025-12-31T11:00:00Z'), end: new Date('2025-12-31T12:00:00.500Z'), encryption: 'SSE_KMS', kmsKeyArn: key, prefix: '',
    });
  });

  test('fails with all that is wrong with the properties', async () => {
    const { plane, stack } = exportWorld();
    const response = await stack().create(exportProps({
      LedgerName: 'a--b', InclusiveStartTime: 'yesterday', ObjectEncryptionType: 'SSE_KMS', OutputFormat: 'XML', Prefix: 'x'.repeat(129), TimeoutSeconds: 'long',
    }));
    expect(response?.Reason).toMatch(/"LedgerName".*"InclusiveStartTime".*"OutputFormat".*"KmsKeyArn".*"Prefix".*"TimeoutSeconds"/);
    expect(plane.calls).toEqual([]);
  });

  test('fails when the ledger does not exist', async () => {
    const { plane, stack } = exportWorld();
    plane.ledger = undefined;
    expect(await stack().create(exportProps())).toMatchObject({
      Status: 'FAILED', PhysicalResourceId: 'cdk-qldb::CREATE_FAILED', Reason: expect.stringContaining('there is no ledger "orders"'),
    });
  });

  test('waits until the ledger is ACTIVE', async () => {
    const { clock, plane, stack } = exportWorld();
    const active = plane.ledger;
    const readyAt = clock.now() + 60_000;
    Object.defineProperty(plane, 'ledger', { get: () => active && { ...active, state: clock.now() < readyAt ? 'CREATING' : 'ACTIVE' } });
    expect((await stack().create(exportProps()))?.Status).toBe('SUCCESS');
    expect(plane.exports[0]?.creationTime).toBeGreaterThanOrEqual(readyAt);
  });

  test('waits out two other exports of the ledger', async () => {
    const { plane, stack } = exportWorld();
    plane.duration = 240_000;
    for (const bucket of ['one', 'two']) plane.put({ ledgerName: 'orders', bucket, prefix: '', start: new Date(0), end: new Date(1), encryption: 'SSE_S3', outputFormat: 'JSON', roleArn: 'r' });
    expect((await stack().create(exportProps()))?.Status).toBe('SUCCESS');
    expect(plane.exports).toHaveLength(3);
  });

  test('says what it waits for when other exports do not end', async () => {
    const { plane, stack } = exportWorld();
    plane.quota = 0;
    expect(await stack().create(exportProps())).toMatchObject({
      Status: 'FAILED', PhysicalResourceId: 'cdk-qldb::CREATE_FAILED',
      Reason: expect.stringMatching(/ran out while waiting until one of the other exports of the ledger "orders" is finished.*raise the export's "timeout"/),
    });
  });

  test('fails with what is known when the service cancels it, and exports again when it is deployed again', async () => {
    const { plane, stack } = exportWorld();
    plane.interfere = (operation) => {
      if (operation === 'DescribeJournalS3Export') plane.exports.forEach((found) => { found.cancelled = true; });
      return undefined;
    };
    const response = await stack().create(exportProps());
    expect(response).toMatchObject({ Status: 'FAILED', PhysicalResourceId: expect.stringContaining(plane.exports[0]?.id ?? ''), Reason: expect.stringMatching(/cancelled.*check role, bucket and key/) });
    plane.interfere = () => undefined;
    expect((await stack().create(exportProps()))?.Status).toBe('SUCCESS');
    expect(plane.exports).toHaveLength(2);
  });

  test.each([
    'QLDB encountered an error validating S3 configuration: access denied', 'Unexpected response from Amazon S3 while validating', "end date can't be in the future",
  ])('tries again for a minute when it is told %j', async (message) => {
    const { plane, stack } = exportWorld();
    plane.interfere = (operation, count) => operation === 'ExportJournalToS3' && count < 6 ? { effect: false, error: refusal('invalid', operation, message) } : undefined;
    expect((await stack().create(exportProps()))?.Status).toBe('SUCCESS');
    expect(plane.calls.filter((call) => call === 'ExportJournalToS3').length).toBeGreaterThan(2);
  });

  test('then fails with what to check', async () => {
    const { clock, plane, stack } = exportWorld();
    const begun = clock.now();
    plane.interfere = (operation) => operation === 'ExportJournalToS3' ? { effect: false, error: refusal('invalid', operation, 'error validating S3 configuration') } : undefined;
    expect((await stack().create(exportProps()))?.Reason).toMatch(/could not export the journal of the ledger "orders" to s3:\/\/archive\/orders\/ .*check that the bucket exists/);
    expect(clock.now() - begun).toBeLessThan(90_000);
  });

  test('fails at once for another invalid parameter', async () => {
    const { plane, stack } = exportWorld();
    plane.interfere = (operation) => operation === 'ExportJournalToS3' ? { effect: false, error: refusal('invalid', operation, 'bad prefix') } : undefined;
    expect((await stack().create(exportProps()))?.Status).toBe('FAILED');
    expect(plane.calls.filter((call) => call === 'ExportJournalToS3')).toHaveLength(1);
  });

  test('goes on in further invocations with the same export', async () => {
    const { plane, service, stack } = exportWorld();
    plane.duration = 50 * 60_000;
    expect((await stack().create(exportProps({ TimeoutSeconds: '3540' })))?.Status).toBe('SUCCESS');
    expect(service.invocations).toBe(4);
    expect(plane.exports).toHaveLength(1);
    expect(plane.calls.filter((call) => call === 'ListJournalS3ExportsForLedger')).toHaveLength(1);
  });
});

describe('updating an export', () => {
  test.each([
    ['trigger', { Trigger: '2' }], ['bucket', { Bucket: 'other' }], ['prefix', { Prefix: 'other/' }], ['format', { OutputFormat: 'JSON' }],
    ['role', { RoleArn: 'arn:aws:iam::111122223333:role/other' }], ['encryption', { ObjectEncryptionType: 'NO_ENCRYPTION' }],
    ['start', { InclusiveStartTime: '2025-12-31' }], ['end', { ExclusiveEndTime: '2025-12-31T23:59:59.999Z' }],
  ])('exports again when its %s changes, and leaves the old objects', async (_, change) => {
    const { plane, stack } = exportWorld();
    const shop = stack();
    const first = await shop.create(exportProps());
    const second = await shop.update(exportProps(change));
    expect(second?.Status).toBe('SUCCESS');
    expect(second?.PhysicalResourceId).not.toBe(first?.PhysicalResourceId);
    expect(second?.Data?.ExportId).toBe(plane.exports[1]?.id);
    expect(plane.exports).toHaveLength(2);
  });

  test.each([
    ['timeout', { TimeoutSeconds: '60' }], ['waiting', { WaitForCompletion: 'false' }], ['endpoint', { Endpoint: 'https://other.example/' }],
    ['way to write the same time', { InclusiveStartTime: '2025-12-31T01:00:00+01:00' }],
  ])('does not export again when its %s changes', async (_, change) => {
    const { plane, stack } = exportWorld();
    const shop = stack();
    const first = await shop.create(exportProps({ InclusiveStartTime: '2025-12-31' }));
    const calls = plane.calls.length;
    const second = await shop.update(exportProps({ InclusiveStartTime: '2025-12-31', ...change }));
    expect(second).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: first?.PhysicalResourceId, Data: { ExportId: plane.exports[0]?.id } });
    expect(plane.calls).toHaveLength(calls);
  });

  test('that fails is rolled back without exporting', async () => {
    const { plane, stack } = exportWorld();
    const shop = stack();
    const first = await shop.create(exportProps());
    plane.duration = Infinity;
    expect((await shop.update(exportProps({ Trigger: '2' })))?.Status).toBe('FAILED');
    expect(shop.resource?.physicalId).toBe(first?.PhysicalResourceId);
    expect(plane.exports).toHaveLength(2);
  });

  test('that is undone because of another resource exports what was there before once more', async () => {
    const { plane, stack } = exportWorld();
    const shop = stack();
    await shop.create(exportProps());
    await shop.update(exportProps({ Trigger: '2' }), { failElsewhere: true });
    expect(plane.exports).toHaveLength(3);
    expect(shop.resource?.physicalId).toContain(plane.exports[2]?.id);
  });
});

test('deleting an export asks nothing of the service', async () => {
  const { plane, stack } = exportWorld();
  const shop = stack();
  await shop.create(exportProps());
  const calls = plane.calls.length;
  expect((await shop.destroy())?.Status).toBe('SUCCESS');
  expect(plane.calls).toHaveLength(calls);
});
