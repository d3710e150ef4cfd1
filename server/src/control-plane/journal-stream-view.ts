import { epochSeconds } from './ledger-view';
import { streamArn, type ArnScope } from '../model/arn';
import type { JournalStream } from '../model/journal-stream';

/** https://docs.aws.amazon.com/qldb/latest/developerguide/API_JournalKinesisStreamDescription.html */
export function streamDescription(scope: ArnScope, stream: JournalStream) {
  const { ledgerName, id, name, createdAt, status, errorCause, startMilliseconds, endMilliseconds, roleArn, kinesisArn, aggregation } = stream;
  return {
    LedgerName: ledgerName,
    CreationTime: epochSeconds(createdAt),
    InclusiveStartTime: startMilliseconds / 1000,
    ...(endMilliseconds !== undefined && { ExclusiveEndTime: endMilliseconds / 1000 }),
    RoleArn: roleArn,
    StreamId: id,
    Arn: streamArn(scope, ledgerName, id),
    Status: status,
    KinesisConfiguration: { StreamArn: kinesisArn, AggregationEnabled: aggregation },
    ...(errorCause !== undefined && { ErrorCause: errorCause }),
    StreamName: name,
  };
}
