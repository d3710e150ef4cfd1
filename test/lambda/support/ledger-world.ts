import { FakeControlPlane } from './fake-control-plane';
import { LambdaService } from './lambda-service';
import { Stack, type ResourceProps, type StackOptions } from './stack';
import { VirtualClock } from './virtual-clock';
import { ledgerResource } from '../../../lambda/ledger/ledger';
import { readEndpoint } from '../../../lambda/qldb/qldb';
import { LEDGER_RESOURCE_TYPE } from '../../../src/private/contract';

export const ENDPOINT = 'https://ledgers.example/';
export const OTHER_ENDPOINT = 'https://other.example/';
export const KEY = 'arn:aws:kms:us-east-1:111122223333:key/5c3ad0a5-8a1e-4a36-8f4c-0d5a5d3a0b3c';
export const OTHER_KEY = 'arn:aws:kms:us-east-1:111122223333:key/90f1d3f2-5a0e-4e0b-9d0a-2b7c1a3f4e5d';

/** Properties as CloudFormation delivers them. */
export function ledgerProps(changes: Record<string, unknown> = {}): ResourceProps {
  const { Tags, ...others } = changes;
  const props: Record<string, unknown> = {
    ServiceToken: 'arn:aws:lambda:us-east-1:111122223333:function:control-plane',
    Endpoint: ENDPOINT,
    TimeoutSeconds: '900',
    Name: 'orders',
    PermissionsMode: 'STANDARD',
    DeletionProtection: 'false',
    AdoptExisting: 'false',
    ...others,
    ...Tags !== undefined && { Tags: Object.entries(Tags as object).map(([Key, Value]) => ({ Key, Value: String(Value) })) },
  };
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));
}

/** A function, two control planes and any number of stacks in virtual time. */
export function ledgerWorld() {
  const clock = new VirtualClock();
  const plane = new FakeControlPlane(clock);
  const otherPlane = new FakeControlPlane(clock);
  const planes: Readonly<Record<string, FakeControlPlane>> = { [ENDPOINT]: plane, [OTHER_ENDPOINT]: otherPlane };
  const service = new LambdaService(clock, {
    [LEDGER_RESOURCE_TYPE]: ledgerResource((declared) => {
      const endpoint = readEndpoint(declared, {});
      const found = planes[endpoint];
      if (!found) {
        throw new Error(`no fake at ${endpoint}`);
      }
      return { endpoint, api: found.api };
    }),
  });
  const stack = (options?: StackOptions) => new Stack(service, options);
  return { clock, plane, otherPlane, service, stack };
}
