import { ledgerArn, type ArnScope } from '../../model/arn';
import type { JournalStream } from '../../model/journal-stream';
import type { RoleAssumer } from '../aws/assumed-role';
import type { DeliveryOptions } from '../aws/delivery-options';
import { kinesisDestination, type RecordDestination } from '../aws/kinesis-destination';

/** What has to be known of a stream to write its records. */
export type StreamTarget = Pick<JournalStream, 'id' | 'ledgerName' | 'strandId' | 'roleArn' | 'kinesisArn'>;

/** Opens the Kinesis stream of a journal stream. */
export type OpenStreamDestination = (target: StreamTarget) => RecordDestination;

/** Kinesis streams, written to as the roles of the journal streams. */
export function streamDestinations(scope: ArnScope, roles: RoleAssumer, options: DeliveryOptions): OpenStreamDestination {
  return ({ id, ledgerName, strandId, roleArn, kinesisArn }) => kinesisDestination(roles, scope.region, options, {
    streamArn: kinesisArn, partitionKey: strandId, roleArn, externalId: ledgerArn(scope, ledgerName), sessionName: `qldb-stream-${id}`,
  });
}
