import type { CustomResource } from 'aws-cdk-lib';
import { PolicyStatement, type IRole } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { QldbWarnings } from '../qldb-warnings';
import { warn } from './annotate';
import { isInOtherAccount, onlyRole } from './other-account';
import { acknowledgeWildcard } from './wildcards';

/** https://docs.aws.amazon.com/qldb/latest/developerguide/export-journal.request.html */
const WRITE = ['s3:PutObject', 's3:PutObjectAcl'];

/** Allows the role to write below the prefix, and nowhere else. In place as long as `resource` is. */
export function allowWriting(site: Construct, role: IRole, bucket: IBucket, prefix: string, resource: CustomResource): void {
  const objects = bucket.arnForObjects(`${prefix}*`);
  const onRole = role.addToPrincipalPolicy(new PolicyStatement({ actions: WRITE, resources: [objects] }));
  if (onRole.policyDependable) resource.node.addDependency(onRole.policyDependable);
  acknowledgeWildcard(role, objects, 'The keys of exported objects begin with the prefix; the rest of them is made by the service.');
  if (!isInOtherAccount(bucket, site)) return;
  const onBucket = bucket.addToResourcePolicy(onlyRole(role, site, { actions: WRITE, resources: [objects] }));
  if (onBucket.policyDependable) resource.node.addDependency(onBucket.policyDependable);
  if (onBucket.statementAdded) return;
  warn(site, QldbWarnings.BUCKET_NOT_GRANTED, [
    "'bucket' is in another account and its policy cannot be changed, got a bucket that is not part of this app:",
    `allow the role ${WRITE.join(' and ')} below the prefix in the bucket's policy`,
  ].join(' '));
}
