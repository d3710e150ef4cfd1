import fc from 'fast-check';
import { CREATE_FAILED } from '../../../lambda/custom-resource/custom-resource';
import { parseEvent, timeoutSeconds } from '../../../lambda/custom-resource/event';
import { ledgerProps, ledgerWorld } from '../support/ledger-world';

const event = {
  RequestType: 'Create',
  RequestId: 'request-1',
  StackId: 'arn:aws-us-gov:cloudformation:us-east-1:111122223333:stack/Shop/0123',
  ResponseURL: 'https://cloudformation.example/answer',
  ResourceType: 'Custom::QLDBLedger',
  LogicalResourceId: 'Ledger',
  ResourceProperties: { Name: 'orders' },
};

describe('reading an event', () => {
  test('takes the stack\'s name from its id', () => {
    expect(parseEvent(event)).toMatchObject({ kind: 'request', request: { type: 'Create', stackName: 'Shop', properties: { Name: 'orders' } } });
  });

  test.each([
    [{ RequestType: 'Upsert' }, 'unknown "RequestType" "Upsert"'],
    [{ RequestType: 'Update' }, '"PhysicalResourceId"'],
    [{ RequestType: 'Delete' }, '"PhysicalResourceId"'],
    [{ StackId: 'Shop' }, 'unusable "StackId" "Shop"'],
    [{ ResourceType: undefined }, '"ResourceType"'],
  ])('answers %j with what is wrong', (change, problem) => {
    expect(parseEvent({ ...event, ...change })).toMatchObject({ kind: 'unusable', problem: expect.stringContaining(problem) });
  });

  test('never throws, and never answers without an address', () => {
    fc.assert(fc.property(fc.oneof(fc.jsonValue(), fc.jsonValue().map((value) => ({ ...event, ...value as object }))), (anything) => {
      const parsed = parseEvent(anything);
      expect(parsed.kind === 'unanswerable' || parsed.address.responseUrl.startsWith('http')).toBe(true);
    }));
  });

  test.each([['60', 60], [undefined, 900], ['soon', 900], ['0', 900], ['3601', 900], ['1.5', 900]])('takes a timeout of %j for %d s', (text, seconds) => {
    expect(timeoutSeconds({ TimeoutSeconds: text })).toBe(seconds);
  });
});

describe('an event that no resource handler sees', () => {
  test('is ignored when nobody can be answered', async () => {
    const { service } = ledgerWorld();
    expect(await service.deliver({ hello: 'world' })).toEqual([]);
    expect(service.logs.join()).toContain('event ignored');
  });

  test('of an unknown type fails and names the types that are known', async () => {
    const { service } = ledgerWorld();
    expect(await service.deliver({ ...event, ResourceType: 'Custom::Other' })).toMatchObject([{
      Status: 'FAILED', PhysicalResourceId: CREATE_FAILED, Reason: expect.stringContaining('Custom::QLDBLedger'),
    }]);
  });

  test('deletes what was never created, whatever its type and properties', async () => {
    const { plane, service } = ledgerWorld();
    const response = await service.deliver({ ...event, RequestType: 'Delete', ResourceType: 'Custom::Other', PhysicalResourceId: CREATE_FAILED, ResourceProperties: {} });
    expect(response).toMatchObject([{ Status: 'SUCCESS', PhysicalResourceId: CREATE_FAILED }]);
    expect(plane.calls).toEqual([]);
  });

  test('that fails for a defect says where the details are, without a stack trace', async () => {
    const { service } = ledgerWorld();
    const [response] = await service.deliver({ ...event, ResourceProperties: ledgerProps({ Endpoint: 'https://nobody.example' }) });
    expect(response).toMatchObject({ Status: 'FAILED', Reason: expect.stringMatching(/unexpected error.*log stream "2026/) });
    expect(response?.Reason).not.toContain('\n    at ');
  });
});
