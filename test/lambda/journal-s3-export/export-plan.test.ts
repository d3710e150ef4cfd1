import fc from 'fast-check';
import type { ExportDescription } from '../../../lambda/journal-s3-export/export-api';
import { formatExportId, parseExportId } from '../../../lambda/journal-s3-export/export-id';
import { planExport, type ExportIntent } from '../../../lambda/journal-s3-export/export-plan';
import { markOfExport, readExport } from '../../../lambda/journal-s3-export/export-properties';
import { exportProps } from '../support/export-world';

const NOW = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
const created = new Date(NOW - 1000 * MINUTE);
const ledger = { name: 'orders', arn: 'arn', state: 'ACTIVE', creationTime: created, permissionsMode: 'STANDARD', deletionProtection: true, encryptionStatus: 'ENABLED' };
const declaration = readExport(exportProps());
const intent: ExportIntent = { declaration, createdAfter: new Date(NOW - 20 * MINUTE) };
const own: ExportDescription = {
  exportId: 'own', status: 'IN_PROGRESS', creationTime: new Date(NOW - MINUTE), ledgerName: 'orders', bucket: 'archive', prefix: 'orders/', encryption: 'SSE_S3', outputFormat: 'ION_TEXT',
  roleArn: declaration.roleArn, start: created, end: new Date(NOW - 2 * MINUTE),
};

describe('an export that was started before', () => {
  test.each(['IN_PROGRESS', 'COMPLETED'])('is taken for this request\'s own when it is %s', (status) => {
    expect(planExport(intent, { ledger, exports: [{ ...own, status }] }, NOW)).toEqual({ do: 'follow', export: { ...own, status } });
  });

  test.each<[string, Partial<ExportDescription>]>([
    ['another ledger', { ledgerName: 'other' }], ['another bucket', { bucket: 'other' }], ['another prefix', { prefix: 'other/' }], ['another role', { roleArn: 'other' }],
    ['another encryption', { encryption: 'NO_ENCRYPTION' }], ['a key', { kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1' }], ['another format', { outputFormat: 'JSON' }],
    ['another start', { start: new Date(created.getTime() + 1) }], ['too great an age', { creationTime: new Date(NOW - 21 * MINUTE) }], ['status CANCELLED', { status: 'CANCELLED' }],
  ])('is not, with %s', (_, difference) => {
    expect(planExport(intent, { ledger, exports: [{ ...own, ...difference }] }, NOW).do).toBe('start');
  });

  test('is not when it is the one that the resource had, or older than that', () => {
    const previous = { ...own, exportId: 'previous', creationTime: new Date(NOW - 2 * MINUTE) };
    const older = { ...own, exportId: 'older', creationTime: new Date(NOW - 3 * MINUTE) };
    expect(planExport({ ...intent, previous: 'previous' }, { ledger, exports: [previous, older] }, NOW).do).toBe('start');
    expect(planExport({ ...intent, previous: 'previous' }, { ledger, exports: [previous, older, own] }, NOW)).toEqual({ do: 'follow', export: own });
  });

  test('is known by a fixed end, too', () => {
    const fixed = { ...intent, declaration: { ...declaration, end: { kind: 'fixed', time: NOW - 5 * MINUTE } as const } };
    expect(planExport(fixed, { ledger, exports: [own] }, NOW).do).toBe('start');
    expect(planExport(fixed, { ledger, exports: [{ ...own, end: new Date(NOW - 5 * MINUTE) }] }, NOW).do).toBe('follow');
  });

  test('is known although its key was named by an alias', () => {
    const aliased = { ...intent, declaration: { ...declaration, kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:alias/a' } };
    expect(planExport(aliased, { ledger, exports: [{ ...own, kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1' }] }, NOW).do).toBe('follow');
  });
});

test('what is asked for always starts before it ends, and ends after the ledger\'s creation, whatever the clocks say', () => {
  const offset = fc.integer({ min: -10 * MINUTE, max: 10 * MINUTE });
  fc.assert(fc.property(offset, fc.option(offset), (skew, start) => {
    const moment = start === null ? declaration.start : { kind: 'fixed', time: created.getTime() + start } as const;
    const plan = planExport({ ...intent, declaration: { ...declaration, start: moment } }, { ledger, exports: [] }, created.getTime() + skew);
    if (plan.do === 'start') {
      expect(plan.request.start.getTime()).toBeLessThan(plan.request.end.getTime());
      expect(plan.request.end.getTime()).toBeGreaterThan(created.getTime());
    } else {
      expect(plan).toMatchObject({ do: 'refuse', reason: expect.stringContaining('nothing of the journal') });
    }
    if (start === null) expect(plan.do).toBe('start');
  }));
});

test('a physical id is read as it was written, and what is none is not', () => {
  fc.assert(fc.property(fc.stringMatching(/^[A-Za-z0-9]{22}$/), fc.stringMatching(/^[0-9a-f]{12}$/), (exportId, mark) => {
    expect(parseExportId(formatExportId({ exportId, mark }))).toEqual({ exportId, mark });
  }));
  for (const id of ['', 'Shop-Export-1ABCDEFGHIJKL', 'cdk-qldb::CREATE_FAILED', 'Abcdefghijklmnopqrst12']) expect(parseExportId(id)).toBeUndefined();
});

test('the mark is that of what is exported: not of the order of properties, the waiting, or the way to write a time', () => {
  const mark = (changes: Record<string, unknown>) => markOfExport(readExport(exportProps(changes)));
  expect(mark({ WaitForCompletion: 'false', TimeoutSeconds: '5', ServiceToken: 'x', Endpoint: 'y' })).toBe(mark({}));
  expect(mark({ InclusiveStartTime: '2025-01-01' })).toBe(mark({ InclusiveStartTime: '2025-01-01T00:00:00.000Z' }));
  expect(markOfExport(readExport(Object.fromEntries(Object.entries(exportProps()).reverse())))).toBe(mark({}));
  expect(mark({ Trigger: '1' })).not.toBe(mark({}));
});
