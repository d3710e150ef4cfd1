import { ledgerArn, type ArnScope } from '../../model/arn';
import type { ExportRecord } from '../../model/journal-export';
import type { RoleAssumer } from '../aws/assumed-role';
import type { DeliveryOptions } from '../aws/delivery-options';
import { s3Destination, type ObjectDestination } from '../aws/s3-destination';

/** What has to be known of an export to write its objects. */
export type ExportTarget = Pick<ExportRecord, 'id' | 'ledgerName' | 'roleArn' | 'bucket' | 'encryption'>;

/** Opens the bucket of an export. */
export type OpenExportDestination = (target: ExportTarget) => ObjectDestination;

/** Buckets of S3, written to as the roles of the exports. */
export function exportDestinations(scope: ArnScope, roles: RoleAssumer, options: DeliveryOptions): OpenExportDestination {
  return ({ id, ledgerName, roleArn, bucket, encryption }) => s3Destination(roles, scope.region, options, {
    bucket, encryption, roleArn, externalId: ledgerArn(scope, ledgerName), sessionName: `qldb-export-${id}`,
  });
}
