import { FakeExports } from './fake-exports';
import { LambdaService } from './lambda-service';
import { ENDPOINT } from './ledger-world';
import { Stack, type ResourceProps, type StackOptions } from './stack';
import { VirtualClock } from './virtual-clock';
import { exportResource } from '../../../lambda/journal-s3-export/journal-s3-export';
import { JOURNAL_S3_EXPORT_RESOURCE_TYPE } from '../../../src/private/contract';

export const ROLE = 'arn:aws:iam::111122223333:role/export';

/** Properties as CloudFormation delivers them. */
export function exportProps(changes: Record<string, unknown> = {}): ResourceProps {
  return {
    ServiceToken: 'arn:aws:lambda:us-east-1:111122223333:function:control-plane',
    Endpoint: ENDPOINT,
    TimeoutSeconds: '900',
    LedgerName: 'orders',
    Bucket: 'archive',
    Prefix: 'orders/',
    InclusiveStartTime: 'LEDGER_CREATION',
    ExclusiveEndTime: 'DEPLOYMENT',
    ObjectEncryptionType: 'SSE_S3',
    OutputFormat: 'ION_TEXT',
    RoleArn: ROLE,
    WaitForCompletion: 'true',
    ...changes,
  };
}

/** A function, a ledger with exports and any number of stacks in virtual time. */
export function exportWorld() {
  const clock = new VirtualClock();
  const plane = new FakeExports(clock);
  const service = new LambdaService(clock, { [JOURNAL_S3_EXPORT_RESOURCE_TYPE]: exportResource(() => ({ endpoint: ENDPOINT, api: plane.api })) });
  const stack = (options?: StackOptions) => new Stack(service, { resourceType: JOURNAL_S3_EXPORT_RESOURCE_TYPE, logicalId: 'Export', ...options });
  return { clock, plane, service, stack };
}
