import { FakeStreams } from './fake-streams';
import { LambdaService } from './lambda-service';
import { ENDPOINT, OTHER_ENDPOINT } from './ledger-world';
import { Stack, type ResourceProps, type StackOptions } from './stack';
import { VirtualClock } from './virtual-clock';
import { streamResource } from '../../../lambda/journal-kinesis-stream/journal-kinesis-stream';
import { JOURNAL_KINESIS_STREAM_RESOURCE_TYPE } from '../../../src/private/contract';

export const KINESIS = 'arn:aws:kinesis:us-east-1:111122223333:stream/orders';
export const OTHER_KINESIS = 'arn:aws:kinesis:us-east-1:111122223333:stream/other';

/** Properties as CloudFormation delivers them. */
export function streamProps(changes: Record<string, unknown> = {}): ResourceProps {
  const { Tags, ...others } = changes;
  return {
    ServiceToken: 'arn:aws:lambda:us-east-1:111122223333:function:control-plane',
    Endpoint: ENDPOINT,
    TimeoutSeconds: '900',
    LedgerName: 'orders',
    KinesisStreamArn: KINESIS,
    AggregationEnabled: 'true',
    RoleArn: 'arn:aws:iam::111122223333:role/stream',
    InclusiveStartTime: 'LEDGER_CREATION',
    ...others,
    ...Tags !== undefined && { Tags: Object.entries(Tags as object).map(([Key, Value]) => ({ Key, Value: String(Value) })) },
  };
}

/** A function, a ledger with streams and any number of stacks in virtual time. */
export function streamWorld() {
  const clock = new VirtualClock();
  const plane = new FakeStreams(clock);
  const otherPlane = new FakeStreams(clock);
  const service = new LambdaService(clock, {
    [JOURNAL_KINESIS_STREAM_RESOURCE_TYPE]: streamResource((endpoint) => ({
      endpoint: String(endpoint), api: (endpoint === OTHER_ENDPOINT ? otherPlane : plane).api,
    })),
  });
  const stack = (options?: StackOptions) => new Stack(service, { resourceType: JOURNAL_KINESIS_STREAM_RESOURCE_TYPE, logicalId: 'Stream', ...options });
  return { clock, plane, otherPlane, service, stack };
}
